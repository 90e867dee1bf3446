"""Finds room in time for words that nobody heard, between the words that were heard, and puts all times in order.

Which words were heard, and when, is the matter of `transcripts.text.alignment`.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby, pairwise

from transcripts.engines.protocol import Word
from transcripts.text.spelling import ends_sentence, length

Span = tuple[float, float]
"""Start and end in seconds."""

Times = list[Span | None]
"""When each word is spoken; None for a word that was not heard."""

PACE = 0.07
"""Seconds that a letter takes when nothing can be learned from the words that were heard."""

LOOSE = 2.0
"""A gap that is so many times longer than its new words need is a pause, one that is so many times shorter no room."""

SWALLOWED = 0.5
"""The share of what a missing word needs that a neighbour must have to spare, to have been heard in its place."""

LENDING = 0.25
"""The share of its time that each neighbour gives when words are put between them where no time is."""

MILLISECONDS, MICROSECONDS = 1_000, 1_000_000


def pace(words: Sequence[Word]) -> float:
    """Seconds that a letter takes in `words`: the median, so that pauses and slips of the engine do not count."""
    paces = sorted((word.end - word.start) / length(word.text) for word in words)
    return paces[len(paces) // 2] or PACE if paces else PACE


def filled(times: Times, texts: Sequence[str], within: tuple[float, float], letter: float) -> list[Span]:
    """`times` with times for the words that have none, `letter` being the seconds that a letter takes.

    They share the gap between their neighbours; where it is too small, both neighbours lend of their time.
    """
    needs = [letter * length(text) for text in texts]
    made = [found or within for found in times]
    for first, end in _holes(times):
        before = made[first - 1] if first else (within[0], within[0])
        after = made[end] if end < len(made) else (within[1], within[1])
        need = sum(needs[first:end])
        begins = not first or ends_sentence(texts[first - 1])
        hole = _hole(before, after, (needs[first - 1], need, needs[end % len(needs)]), begins=begins)
        if first:
            made[first - 1] = (before[0], min(before[1], hole[0]))
        if end < len(made):
            made[end] = (max(after[0], hole[1]), after[1])
        made[first:end] = shared(hole, needs[first:end])
    return made


def shared(span: Span, parts: Sequence[float]) -> list[Span]:
    """`span` cut into pieces that are as long, one to another, as `parts`."""
    each = (span[1] - span[0]) / sum(parts)
    borders = [span[0] + each * part for part in accumulate(parts, initial=0)]
    return list(pairwise(borders))


def settled(spans: Sequence[Span], within: Span) -> list[Span]:
    """`spans` in order, each with a length, on whole milliseconds `within` (finer ones only where there are more
    words than milliseconds). Spans that were so before stay as they are.
    """
    scale = MILLISECONDS if (within[1] - within[0]) * MILLISECONDS >= len(spans) else MICROSECONDS
    at, last = round(within[0] * scale), round(within[1] * scale)
    last = max(last, at + len(spans))
    starts, ends = [], []
    for start, end in spans:
        starts.append(max(round(start * scale), at))
        ends.append(at := max(round(end * scale), starts[-1] + 1))
    for place in reversed(range(len(spans))):
        ends[place] = min(ends[place], last)
        starts[place] = last = min(starts[place], ends[place] - 1)
    return [(start / scale, end / scale) for start, end in zip(starts, ends, strict=True)]


def _holes(times: Times) -> Iterator[tuple[int, int]]:
    """The runs of words without times: first, and the one after the last."""
    for unheard, run in groupby(range(len(times)), key=lambda place: times[place] is None):
        if unheard:
            places = list(run)
            yield places[0], places[-1] + 1


def _hole(before: Span, after: Span, needs: tuple[float, float, float], *, begins: bool) -> Span:
    """Where new words stand between two others; `needs` are the seconds that the three take, `begins` says whether a
    sentence begins with the new ones.

    That is the gap, if it has their length; else what a neighbour has to spare, which was heard in place of two words;
    else one end of the gap; and if there is no gap, a little of both neighbours.
    """
    start, end = before[1], max(before[1], after[0])
    room, need = end - start, needs[1]
    if need / LOOSE <= room <= need * LOOSE:
        return start, end
    spare = before[1] - before[0] - needs[0], after[1] - after[0] - needs[2]
    if max(spare) >= SWALLOWED * need:
        if spare[0] >= spare[1]:
            return before[0] + (end - before[0]) * needs[0] / (needs[0] + need), end
        return start, start + (after[1] - start) * need / (need + needs[2])
    if room > need:
        return (end - need, end) if begins else (start, start + need)
    return start - LENDING * (before[1] - before[0]), end + LENDING * (after[1] - after[0])
