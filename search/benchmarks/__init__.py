"""What `manage.py benchmark search` runs."""
