"""What may be shown of counts so that no number from 1 to 9 can be read, or computed from others.

Pure. Knows the counts of one outcome in one quarter and decides all that is ever published of them, because tables that
share a total must be decided together. The rules (why they hold: docs/decisions/0021-small-numbers.md):

1. A month is shown from ten on, whatever else is shown or hidden: a hidden month may be anything from 0 to 9.
2. A number is broken down only if it is shown itself; a quarter is shown if all its months are.
3. Of a breakdown, the smallest parts are hidden together and shown as one number: at first those below ten; if their
   sum would be below ten, or would leave one of them less than 0 to 9, the next larger part joins them, until it does
   not. The rule looks at numbers alone, never at names, so nobody knows which of the hidden parts is the large one.
4. Parts that are nothing do not count as parts: who knows that they are nothing must gain nothing by it.
5. What was shown stays shown and what was hidden stays hidden: a month's figures never depend on later ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from downloads.disclosure import LEAST, shown


@dataclass(frozen=True)
class Counts:
    """One outcome in one quarter: its months that are over, in order; for each of them its parts by topic and by way in
    (or none at all, where this outcome is not broken down); and the quarter's parts by region, once it is over.
    """

    months: Sequence[int]
    topics: Sequence[Mapping[str, int]] = ()
    entries: Sequence[Mapping[str, int]] = ()
    regions: Mapping[str, int] | None = None


@dataclass(frozen=True)
class Breakdown:
    """The parts of a number that is shown: some by name, and all `others` together. If `others` is 0, every part that
    has no number of its own is nothing.
    """

    parts: Mapping[str, int]
    others: int

    @property
    def total(self) -> int:
        return sum(self.parts.values()) + self.others


@dataclass(frozen=True)
class Figures:
    """What may be shown of Counts. None: hidden."""

    months: tuple[int | None, ...]
    topics: tuple[Breakdown | None, ...]
    entries: tuple[Breakdown | None, ...]
    regions: Breakdown | None

    @property
    def quarter(self) -> int | None:
        """The sum of the three months, if all of them are over and shown."""
        known = [month for month in self.months if month is not None]
        return sum(known) if len(known) == 3 else None


def figures(counts: Counts) -> Figures:
    """All that may be shown of one outcome in one quarter, the finished part of it."""
    months = tuple(shown(month) for month in counts.months)
    told = Figures(months, (), (), None)
    return replace(
        told,
        topics=_broken_down(months, counts.topics),
        entries=_broken_down(months, counts.entries),
        regions=None if counts.regions is None else _under(told.quarter, counts.regions),
    )


def _broken_down(months: Sequence[int | None], parts: Sequence[Mapping[str, int]]) -> tuple[Breakdown | None, ...]:
    """The breakdown of each month; none of a hidden one."""
    if not parts:
        return (None,) * len(months)
    return tuple(_under(month, own) for month, own in zip(months, parts, strict=True))


def _under(number: int | None, parts: Mapping[str, int]) -> Breakdown | None:
    """The breakdown of a number; none if that is hidden, or if the parts are not what it is the sum of: a fault."""
    return None if number is None or number != sum(parts.values()) else breakdown(parts)


def breakdown(parts: Mapping[str, int]) -> Breakdown:
    """What may be shown of the parts of a number that is shown itself (so at least ten), and that everybody knows."""
    least = _border(sorted(count for count in parts.values() if count))
    named = {name: count for name, count in parts.items() if count >= least}
    return Breakdown(named, sum(parts.values()) - sum(named.values()))


def _border(counts: Sequence[int]) -> int:
    """From which count on parts are shown, given all parts that are not nothing in order; more than all: none is."""
    if not counts or counts[0] >= LEAST:
        return LEAST
    for border in sorted({LEAST, *(count for count in counts if count >= LEAST)}):
        hidden = [count for count in counts if count < border]
        lowest_shown = next((count for count in counts if count >= border), None)
        if _open(len(hidden), sum(hidden), lowest_shown):
            return border
    return counts[-1] + 1


def _open(hidden: int, total: int, lowest_shown: int | None) -> bool:
    """Whether so many parts with this total can each be anything from 0 to 9, as far as subtraction tells, for whoever
    knows that each is smaller than the lowest that is shown.
    """
    if hidden < 2 or total < LEAST:
        return False
    return lowest_shown is None or total <= (hidden - 1) * (lowest_shown - 1)
