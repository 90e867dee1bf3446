"""Transcript: what is said in a recording, in paragraphs with word times, and how far people have checked it.

Its rows are the working text. What the public reads is the Version that `approved` points at.
"""

from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from episodes.models import Episode
from transcripts.models import stored
from transcripts.text.paragraphs import Paragraph


class TranscriptQuerySet(models.QuerySet["Transcript"]):
    def public(self) -> Self:
        """Texts of which a version may be shown with their episode. Ask episodes.visibility for the episode."""
        return self.filter(approved__isnull=False)

    def awaiting_review(self) -> Self:
        """Texts whose present state nobody has approved."""
        return self.exclude(state=Transcript.State.APPROVED)

    def of_episode(self, episode: Episode) -> Self:
        """Texts of all recordings that an episode has or had."""
        return self.filter(Q(audio_file__uploaded_for=episode.pk) | Q(audio_file__episodes=episode.pk)).distinct()

    def stale(self) -> Self:
        """Texts of recordings that their episode has replaced by a newer one."""
        newer = F("audio_file__uploaded_for__audio__uploaded_at")
        return self.filter(audio_file__episodes=None, audio_file__uploaded_at__lt=newer)


class Transcript(models.Model):
    class State(models.TextChoices):
        MACHINE = "machine", _("written by the machine")
        CORRECTED = "corrected", _("corrected")
        APPROVED = "approved", _("approved")

    audio_file = models.OneToOneField("episodes.AudioFile", models.CASCADE, related_name="transcript")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.MACHINE)
    language = models.CharField(_("language"), max_length=8)
    engine = models.CharField(_("engine"), max_length=80, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, help_text="Of engine, model and options.")
    created_at = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField(default=0, help_text="Counts the changes of the working text.")
    changed_at = models.DateTimeField(_("changed"), null=True, help_text="By a person; null while nobody did.")
    changed_by = models.ForeignKey("siniar.User", models.SET_NULL, null=True, related_name="+")
    approved = models.ForeignKey(
        "transcripts.Version", models.RESTRICT, null=True, related_name="+", help_text="What the public reads."
    )

    objects = TranscriptQuerySet.as_manager()

    class Meta:
        verbose_name = _("transcript")
        verbose_name_plural = _("transcripts")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="approved") | Q(approved__isnull=False), name="approved_text_has_its_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.audio_file_id}: {self.state}"

    @property
    def untouched(self) -> bool:
        """Whether it is still what the machine wrote, so that the machine may write it anew."""
        return self.state == Transcript.State.MACHINE and self.changed_at is None

    @property
    def stale(self) -> bool:
        """Whether its episode has another recording by now; see TranscriptQuerySet.stale."""
        return Transcript.objects.stale().filter(pk=self.pk).exists()

    def paragraphs(self) -> list[Paragraph]:
        """The working text."""
        return [segment.paragraph() for segment in self.segments.select_related("speaker")]

    def people(self) -> dict[str, int]:
        """The ids of the people who are known, by speaker number as text, as JSON wants its keys."""
        known = self.speakers.exclude(person=None).values_list("number", "person_id")
        return {str(number): person for number, person in known}


class Speaker(models.Model):
    """A voice of one transcript: number 1, 2, …; whose it is says a person, or nobody."""

    transcript = models.ForeignKey(Transcript, models.CASCADE, related_name="speakers")
    number = models.PositiveIntegerField(_("number"))
    person = models.ForeignKey("episodes.Person", models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.CharField(
        _("note for editors"), max_length=80, blank=True, help_text=_("For example the name in an uploaded file.")
    )

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering: ClassVar = ["number"]
        constraints = [models.UniqueConstraint(fields=["transcript", "number"], name="one_speaker_per_number")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """What everybody may read: a number."""
        return gettext("Speaker %(number)d") % {"number": self.number}

    @property
    def known_as(self) -> str:
        """What editors know: the person, else the note, else the number."""
        return (self.person.name if self.person else self.note) or self.label

    @property
    def name(self) -> str:
        """The same behind the number, for lists."""
        return self.label if self.known_as == self.label else f"{self.label}: {self.known_as}"


class Segment(models.Model):
    """A paragraph of the working text: what one speaker says in one go. Times are seconds; time is the order."""

    transcript = models.ForeignKey(Transcript, models.CASCADE, related_name="segments")
    start = models.FloatField()
    end = models.FloatField()
    speaker = models.ForeignKey(Speaker, models.SET_NULL, null=True, related_name="segments")
    words = models.JSONField(default=list, help_text="[text, start, end, probability]; 1.0: a person vouches for it.")
    doubts = models.JSONField(default=list, help_text="[code of transcripts.engines.doubts, start, end].")

    class Meta:
        ordering: ClassVar = ["start", "pk"]
        indexes = [models.Index(fields=["transcript", "start"], name="segments_in_order")]

    def __str__(self) -> str:
        return self.text

    @property
    def text(self) -> str:
        """The words joined by blanks."""
        return " ".join(word[0] for word in self.words)

    def open_doubts(self) -> tuple[tuple[str, float, float], ...]:
        """The doubts in whose range a word stands that nobody vouches for."""
        return stored.open_doubts(self.words, self.doubts)

    def paragraph(self) -> Paragraph:
        """The same as a value; its speaker is a number. Select `speaker` along with it."""
        row = {
            "start": self.start,
            "end": self.end,
            "speaker": self.speaker.number if self.speaker else None,
            "words": self.words,
            "doubts": self.doubts,
        }
        return stored.from_json(row)
