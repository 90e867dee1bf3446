"""Approval, and going back to an earlier version."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from episodes import changes
from episodes.models import Person
from siniar.models import User
from transcripts.actions.keeping import (
    forget_unused_speakers,
    keep_unversioned,
    keep_version,
    locked,
    mark_changed,
    replace_text,
)
from transcripts.models import Segment, Speaker, Transcript, Version


class ChangedMeanwhile(Exception):
    """The text is not the one that was read: somebody has changed it since."""


class StillDoubtful(Exception):
    """There are doubts that nobody has looked at. `paragraphs` holds the rows that they are in."""

    def __init__(self, paragraphs: list[Segment]) -> None:
        self.paragraphs = paragraphs
        super().__init__(len(paragraphs))


class NothingToApprove(Exception):
    """The transcript has no word."""


@transaction.atomic
def approve(
    transcript: Transcript, *, by: User | None, revision: int | None = None, doubts_checked: bool = False
) -> Version:
    """Says that a person has checked the text as it is and that the public may read it; returns what it may read.

    `revision` is the one that the person has read: ChangedMeanwhile is raised if there is a newer one. What the
    machine itself took for no speech or for a loop is never approved by the way: StillDoubtful, unless
    `doubts_checked` says that the person has listened to those places. Raises NothingToApprove.
    """
    transcript = locked(transcript)
    if revision is not None and revision != transcript.revision:
        raise ChangedMeanwhile
    segments = list(transcript.segments.all())
    if not any(segment.words for segment in segments):
        raise NothingToApprove
    doubtful = [segment for segment in segments if segment.open_doubts()]
    if doubtful and not doubts_checked:
        raise StillDoubtful(doubtful)
    forget_unused_speakers(transcript)
    version = keep_version(transcript, Version.Reason.APPROVED, by=by)
    transcript.approved, transcript.state = version, Transcript.State.APPROVED
    transcript.save(update_fields=["approved", "state"])
    changes.of_recording(transcript.audio_file_id)
    return version


@transaction.atomic
def withdraw_approval(transcript: Transcript) -> None:
    """Takes the text back from the public, in this moment. Who opened the page before cannot approve it from there."""
    transcript = locked(transcript)
    transcript.approved = None
    touched = transcript.changed_at is not None
    transcript.state = Transcript.State.CORRECTED if touched else Transcript.State.MACHINE
    transcript.revision += 1
    transcript.save(update_fields=["approved", "state", "revision"])
    changes.of_recording(transcript.audio_file_id)


@transaction.atomic
def restore(version: Version, *, by: User | None) -> None:
    """Makes an earlier version the working text again. What it replaces stays in the list of versions."""
    transcript = locked(version.transcript)
    keep_unversioned(transcript)
    replace_text(transcript, version.paragraphs())
    people = Person.objects.in_bulk(version.people.values())  # without those who were deleted since
    for speaker in transcript.speakers.all():
        Speaker.objects.filter(pk=speaker.pk).update(person=people.get(version.people.get(str(speaker.number), 0)))
    forget_unused_speakers(transcript)
    mark_changed(transcript, by=by)
    keep_version(transcript, Version.Reason.RESTORED, by=by, at=timezone.now())
