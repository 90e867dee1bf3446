"""Writes chapters as the podcast namespace's JSON chapters 1.2 (chapters/jsonChapters.md). Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal

MEDIA_TYPE = "application/json+chapters"
VERSION = "1.2.0"


def write(chapters: Iterable[tuple[Decimal, str]], links: Mapping[Decimal, str] | None = None) -> bytes:
    """Chapters, each a start in seconds and a title, in the order of time; starts become numbers, as the format has it.

    `links` are the addresses that apps show with the chapters that start there. Titles are expected without control
    characters.
    """
    rows: list[dict[str, object]] = []
    for start, title in sorted(chapters):
        link = (links or {}).get(start)
        rows.append({"startTime": _number(start), "title": title, **({"url": link} if link else {})})
    return json.dumps({"version": VERSION, "chapters": rows}, ensure_ascii=False, separators=(",", ":")).encode()


def _number(start: Decimal) -> int | float:
    return int(start) if start == int(start) else float(start)
