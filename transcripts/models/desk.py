"""Presence: who has a transcript open just now, so that two editors learn of each other."""

from __future__ import annotations

from datetime import timedelta
from typing import Self

from django.db import models
from django.utils import timezone

#: How long after the last sign of life somebody counts as being there. The page gives one every 20 seconds.
THERE = timedelta(seconds=60)


class PresenceQuerySet(models.QuerySet["Presence"]):
    def there(self) -> Self:
        """Whoever has given a sign of life a moment ago."""
        return self.filter(seen_at__gt=timezone.now() - THERE)


class Presence(models.Model):
    transcript = models.ForeignKey("transcripts.Transcript", models.CASCADE, related_name="presences")
    user = models.ForeignKey("siniar.User", models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transcript", "user"], name="one_presence_per_user")]

    def __str__(self) -> str:
        return f"{self.user} on {self.transcript_id}"
