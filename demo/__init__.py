"""A show with three short episodes for trying Siniar out: texts, recordings, covers, and what made them."""
