"""Writes the chapters of one episode as JSON chapters 1.2 (podcast namespace, chapters/jsonChapters.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable

from feeds.formats.episode_elements import CHAPTERS_TYPE
from feeds.formats.signs import writable
from feeds.formats.values import Chapter

MEDIA_TYPE = CHAPTERS_TYPE
VERSION = "1.2.0"


def write(chapters: Iterable[Chapter], *, title: str = "", podcast: str = "", author: str = "") -> bytes:
    """Returns the chapters as UTF-8, ascending; times are numbers, whole ones where they are."""
    names = {"title": title, "podcastName": podcast, "author": author}
    document = {
        "version": VERSION,
        **{key: writable(name) for key, name in names.items() if name},
        "chapters": [
            {"startTime": _number(chapter.start), "title": writable(chapter.title)}
            for chapter in sorted(chapters, key=lambda chapter: chapter.start)
        ],
    }
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _number(seconds: float) -> int | float:
    rounded = round(seconds, 3)
    return int(rounded) if rounded == int(rounded) else rounded
