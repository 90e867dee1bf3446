"""How working texts and versions are stored: the parts that all the verbs of this package share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from siniar import texts
from siniar.models import User
from transcripts.models import Segment, Speaker, Transcript, Version, stored
from transcripts.text.paragraphs import Paragraph

#: After such a pause the next change begins a new version, even by the same person.
SITTING = timedelta(minutes=30)


def locked(transcript: Transcript) -> Transcript:
    """The row as it is now, held until the end of the transaction: changes of one text come one after the other."""
    return Transcript.objects.select_for_update().get(pk=transcript.pk)


def keep_version(
    transcript: Transcript, reason: Version.Reason, *, by: User | None, at: datetime | None = None
) -> Version:
    """Stores the working text as it is as a new version."""
    last = transcript.versions.aggregate(last=Max("number"))["last"] or 0
    return Version.objects.create(
        transcript=transcript,
        number=last + 1,
        reason=reason,
        made_by=by,
        made_at=at or timezone.now(),
        content=[stored.to_json(paragraph) for paragraph in transcript.paragraphs()],
        people=transcript.people(),
    )


def keep_earlier(transcript: Transcript, *, by: User | None) -> None:
    """Before a change: stores what somebody else, or the same person in an earlier sitting, has left unversioned."""
    if unversioned(transcript) and transcript.changed_at is not None:
        same_sitting = transcript.changed_by == by and timezone.now() - transcript.changed_at < SITTING
        if not same_sitting:
            keep_version(transcript, Version.Reason.SAVED, by=transcript.changed_by, at=transcript.changed_at)


def keep_unversioned(transcript: Transcript) -> None:
    """Before the whole text is replaced: stores whatever is not in a version yet."""
    if unversioned(transcript):
        keep_version(transcript, Version.Reason.SAVED, by=transcript.changed_by, at=transcript.changed_at)


def unversioned(transcript: Transcript) -> bool:
    """Whether the working text holds changes that no version has."""
    if transcript.changed_at is None:
        return False
    newest = transcript.versions.values_list("made_at", flat=True).first()
    return newest is None or newest < transcript.changed_at


def mark_changed(transcript: Transcript, *, by: User | None) -> None:
    """Notes that a person has changed the working text. What is approved stays public as it was approved."""
    transcript.state = Transcript.State.CORRECTED
    transcript.changed_by, transcript.changed_at = by, timezone.now()
    transcript.revision = F("revision") + 1
    transcript.save(update_fields=["state", "changed_by", "changed_at", "revision"])
    transcript.refresh_from_db(fields=["revision"])


def replace_text(transcript: Transcript, paragraphs: Sequence[Paragraph]) -> None:
    """Makes `paragraphs`, whose speakers are numbers or None, the whole working text."""
    transcript.segments.all().delete()
    numbers = {int(paragraph.speaker) for paragraph in paragraphs if paragraph.speaker is not None}
    speakers = with_speakers(transcript, numbers)
    Segment.objects.bulk_create((fresh(transcript, paragraph, speakers) for paragraph in paragraphs), batch_size=500)


@transaction.atomic
def add_speaker(transcript: Transcript, note: str = "") -> Speaker:
    """Makes one more speaker, unnamed, with the next number."""
    last = transcript.speakers.aggregate(last=Max("number"))["last"] or 0
    return Speaker.objects.create(transcript=transcript, number=last + 1, note=texts.on_one_line(note)[:80])


def with_numbers(transcript: Transcript, paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """`paragraphs` whose speakers are names in a file, with numbers in their place; the names become notes for editors.

    A voice that a person has named is never taken again for a name in a file: “SPEAKER_01” may be somebody else now.
    """
    known = {speaker.note: speaker.number for speaker in transcript.speakers.exclude(note="").filter(person=None)}
    numbered = []
    for paragraph in paragraphs:
        name = texts.on_one_line(str(paragraph.speaker or ""))[:80]
        if name and name not in known:
            known[name] = add_speaker(transcript, name).number
        numbered.append(replace(paragraph, speaker=known.get(name) if name else None))
    return numbered


def forget_unused_speakers(transcript: Transcript) -> None:
    """Removes the speakers who have no paragraph and of whom nothing is known. An earlier version brings its own."""
    transcript.speakers.filter(segments=None, person=None).delete()


def with_speakers(transcript: Transcript, numbers: Iterable[int]) -> dict[int, Speaker]:
    """The speakers of a transcript by number, those of `numbers` made if need be."""
    known = {speaker.number: speaker for speaker in transcript.speakers.all()}
    Speaker.objects.bulk_create(Speaker(transcript=transcript, number=each) for each in sorted({*numbers} - {*known}))
    return {speaker.number: speaker for speaker in transcript.speakers.all()}


def fresh(transcript: Transcript, paragraph: Paragraph, speakers: dict[int, Speaker]) -> Segment:
    """An unsaved row of `paragraph`."""
    return Segment(
        transcript=transcript,
        start=round(paragraph.start, 3),
        end=round(paragraph.end, 3),
        speaker=speakers[int(paragraph.speaker)] if paragraph.speaker is not None else None,
        words=stored.words_to_json(paragraph.words),
        doubts=[list(doubt) for doubt in paragraph.doubts],
    )
