"""Texts that are brought from elsewhere: from a file, or from the transcript of the recording that was replaced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from django.db import transaction

from episodes.models import AudioFile
from siniar.models import User
from transcripts.actions.keeping import (
    forget_unused_speakers,
    keep_earlier,
    keep_version,
    locked,
    mark_changed,
    numbered,
    replace_text,
)
from transcripts.engines.protocol import Segment as TimedSegment
from transcripts.formats.cue import Cue
from transcripts.models import Speaker, Transcript, Version
from transcripts.text.alignment import carried
from transcripts.text.paragraphs import joined

ENOUGH = 0.6
"""The share of words that both recordings must have in common, or the one's text is not the other's."""


class OtherWords(Exception):
    """The two recordings do not say the same; `share` of the words match."""

    def __init__(self, share: float) -> None:
        self.share = share
        super().__init__(share)


@transaction.atomic
def supply(audio: AudioFile, language: str, cues: Sequence[Cue], *, by: User | None) -> Transcript:
    """Stores a text that people bring (a file, a script) in state CORRECTED; the text it replaces stays a version.

    Names in it become unnamed speakers with a note for editors: a file does not decide who is named in public.
    """
    transcript, _created = Transcript.objects.get_or_create(audio_file=audio, defaults={"language": language})
    transcript = locked(transcript)
    keep_earlier(transcript, by=None)
    numbers = numbered(transcript, [cue.speaker for cue in cues if cue.speaker])
    pieces = ((numbers.get(cue.speaker or ""), TimedSegment(cue.start, cue.end, cue.text)) for cue in cues)
    replace_text(transcript, joined(pieces))
    forget_unused_speakers(transcript)
    transcript.language, transcript.engine, transcript.fingerprint = language, "", ""
    transcript.save(update_fields=["language", "engine", "fingerprint"])
    mark_changed(transcript, by=by)
    keep_version(transcript, Version.Reason.SUPPLIED, by=by)
    return transcript


@transaction.atomic
def carry_over(earlier: Transcript, transcript: Transcript, *, by: User | None) -> float:
    """Gives a new recording the text of the one that it replaced, with the times at which the machine heard the words.

    Returns the share of words that were found in both; raises OtherWords when there are too few of them.
    """
    transcript = locked(transcript)
    paragraphs = earlier.paragraphs()
    heard = [word for paragraph in transcript.paragraphs() for word in paragraph.words]
    if not heard:
        raise OtherWords(0.0)
    words, share = carried([word for paragraph in paragraphs for word in paragraph.words], heard)
    if share < ENOUGH:
        raise OtherWords(share)
    keep_earlier(transcript, by=None)
    rest = iter(words)
    moved = [
        replace(paragraph, words=part, start=part[0].start, end=part[-1].end, doubts=())
        for paragraph in paragraphs
        if (part := tuple(islice(rest, len(paragraph.words))))
    ]
    replace_text(transcript, moved)
    for speaker in earlier.speakers.all():
        Speaker.objects.filter(transcript=transcript, number=speaker.number).update(
            person=speaker.person, note=speaker.note
        )
    forget_unused_speakers(transcript)
    mark_changed(transcript, by=by)
    keep_version(transcript, Version.Reason.CARRIED, by=by)
    return share
