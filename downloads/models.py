"""What is kept of downloads: for one day rows that stand for listeners, for good only numbers and when none were taken.

Nothing here holds an address, a user agent or a moment at which somebody listened.
"""

from __future__ import annotations

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _


class OpenDay(models.Model):
    """A day that is still counted, or whose numbers were not added up yet."""

    day = models.DateField(primary_key=True)
    listeners = models.PositiveIntegerField(default=0, help_text="Rows of Listener that were made.")
    full_since = models.DateTimeField(null=True, help_text="Since when no more rows are made.")

    def __str__(self) -> str:
        return str(self.day)


class Listener(models.Model):
    """Somebody who asked for an episode on an open day, as a token that nobody can read; deleted with the day."""

    wagtail_reference_index_ignore = True

    token = models.CharField(max_length=32, primary_key=True, help_text="See downloads.listeners.token.")
    day = models.DateField(db_index=True)
    episode = models.ForeignKey("episodes.Episode", models.CASCADE, related_name="+")
    asked = models.JSONField(default=list, help_text="Stretches of sound in ms; empty once it is a download.")
    counted = models.BooleanField(default=False, help_text="Whether it is a download.")

    def __str__(self) -> str:
        return f"{self.day} {self.episode_id}"


class DailyDownloads(models.Model):
    """How often an episode was downloaded on a day that is over. Written once; only downloads.disclosure says what of
    it may be shown.
    """

    wagtail_reference_index_ignore = True

    episode = models.ForeignKey("episodes.Episode", models.CASCADE, related_name="downloads")
    day = models.DateField()
    count = models.PositiveIntegerField()

    class Meta:
        verbose_name = _("downloads of a day")
        verbose_name_plural = _("downloads by day")
        constraints = [models.UniqueConstraint(fields=["episode", "day"], name="one_number_an_episode_and_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.episode_id}"  # never the number


class MeasuringGap(models.Model):
    """A time in which downloads may have gone uncounted."""

    class Reason(models.TextChoices):
        NOT_YET = "not_yet", _("Counting had not begun.")
        NOT_RUNNING = "not_running", _("The site was not running.")
        KILLED = "killed", _("A part of the site was stopped by force; its last seconds are missing.")
        NOT_WRITTEN = "not_written", _("Numbers could not be written for a while.")
        FLOOD = "flood", _("Far too many requests: probably an attack.")

    begins = models.DateTimeField()
    ends = models.DateTimeField(db_index=True)
    reason = models.CharField(max_length=12, choices=Reason)

    class Meta:
        verbose_name = _("gap in measuring")
        verbose_name_plural = _("gaps in measuring")
        ordering = ["begins"]

    def __str__(self) -> str:
        return f"{self.begins} {self.reason}"


class MeasuringProcess(models.Model):
    """A web process that counts, and when it last said so."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    seen_at = models.DateTimeField()
    stopped = models.BooleanField(default=False, help_text="It has ended in order, with everything written.")

    def __str__(self) -> str:
        return str(self.id)
