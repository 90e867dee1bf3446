"""The public text of an episode as people read it: who speaks, from which second, and what."""

from __future__ import annotations

from dataclasses import dataclass

from episodes.models import Episode
from transcripts.models import Version
from transcripts.visibility import public_version
from transcripts.voices import public_names


@dataclass(frozen=True)
class Turn:
    """One paragraph: who speaks (may be empty), from which second to which, and what."""

    speaker: str
    start: float
    end: float
    text: str


@dataclass(frozen=True)
class PublicText:
    language: str
    turns: tuple[Turn, ...]
    formats: tuple[str, ...] = ("vtt", "srt", "txt")  # those of transcripts.files that a person has a use for


def public_text(episode: Episode) -> PublicText | None:
    """The text that everybody may read now, or None."""
    version = public_version(episode)
    return PublicText(version.transcript.language, turns(version)) if version else None


def turns(version: Version) -> tuple[Turn, ...]:
    """The paragraphs of a version with the names that may be shown; on every visit, so no word is made a value."""
    names = public_names(version)
    return tuple(
        Turn(names[row["speaker"]], row["start"], row["end"], " ".join(word[0] for word in row["words"]))
        for row in version.content
    )
