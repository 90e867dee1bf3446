"""TranscribedWindow: what the engine has heard so far, while it is not done."""

from __future__ import annotations

from typing import ClassVar

from django.db import models


class TranscribedWindow(models.Model):
    """What the engine heard in about four minutes of a recording, kept so that a killed worker repeats one window at
    most.
    """

    audio_file = models.ForeignKey("episodes.AudioFile", models.CASCADE, related_name="windows")
    fingerprint = models.CharField(max_length=64)
    index = models.PositiveIntegerField()
    start = models.FloatField()
    end = models.FloatField()
    segments = models.JSONField()

    class Meta:
        ordering: ClassVar = ["index"]
        constraints = [
            models.UniqueConstraint(fields=["audio_file", "fingerprint", "index"], name="one_row_per_window"),
        ]

    def __str__(self) -> str:
        return f"{self.audio_file_id} #{self.index}"
