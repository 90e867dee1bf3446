"""What a row of the table is made of: meanings, in which all ways to write a value are the same, and what readers make
of values that they do not keep as they are.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any

Values = list[Any]
READERS = ("feedparser", "podcastparser", "feedsmith", "podcast-partytime")


def unchanged(values: Values) -> Values:
    return values


@dataclass(frozen=True)
class Odd:
    """A value of which a reader makes something else: `turned` does the same to what was written; `taken` gets the
    value out of what the reader keeps at `path`.
    """

    path: str
    why: str
    turned: Callable[[Values], Values] = unchanged
    taken: Callable[[Values], Values] = unchanged


Cell = str | Odd | None


@dataclass(frozen=True)
class Field:
    """An element, what its value means, and where each reader keeps it."""

    element: str
    meaning: Callable[[Any], Any]
    feedparser: Cell
    podcastparser: Cell
    feedsmith: Cell
    partytime: Cell

    def cell(self, reader: str) -> Cell:
        """Where this reader keeps it."""
        cells = (self.feedparser, self.podcastparser, self.feedsmith, self.partytime)
        return cells[READERS.index(reader)]


# Meanings --------------------------------------------------------------------------------------------------------


def text(value: Any) -> str:
    """Words: readers differ in what they make of spaces and line breaks."""
    return " ".join(str(value).split())


def whole(value: Any) -> float:
    """A number, however it is written."""
    return float(value)


def truth(value: Any) -> bool:
    """yes, Yes, true, 1."""
    return str(value).lower() in {"yes", "true", "1"}


def moment(value: Any) -> int:
    """Seconds since 1970, of a date as RFC 5322 or ISO 8601 writes it."""
    if isinstance(value, int):
        return value
    parsed = datetime.fromisoformat(value) if value[:4].isdigit() else parsedate_to_datetime(value)
    return round(parsed.timestamp())


def clock(value: Any) -> float:
    """Seconds, of HH:MM:SS.mmm."""
    seconds = 0.0
    for part in str(value).split(":"):
        seconds = 60 * seconds + float(part)
    return seconds


# What readers make of values -------------------------------------------------------------------------------------

ATTRIBUTES = "keeps the attributes and drops the text"
CAPITAL = "begins it with a capital"
DEFAULT = "begins it with a capital, and says Cast where nothing is said"
NO_FALSE = "only yes and clean mean something to it"
OWNER = "puts the owner in the author's place"

_SIGNS = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&apos;": "'"}


def lost(path: str, why: str) -> Odd:
    """Knows the element, but nothing of the value can be read."""
    return Odd(path, why, turned=lambda values: [])


def last(path: str) -> Odd:
    """One place for an element that may stand there several times."""
    return Odd(path, "keeps the last of several", turned=lambda values: values[-1:])


def joined(path: str, place: int) -> Odd:
    """Category and subcategory in one."""
    return Odd(path, "joins both", taken=lambda values: [value.split(" > ")[place] for value in values])


def capital(values: Values) -> Values:
    return [value.capitalize() for value in values]


def without_cast(values: Values) -> Values:
    return [value for value in values if value != "Cast"]


def unescaped(values: Values) -> Values:
    return [re.sub("|".join(_SIGNS), lambda found: _SIGNS[found[0]], value) for value in values]


def whole_seconds(values: Values) -> Values:
    return [int(clock(value)) for value in values]


def called_srt(values: Values) -> Values:
    return ["application/srt" if value == "application/x-subrip" else value for value in values]
