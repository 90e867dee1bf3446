"""Texts that are brought from elsewhere: from a file, or from the transcript of the recording that was replaced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from django.db import transaction

from episodes.models import AudioFile
from siniar.models import User
from transcripts.actions.keeping import (
    forget_unused_speakers,
    keep_unversioned,
    keep_version,
    locked,
    mark_changed,
    replace_text,
    with_numbers,
)
from transcripts.engines.protocol import Segment as TimedSegment
from transcripts.engines.protocol import Word
from transcripts.formats.cue import Cue
from transcripts.models import Speaker, Transcript, Version
from transcripts.text.alignment import carried
from transcripts.text.paragraphs import Paragraph, joined

ENOUGH = 0.6
"""The share of words that both recordings must have in common, or the one's text is not the other's."""


class OtherWords(Exception):
    """The two recordings do not say the same; `share` of the words match."""

    def __init__(self, share: float) -> None:
        self.share = share
        super().__init__(share)


def supply(audio: AudioFile, language: str, cues: Sequence[Cue], *, by: User | None) -> Transcript:
    """Stores a text that people bring (a file, a script) in state CORRECTED; the text it replaces stays a version.

    Names in it become unnamed speakers with a note for editors: a file does not decide who is named in public.
    """
    paragraphs = joined((cue.speaker, TimedSegment(cue.start, cue.end, cue.text)) for cue in cues)
    return _supply(audio, language, paragraphs, by=by)


@transaction.atomic
def _supply(audio: AudioFile, language: str, paragraphs: Sequence[Paragraph], *, by: User | None) -> Transcript:
    transcript, _created = Transcript.objects.get_or_create(audio_file=audio, defaults={"language": language})
    transcript = locked(transcript)
    keep_unversioned(transcript)
    replace_text(transcript, with_numbers(transcript, paragraphs))
    forget_unused_speakers(transcript)
    transcript.language, transcript.engine, transcript.fingerprint = language, "", ""
    transcript.save(update_fields=["language", "engine", "fingerprint"])
    mark_changed(transcript, by=by)
    keep_version(transcript, Version.Reason.SUPPLIED, by=by)
    return transcript


class NotEarlier(Exception):
    """There is no work to be taken over from the one text, or work on the other one that would be lost."""


@transaction.atomic
def carry_over(earlier: Transcript, transcript: Transcript, *, by: User | None) -> float:
    """Gives a new recording the text of the one that it replaced, with the times at which the machine heard the words.

    Returns the share of words that were found in both. Raises OtherWords when there are too few of them, and
    NotEarlier unless people have worked on `earlier` and nobody on `transcript`.
    """
    transcript, earlier = locked(transcript), locked(earlier)
    if earlier.pk == transcript.pk or earlier.changed_at is None or not transcript.untouched:
        raise NotEarlier
    paragraphs = earlier.paragraphs()
    heard = [word for paragraph in transcript.paragraphs() for word in paragraph.words]
    if not heard:
        raise OtherWords(0.0)
    words, share = carried([word for paragraph in paragraphs for word in paragraph.words], heard)
    if share < ENOUGH:
        raise OtherWords(share)
    keep_unversioned(transcript)
    rest = iter(words)
    replace_text(transcript, [_moved(each, part) for each in paragraphs if (part := _next(rest, each))])
    for speaker in earlier.speakers.all():
        Speaker.objects.filter(transcript=transcript, number=speaker.number).update(
            person=speaker.person, note=speaker.note
        )
    forget_unused_speakers(transcript)
    mark_changed(transcript, by=by)
    keep_version(transcript, Version.Reason.CARRIED, by=by)
    return share


def _next(words: Iterator[Word], paragraph: Paragraph) -> tuple[Word, ...]:
    return tuple(islice(words, len(paragraph.words)))


def _moved(paragraph: Paragraph, words: tuple[Word, ...]) -> Paragraph:
    """`paragraph` at the times of its moved words; what was doubtful in it is doubtful still."""
    start, end = words[0].start, words[-1].end
    doubts = tuple(dict.fromkeys((code, start, end) for code, _since, _until in paragraph.doubts))
    return replace(paragraph, words=words, start=start, end=end, doubts=doubts)
