"""What may be said of an episode's downloads so that no small number can be read or computed.

Pure. The rule:

1. A day is shown if it has at least ten downloads.
2. The other days of a month are shown as one number, once the month is over: a number that grew from day to day would
   tell the days. It is shown if it is at least ten and leaves every day open: at most nine for each of its days with
   downloads but one. So whoever knows all published numbers, and on which days the episode could not be heard, still
   finds at least two values possible for every hidden day.
3. Every total is a sum of shown numbers, never of hidden ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

LEAST = 10


@dataclass(frozen=True)
class Month:
    """One episode's month as it may be shown: single days, and all others together (`rest`; None: not shown)."""

    days: Mapping[date, int]
    rest: int | None

    @property
    def total(self) -> int | None:
        """The sum of what is shown; None if nothing is."""
        return total([*self.days.values(), self.rest])


def shown(count: int) -> int | None:
    """The count of one day, or None if it is too small to be shown."""
    return count if count >= LEAST else None


def rest(small: int, days: int, *, over: bool) -> int | None:
    """The sum of a month's hidden days, or None if it must stay hidden too.

    `small` is that sum, `days` on how many of them there was a download, `over` whether the month is over.
    """
    return small if over and LEAST <= small <= (LEAST - 1) * (days - 1) else None


def month(counts: Mapping[date, int], *, over: bool) -> Month:
    """What may be shown of these days, all of one episode and one month."""
    hidden = [count for count in counts.values() if 0 < count < LEAST]
    days = {day: count for day, count in sorted(counts.items()) if count >= LEAST}
    return Month(days, rest(sum(hidden), len(hidden), over=over))


def total(numbers: list[int | None]) -> int | None:
    """The sum of those numbers that are shown; None if none is."""
    known = [number for number in numbers if number is not None]
    return sum(known) if known else None
