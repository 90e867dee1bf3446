"""Reads the dates that stand in feeds: RFC 2822 as it should be, and what programs write instead."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

EARLIEST = 1990  # no recording was published in a feed before; older dates are zeros and slips

#: Indonesia's zones, which RFC 2822 does not know.
ZONES = {"WIB": "+0700", "WITA": "+0800", "WIT": "+0900"}


def moment(text: str) -> datetime | None:
    """The moment in UTC, or None if it is no usable date. What names no zone is taken as UTC."""
    words = " ".join(text.split())
    head, _blank, zone = words.rpartition(" ")
    if zone.upper() in ZONES:
        words = f"{head} {ZONES[zone.upper()]}"
    for read in (parsedate_to_datetime, datetime.fromisoformat):
        with suppress(ValueError, TypeError, IndexError, OverflowError):
            found = read(words)
            if found.year >= EARLIEST:
                return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    return None
