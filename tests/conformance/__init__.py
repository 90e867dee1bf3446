"""What other people's software makes of our feeds."""
