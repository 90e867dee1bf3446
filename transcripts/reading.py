"""What is read along while an episode plays: the approved text, cut into lines that are followed as they are heard.

A line is what a listener seeks by and what is marked while it is said; words alone would weigh ten times as much.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from episodes.models import Episode
from transcripts.voices import public_names

#: Characters from which a line may end with its sentence, and with a clause; from the last on it ends with any word.
SHORT, LONG, LONGEST = 48, 84, 112
SENTENCE, CLAUSE = (".", "?", "!", "…"), (",", ";", ":", "–", "—")
CLOSING = "”’\"')»"


@dataclass(frozen=True, slots=True)
class Turn:
    """What one voice says in one go: who (may be empty), from which second, and its lines with theirs.

    With the first turn of a sensitive part comes when that ends, and the number (from 1) of the first turn beyond.
    """

    speaker: str
    start: float
    lines: tuple[tuple[float, str], ...]
    sensitive_until: Decimal | None = None
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class Text:
    language: str
    turns: tuple[Turn, ...]
    formats: tuple[str, ...] = ("vtt", "srt", "txt")  # of those that there are, the ones that people have a use for


def text(episode: Episode, parts: Iterable[tuple[Decimal, Decimal]] = ()) -> Text | None:
    """The approved text of the recording of a public episode, or None. One query, if any voice is a known person's.

    `parts` are the sensitive ones, from where to where in seconds, in order and apart from each other.
    Whether the episode is public has been asked by whoever found it.
    """
    transcript = getattr(episode.audio, "transcript", None)
    if transcript is None or transcript.approved is None:
        return None
    version = transcript.approved
    version.transcript = transcript
    names = public_names(version)
    turns = (Turn(names[row["speaker"]], row["start"], tuple(lines(row["words"]))) for row in version.content)
    return Text(transcript.language, tuple(announced([turn for turn in turns if turn.lines], parts)))


def announced(turns: Sequence[Turn], parts: Iterable[tuple[Decimal, Decimal]]) -> list[Turn]:
    """The turns, of which the first that reaches into a sensitive part says so, and where reading may go on."""
    told, starts = list(turns), [turn.start for turn in turns]
    for start, end in parts:
        first = max(bisect_right(starts, start) - 1, 0)
        beyond = bisect_left(starts, end)
        if first < beyond:
            told[first] = replace(told[first], sensitive_until=end, beyond=beyond + 1)
    return told


def lines(words: Iterable[Sequence[Any]]) -> Iterator[tuple[float, str]]:
    """Start and text of each line of a paragraph; `words` are rows whose first is the text and second the start.

    A line ends with a sentence, unless it is very short; a long one ends at a comma, or where it must.
    """
    line: list[str] = []
    start, width = 0.0, 0
    for said, since, *_rest in words:
        if not line:
            start, width = since, -1
        line.append(said)
        width += len(said) + 1
        if width >= LONGEST or _rests(said.rstrip(CLOSING), width):
            yield start, " ".join(line)
            line = []
    if line:
        yield start, " ".join(line)


def _rests(said: str, width: int) -> bool:
    return (width >= SHORT and said.endswith(SENTENCE)) or (width >= LONG and said.endswith(CLAUSE))
