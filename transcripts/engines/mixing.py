"""Puts right where hotwords have misled an engine: those stretches are heard once more without them.

Hotwords make Whisper spell names right, but sometimes it says nothing else for half a minute. What it heard before and
after that stays. Hearing is the caller's work.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from transcripts.engines.doubts import Doubt
from transcripts.engines.protocol import Segment

LOST = frozenset({Doubt.COMPRESSED, Doubt.REPEATED, Doubt.ECHO})
"""The doubts about a segment that stands in the place of what was said."""

Hear = Callable[[float, float], Sequence[Segment]]
"""What is said between two moments in seconds, heard without hotwords."""


def is_lost(segment: Segment) -> bool:
    """Whether `segment` goes round in circles or recites the hotwords instead of telling what was said."""
    return not LOST.isdisjoint(segment.doubts)


def mixed(helped: Sequence[Segment], hear: Hear, *, start: float, end: float) -> list[Segment]:
    """`helped`, which was heard with hotwords between `start` and `end`, with its lost stretches heard anew.

    A stretch reaches from the end of the good segment before it to the start of the one after it: what fell silent
    beside a loop was lost too. If `hear` is lost for longer there than `helped`, that stays, with its doubts.
    """
    made: list[Segment] = []
    for lost, run, since, until in _stretches(helped, start, end):
        again = hear(since, until) if lost else []
        made += again if again and _lost_seconds(again) < _lost_seconds(run) else run
    return made


def _stretches(
    segments: Sequence[Segment], start: float, end: float
) -> Iterator[tuple[bool, list[Segment], float, float]]:
    """Runs of lost and of good segments, each with the end of what is before it and the start of what is after it."""
    runs = [(lost, list(run)) for lost, run in groupby(segments, key=is_lost)]
    ends = [start, *(run[-1].end for _lost, run in runs)]
    starts = [*(run[0].start for _lost, run in runs), end]
    for number, (lost, run) in enumerate(runs):
        yield lost, run, ends[number], starts[number + 1]


def _lost_seconds(segments: Sequence[Segment]) -> float:
    return sum(segment.end - segment.start for segment in segments if is_lost(segment))
