"""Months and quarters by their first days, and since when the figures of a period can no longer change.

Pure. A period is over for the page one whole day after its end, when the last process has long written what it had.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

SETTLING = timedelta(days=1)
QUARTER = 3  # months


def quarter_of(day: date) -> date:
    """The first day of the quarter in which `day` lies."""
    return date(day.year, (day.month - 1) // QUARTER * QUARTER + 1, 1)


def later(first: date, months: int) -> date:
    """The first day of the month so many months after that of `first`."""
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def months(quarter: date) -> list[date]:
    """The first days of a quarter's months."""
    return [later(quarter, place) for place in range(QUARTER)]


def quarters(year: int) -> Iterator[date]:
    """The first days of a year's quarters."""
    return (date(year, 1 + place * QUARTER, 1) for place in range(4))


def over(first: date, length: int, today: date) -> bool:
    """Whether nothing of the `length` months from `first` on can change any more."""
    return later(first, length) + SETTLING <= today
