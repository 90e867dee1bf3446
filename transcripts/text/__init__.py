"""What is done with words once they are heard; pure: no database, no file format, no sentence for people."""
