"""Version: an earlier state of a whole transcript, never changed again. The public reads the approved one."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from transcripts.models import stored
from transcripts.text.paragraphs import Paragraph


class Version(models.Model):
    class Reason(models.TextChoices):
        HEARD = "heard", _("written by the machine")
        SUPPLIED = "supplied", _("taken from a file")
        SAVED = "saved", _("corrected")
        APPROVED = "approved", _("approved")
        RESTORED = "restored", _("an earlier version restored")
        CARRIED = "carried", _("taken over from the earlier recording")

    transcript = models.ForeignKey("transcripts.Transcript", models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    reason = models.CharField(max_length=10, choices=Reason)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey("siniar.User", models.SET_NULL, null=True, related_name="+")
    content = models.JSONField(help_text="Paragraphs: start, end, speaker (a number or null), words, doubts.")
    people = models.JSONField(default=dict, help_text="Ids of people by speaker number; whether named is asked later.")

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering: ClassVar = ["-number"]
        constraints = [models.UniqueConstraint(fields=["transcript", "number"], name="one_version_per_number")]

    def __str__(self) -> str:
        return f"{self.transcript_id} v{self.number}: {self.reason}"

    def paragraphs(self) -> list[Paragraph]:
        """The whole text as it was."""
        return [stored.from_json(row) for row in self.content]
