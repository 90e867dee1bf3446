"""Finds the timed blocks in the lines of a subtitle file: a line with two times, and the text below it.

WebVTT and SRT share it. It knows no markup and no speaker.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from transcripts.formats.errors import FormatError
from transcripts.formats.timestamps import TIME, seconds

ARROW = "-->"
TIMING = re.compile(rf"({TIME})\s*-->\s*({TIME})(?:\s.*)?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Block:
    """The lines below a line of times, which is number `line`, counted from 1. Times are in seconds."""

    line: int
    start: float
    end: float
    text: str


def timed(lines: Sequence[str], *, named: bool) -> Iterator[Block]:
    """Every timed block, in the order of the file. Text after an empty line belongs to the block above it.

    A number right above the times is left out; if blocks may be `named`, as in WebVTT, any line is that stands alone
    between an empty line and the times. Raises FormatError where times should stand that are none.
    """
    for (at, start, end), (following, *_) in pairwise(chain(_heads(lines), [(len(lines), 0.0, 0.0)])):
        below = lines[at + 1 : following]
        if following < len(lines) and _names_the_next(below, named):
            below = below[:-1]
        yield Block(at + 1, start, end, "\n".join(below))


def _heads(lines: Sequence[str]) -> Iterator[tuple[int, float, float]]:
    """Index and times of each line of times."""
    blank, found = -1, False
    for at, line in enumerate(lines):
        if not line.strip():
            blank, found = at, False
        elif ARROW in line:
            times = _times(line.strip())
            if times:
                found = True
                yield at, *times
            elif (
                not found and at - blank <= 2
            ):  # the first or second line of a block: nothing but times may stand there
                raise FormatError(FormatError.BAD_TIME, at + 1, text=line.strip()[:80])


def _times(line: str) -> tuple[float, float] | None:
    """Start and end in seconds, if `line` is a line of times."""
    parts = TIMING.fullmatch(line)
    if not parts:
        return None
    start, end = seconds(parts[1]), seconds(parts[2])
    return None if start is None or end is None else (start, end)


def _names_the_next(below: Sequence[str], named: bool) -> bool:
    """Whether the last of the lines below some times belongs to the times that follow."""
    if len(below) < 2:
        return False
    last, above = below[-1].strip(), below[-2].strip()
    return last.isdecimal() or (named and bool(last) and not above)
