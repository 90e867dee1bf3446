"""Reads chapters as feeds bring them: Podlove Simple Chapters, and the JSON file of the podcast namespace."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable
from itertools import islice
from typing import Any

from siniar import texts
from transfer.refused import Code, Refused
from transfer.values import Mark

MOST = 255  # as episodes.chapters has it
MOST_BYTES = 5_000_000  # of a chapters file
LONGEST_TITLE = 120
LATEST = 999_999.0  # seconds; what the database's column holds

TIME = re.compile(r"(?:(?:(\d{1,3}):)?(\d{1,3}):)?(\d{1,6}(?:\.\d{1,9})?)", re.ASCII)


def seconds(text: str) -> float | None:
    """Normal Play Time as Simple Chapters use it (hours and minutes may be missing); None if it is none."""
    found = TIME.fullmatch(text.strip())
    if not found:
        return None
    return int(found[1] or 0) * 3600 + int(found[2] or 0) * 60 + float(found[3])


def from_json(data: bytes) -> tuple[Mark, ...]:
    """The chapters of a file of type application/json+chapters (version 1.2). Raises Refused(BAD_CHAPTERS)."""
    try:
        rows = json.loads(data)["chapters"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Refused(Code.BAD_CHAPTERS) from error
    if not isinstance(rows, list):
        raise Refused(Code.BAD_CHAPTERS)
    shown = (row for row in rows if isinstance(row, dict) and row.get("toc") is not False)
    return tidy((_number(row.get("startTime")), row.get("title")) for row in shown)


def tidy(found: Iterable[tuple[float | None, Any]]) -> tuple[Mark, ...]:
    """Chapters that have a time and a title, in order, one for each time, to the millisecond."""
    marks: dict[float, Mark] = {}
    for start, title in found:
        name = texts.on_one_line(title)[:LONGEST_TITLE].strip() if isinstance(title, str) else ""
        if start is not None and 0 <= start <= LATEST and name:
            marks.setdefault(round(start, 3), Mark(round(start, 3), name))
    return tuple(islice(sorted(marks.values()), MOST))


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None
