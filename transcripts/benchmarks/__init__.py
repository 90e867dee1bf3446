"""What `manage.py measure_transcripts` measures with: recordings with references, programs run apart."""
