"""Makes words and segments of what Whisper libraries call words: pieces that may lack the blank before them.

Whisper gives "anak" and "-anak" apart, times that run backwards, and certainty that only a person may have. All of
that is put right here, for every engine alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from transcripts.engines.protocol import MOST_PROBABLE, Segment, Word


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text with its blanks as the library gave them; times in seconds, `probability` 0..1."""

    text: str
    start: float
    end: float
    probability: float


@dataclass(frozen=True, slots=True)
class Scores:
    """What the library says of a whole segment."""

    average_log_probability: float
    no_speech_probability: float
    compression_ratio: float


def segment(
    pieces: Iterable[Piece], text: str, start: float, end: float, scores: Scores, seconds: float
) -> Segment | None:
    """A segment of sound that is `seconds` long, or None when it has no text. Its words decide, if it has any."""
    found = words(pieces, seconds)
    written = " ".join(word.text for word in found) if found else " ".join(text.split())
    if not written:
        return None
    return Segment(
        start=found[0].start if found else min(round(start, 3), seconds),
        end=found[-1].end if found else min(round(end, 3), seconds),
        text=written,
        words=found,
        average_log_probability=round(float(scores.average_log_probability), 4),
        no_speech_probability=round(float(scores.no_speech_probability), 4),
        compression_ratio=round(float(scores.compression_ratio), 3),
    )


def words(pieces: Iterable[Piece], seconds: float) -> tuple[Word, ...]:
    """`pieces` as words in order, within `seconds`. Where no blank parts two pieces, they are one word."""
    made: list[Word] = []
    for piece in pieces:
        start = min(max(round(float(piece.start), 3), made[-1].start if made else 0.0), seconds)
        end = min(max(round(float(piece.end), 3), start), seconds)
        text = "".join(piece.text.split())
        probability = min(round(float(piece.probability), 4), MOST_PROBABLE)
        if made and not piece.text[:1].isspace():
            before = made.pop()
            made.append(Word(before.text + text, before.start, end, min(before.probability, probability)))
        elif text:
            made.append(Word(text, start, end, probability))
    return tuple(made)
