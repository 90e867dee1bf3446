"""Names of documents: “feed.xml”, “hemat-2.xml”, “topik-abc234.xml”: a kind of feed, a page of it, a format."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from feeds import gathering, kinds
from feeds.formats import json_feed, rss
from feeds.formats.values import Channel
from feeds.gathering import Source
from feeds.kinds import Kind


@dataclass(frozen=True)
class Format:
    media_type: str
    write: Callable[[Channel], bytes]


FORMATS: Mapping[str, Format] = {
    "xml": Format("application/rss+xml; charset=utf-8", rss.write),
    "json": Format("application/feed+json; charset=utf-8", json_feed.write),
}
_NAME = re.compile(r"(?P<kind>[a-z]+(?:-[a-z2-7]{6})?)(?:-(?P<page>[1-9]\d{0,3}))?\.(?P<suffix>xml|json)", re.ASCII)


@dataclass(frozen=True)
class Document:
    """One page of one kind of feed in one format. Pages count from 1."""

    kind: Kind
    page: int = 1
    suffix: str = "xml"

    @property
    def name(self) -> str:
        """What stands at the end of its address."""
        page = f"-{self.page}" if self.page > 1 else ""
        return f"{self.kind.name}{page}.{self.suffix}"

    @property
    def media_type(self) -> str:
        return FORMATS[self.suffix].media_type

    def write(self, source: Source) -> bytes | None:
        """The document, or None if the show has no such page."""
        channel = gathering.channel(source, self.kind, self.page)
        return FORMATS[self.suffix].write(channel) if channel else None


FEED = Document(kinds.FULL)
"""The feed that directories know; every show has it."""


def named(name: str) -> Document | None:
    """The document of this name, or None if no show could have one."""
    match = _NAME.fullmatch(name)
    kind = kinds.kind(match["kind"]) if match else None
    if match is None or kind is None:
        return None
    document = Document(kind, int(match["page"] or 1), match["suffix"])
    return document if document.name == name and document in _possible(document) else None


def _possible(document: Document) -> tuple[Document, ...]:
    return (document,) if document.suffix == "xml" or document.kind == kinds.FULL else ()


def of(source: Source) -> Iterator[Document]:
    """All documents of a show, the one for directories first."""
    for kind in (kinds.FULL, kinds.HEMAT, kinds.NETRAL, *kinds.of_topics(source.topics)):
        for page in range(1, gathering.pages(source, kind) + 1):
            yield Document(kind, page)
            if kind == kinds.FULL:
                yield Document(kind, page, "json")
