"""The desk: the editors' pages on which a transcript is corrected beside its sound, and approved."""
