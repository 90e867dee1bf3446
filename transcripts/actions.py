"""Every write that a person or a worker can cause to transcripts, as plain verbs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from episodes.models import AudioFile
from siniar.models import User
from transcripts.engines.protocol import Segment as HeardSegment
from transcripts.models import Segment, TranscribedWindow, Transcript
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


@transaction.atomic
def keep_machine_text(audio: AudioFile, *, language: str, engine: str, fingerprint: str) -> Transcript | None:
    """Joins the stored windows to a transcript in state MACHINE and forgets the windows.

    A text that a person has touched is never overwritten: then nothing changes and None is returned.
    """
    windows = TranscribedWindow.objects.filter(audio_file=audio)
    existing = Transcript.objects.filter(audio_file=audio).first()
    if existing and existing.state != Transcript.State.MACHINE:
        windows.delete()
        return None
    heard = [segment for window in windows.filter(fingerprint=fingerprint) for segment in window.segments]
    rows = [
        {
            "start": segment["start"],
            "end": segment["end"],
            "text": segment["text"].strip(),
            "words": [[word["text"], word["start"], word["end"], word["probability"]] for word in segment["words"]],
            "doubts": list(segment["doubts"]),
        }
        for segment in heard
    ]
    transcript, _created = Transcript.objects.update_or_create(
        audio_file=audio, defaults={"language": language, "engine": engine, "fingerprint": fingerprint}
    )
    _replace_segments(transcript, rows)
    windows.delete()
    return transcript


@transaction.atomic
def write(audio: AudioFile, language: str, rows: Sequence[dict[str, Any]]) -> Transcript:
    """Stores a text that a person wrote (start, end, speaker, text of each segment) in state CORRECTED."""
    transcript, _created = Transcript.objects.update_or_create(
        audio_file=audio,
        defaults={
            "language": language,
            "engine": "",
            "fingerprint": "",
            "state": Transcript.State.CORRECTED,
            "approved_by": None,
            "approved_at": None,
        },
    )
    _replace_segments(transcript, rows)
    return transcript


def approve(transcript: Transcript, *, by: User | None) -> None:
    """Says that a person has checked the text and that the public may read it."""
    transcript.state = Transcript.State.APPROVED
    transcript.approved_by, transcript.approved_at = by, timezone.now()
    transcript.save(update_fields=["state", "approved_by", "approved_at"])


def withdraw_approval(transcript: Transcript) -> None:
    """Takes the text back from the public: it is again what it was before, a person's text or a machine's."""
    transcript.state = Transcript.State.MACHINE if transcript.engine else Transcript.State.CORRECTED
    transcript.approved_by = transcript.approved_at = None
    transcript.save(update_fields=["state", "approved_by", "approved_at"])


def _replace_segments(transcript: Transcript, rows: Iterable[dict[str, Any]]) -> None:
    transcript.segments.all().delete()
    Segment.objects.bulk_create(
        (Segment(transcript=transcript, position=place, **row) for place, row in enumerate(rows)), batch_size=500
    )
