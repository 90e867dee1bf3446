"""How paragraphs lie in the database: words as [text, start, end, probability], doubts as [code, start, end]."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from transcripts.engines.protocol import Word
from transcripts.text.paragraphs import Doubt, Paragraph


def words_to_json(words: Iterable[Word]) -> list[list[Any]]:
    """Words with times to the millisecond."""
    return [[word.text, round(word.start, 3), round(word.end, 3), round(word.probability, 4)] for word in words]


def words_from_json(rows: Iterable[list[Any]]) -> tuple[Word, ...]:
    """The words that `words_to_json` wrote."""
    return tuple(Word(*row) for row in rows)


def to_json(paragraph: Paragraph) -> dict[str, Any]:
    """A paragraph for a Version."""
    return {
        "start": round(paragraph.start, 3),
        "end": round(paragraph.end, 3),
        "speaker": paragraph.speaker,
        "words": words_to_json(paragraph.words),
        "doubts": [list(doubt) for doubt in paragraph.doubts],
    }


def from_json(row: dict[str, Any]) -> Paragraph:
    """The paragraph that `to_json` wrote."""
    doubts = tuple((code, start, end) for code, start, end in row["doubts"])
    return Paragraph(row["start"], row["end"], row["speaker"], words_from_json(row["words"]), doubts)


def open_doubts(words: Iterable[Sequence[Any]], doubts: Iterable[Sequence[Any]]) -> tuple[Doubt, ...]:
    """The doubts, both as stored, in whose range a word stands that nobody vouches for (its probability is below 1)."""
    unsure = [(start, end) for _text, start, end, probability in words if probability < 1]
    return tuple(
        (code, since, until)
        for code, since, until in doubts
        if any(start < until and end > since for start, end in unsure)
    )
