"""What readers make of a document, and what they ought to make of it, both as the table has it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from typing import Any

import feedparser
import podcastparser

from tests.conformance.fields import FIELDS
from tests.conformance.oddities import READERS, Odd, Values
from tests.conformance.written import Written

_TOKEN = re.compile(r"\[(?P<inside>[^\]]*)\]|(?P<name>[^.\[]+)")


def at(document: Any, path: str) -> Values:
    """The values at a path: `a.b`, `a[].b` (of each), `a[0]`, `a[rel=self].b`. What is missing or None is no value."""
    found = [document]
    for token in _TOKEN.finditer(path):
        name, inside = token["name"], token["inside"]
        if name is not None:
            found = [each[name] for each in found if isinstance(each, Mapping) and name in each]
        elif inside.isdigit():
            found = [each[int(inside)] for each in found if len(each) > int(inside)]
        else:
            key, _equals, wanted = inside.partition("=")
            found = [one for each in found for one in each if not key or one.get(key) == wanted]
    return [each for each in found if each is not None]


def by_feedparser(document: bytes) -> tuple[Any, list[Any]]:
    parsed = feedparser.parse(document)
    assert not parsed.bozo, parsed.bozo_exception
    return parsed.feed, parsed.entries


def by_podcastparser(document: bytes) -> tuple[Any, list[Any]]:
    parsed = podcastparser.parse("https://siniar.example/feed.xml", io.BytesIO(document))
    return parsed, parsed["episodes"]


IN_PROCESS: Mapping[str, Callable[[bytes], tuple[Any, list[Any]]]] = {
    "feedparser": by_feedparser,
    "podcastparser": by_podcastparser,
}
GUIDS = dict(zip(READERS, ("id", "guid", "guid.value", "guid"), strict=True))


def differences(reader: str, channel: Any, items: list[Any], written: Written) -> list[tuple[str, str, Values, Values]]:
    """Where a reader says something else than it ought to: guid ("" is the show), element, what it says, what it ought
    to say. An episode that it does not have, or that only it has, is a difference.
    """
    said = {"": channel} | {str(*at(item, GUIDS[reader])): item for item in items}
    parts = {"": written.channel, **written.items}
    missing = [(guid, "episode", [guid in said], [guid in parts]) for guid in said.keys() ^ parts.keys()]
    return missing + [
        (guid, field.element, says, ought)
        for guid in said.keys() & parts.keys()
        for field in FIELDS
        if field.element in parts[guid] and (cell := field.cell(reader)) is not None
        for says, ought in [_both(said[guid], parts[guid][field.element], cell, field.meaning)]
        if says != ought
    ]


def _both(part: Any, written: Values, cell: str | Odd, meaning: Callable[[Any], Any]) -> tuple[Values, Values]:
    odd = cell if isinstance(cell, Odd) else Odd(cell, "")
    says = odd.taken(at(part, odd.path)) if odd.path else []
    return [meaning(value) for value in says], [meaning(value) for value in odd.turned(written)]
