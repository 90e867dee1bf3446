"""Transcript: what is said in a recording, in segments with word times, and how far people have checked it."""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _


class TranscriptQuerySet(models.QuerySet["Transcript"]):
    def public(self) -> Self:
        """Texts that may be shown with their episode: approved by a person. Ask episodes.visibility for the episode."""
        return self.filter(state__in=Transcript.State.shown())

    def awaiting_review(self) -> Self:
        """Texts that nobody has approved yet."""
        return self.exclude(state__in=Transcript.State.shown())


class Transcript(models.Model):
    class State(models.TextChoices):
        MACHINE = "machine", _("written by the machine")
        CORRECTED = "corrected", _("corrected")
        APPROVED = "approved", _("approved")

        @classmethod
        def shown(cls) -> frozenset[str]:
            """The states in which the public may read it: a machine's text never."""
            return frozenset({cls.APPROVED})

    audio_file = models.OneToOneField("episodes.AudioFile", models.CASCADE, related_name="transcript")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.MACHINE)
    language = models.CharField(_("language"), max_length=8)
    engine = models.CharField(_("engine"), max_length=80, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, help_text="Of engine, model and options.")
    created_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey("siniar.User", models.SET_NULL, null=True, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True)

    objects = TranscriptQuerySet.as_manager()

    class Meta:
        verbose_name = _("transcript")
        verbose_name_plural = _("transcripts")

    def __str__(self) -> str:
        return f"{self.audio_file_id}: {self.state}"


class Segment(models.Model):
    """A stretch of speech. Times are seconds; `words` are [text, start, end, probability]."""

    transcript = models.ForeignKey(Transcript, models.CASCADE, related_name="segments")
    position = models.PositiveIntegerField()
    start = models.FloatField()
    end = models.FloatField()
    speaker = models.CharField(_("speaker"), max_length=80, blank=True)
    text = models.TextField(_("text"))
    words = models.JSONField(default=list)
    doubts = models.JSONField(default=list, help_text="Codes of transcripts.engines.doubts.")

    class Meta:
        ordering: ClassVar = ["position"]
        constraints = [models.UniqueConstraint(fields=["transcript", "position"], name="one_segment_per_position")]

    def __str__(self) -> str:
        return self.text


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
