"""What the machine writes: windows while it listens, then the whole text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction

from episodes.models import AudioFile
from transcripts.actions.keeping import keep_version, locked, replace_text, with_numbers
from transcripts.engines.doubts import across
from transcripts.engines.protocol import Segment as HeardSegment
from transcripts.engines.protocol import Word
from transcripts.models import TranscribedWindow, Transcript, Version
from transcripts.text.paragraphs import Paragraph, joined
from transcripts.windows import Window


def keep_window(audio: AudioFile, fingerprint: str, window: Window, heard: Iterable[HeardSegment]) -> None:
    """Stores what was heard in one window; the same window again overwrites itself."""
    segments = [asdict(segment) for segment in heard]
    TranscribedWindow.objects.update_or_create(
        audio_file=audio,
        fingerprint=fingerprint,
        index=window.index,
        defaults={"start": window.start, "end": window.end, "segments": segments},
    )


def keep_machine_text(audio: AudioFile, *, language: str, engine: str, fingerprint: str) -> Transcript | None:
    """Joins the stored windows to a transcript in state MACHINE and forgets the windows.

    A text that a person has touched is never overwritten: then nothing changes and None is returned.
    """
    windows = TranscribedWindow.objects.filter(audio_file=audio, fingerprint=fingerprint)
    told = across(_segment(row) for window in windows for row in window.segments)
    paragraphs = joined((segment.speaker, segment) for segment in told)
    made_by = {"language": language, "engine": engine, "fingerprint": fingerprint}
    return _keep_machine_text(audio, paragraphs, made_by)


@transaction.atomic
def _keep_machine_text(audio: AudioFile, paragraphs: Sequence[Paragraph], made_by: dict[str, str]) -> Transcript | None:
    windows = TranscribedWindow.objects.filter(audio_file=audio)
    transcript, _created = Transcript.objects.get_or_create(audio_file=audio, defaults=made_by)
    transcript = locked(transcript)
    if not transcript.untouched:
        windows.delete()
        return None
    for name, value in made_by.items():
        setattr(transcript, name, value)
    transcript.revision += 1
    transcript.save(update_fields=[*made_by, "revision"])
    replace_text(transcript, with_numbers(transcript, paragraphs))
    keep_version(transcript, Version.Reason.HEARD, by=None)
    windows.delete()
    return transcript


def _segment(row: dict[str, Any]) -> HeardSegment:
    words = tuple(Word(**word) for word in row["words"])
    return HeardSegment(**{**row, "words": words, "doubts": tuple(row["doubts"])})
