"""Takes a whole show away: a folder of plain files that needs neither Siniar nor a network to be read."""
