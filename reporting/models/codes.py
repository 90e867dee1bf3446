"""What is kept of a hand-off by code: for some minutes what goes along, under a hash, and nothing else."""

from __future__ import annotations

from django.db import models


class HandOffCode(models.Model):
    """A one-time code that nobody has exchanged yet. Only codes.py writes it."""

    wagtail_reference_index_ignore = True

    digest = models.CharField(max_length=64, primary_key=True, help_text="SHA-256 of the code, in hex.")
    context = models.JSONField(help_text="See fields.Carried.context.")
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        app_label = "reporting"

    def __str__(self) -> str:
        return str(self.expires_at)  # never the digest
