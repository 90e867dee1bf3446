"""Transcripts as files: one pure module per format, and the cues that they are made of."""
