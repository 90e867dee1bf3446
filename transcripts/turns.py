"""The public text of an episode as people read it: segments of one speaker joined to turns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from episodes.models import Episode
from transcripts.models import Segment
from transcripts.visibility import public_transcript

LONGEST = 60.0  # seconds; a turn without named speaker is broken into paragraphs of about this length


@dataclass(frozen=True)
class Turn:
    """One paragraph: who speaks (may be empty), from which second, and what."""

    speaker: str
    start: float
    text: str


@dataclass(frozen=True)
class PublicText:
    language: str
    turns: tuple[Turn, ...]


def public_text(episode: Episode) -> PublicText | None:
    """The text that everybody may read now, or None."""
    transcript = public_transcript(episode)
    return PublicText(transcript.language, turns(transcript.segments.all())) if transcript else None


def turns(segments: Iterable[Segment]) -> tuple[Turn, ...]:
    """Joins consecutive segments of one speaker, up to LONGEST seconds a turn."""
    joined: list[Turn] = []
    for segment in segments:
        last = joined[-1] if joined else None
        if last and last.speaker == segment.speaker and segment.start - last.start < LONGEST:
            joined[-1] = Turn(last.speaker, last.start, f"{last.text} {segment.text}")
        else:
            joined.append(Turn(segment.speaker, segment.start, segment.text))
    return tuple(joined)
