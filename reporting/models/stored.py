"""What the public reads of the directory, written down whenever something of it changes."""

from __future__ import annotations

from django.db import models


class StoredDirectory(models.Model):
    """One row, `ONLY`: the document of reporting.directory, what editors have to look after, and what was loaded."""

    ONLY = "public"

    key = models.CharField(max_length=8, primary_key=True, default=ONLY)
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the document.")
    revision = models.PositiveIntegerField(default=0, help_text="Goes up with each document, and never back.")
    document = models.TextField(default="{}", help_text="JSON; holds verified channels alone.")
    due = models.JSONField(default=list, help_text="What editors have to try or to look up again.")
    looked_at = models.DateTimeField(null=True, help_text="When `due` was worked out.")
    loaded = models.JSONField(default=dict, help_text="Which rows of reporting/data came in, with a hash of each.")

    def __str__(self) -> str:
        return self.key
