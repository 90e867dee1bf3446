"""The namespaces that feeds are written in, and how an element of one is added."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from lxml import etree

ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
PODCAST = "https://podcastindex.org/namespace/1.0"
CHAPTERS = "http://podlove.org/simple-chapters"
ATOM = "http://www.w3.org/2005/Atom"
CONTENT = "http://purl.org/rss/1.0/modules/content/"

#: Declared on the root, or each element would declare its own. feedgen adds atom and content by itself.
EXTENSIONS = {"itunes": ITUNES, "podcast": PODCAST, "psc": CHAPTERS}
ALL = EXTENSIONS | {"atom": ATOM, "content": CONTENT}


@lru_cache(maxsize=256)
def tag(name: str) -> str:
    """`podcast:guid` as lxml wants it."""
    prefix, _colon, local = name.rpartition(":")
    return f"{{{ALL[prefix]}}}{local}" if prefix else local


def add(
    parent: etree._Element, name: str, text: str | None = None, attributes: Mapping[str, str | None] | None = None
) -> etree._Element:
    """Appends an element, such as `podcast:guid`. Attributes that are None or empty are left out."""
    element = etree.SubElement(parent, tag(name))
    for key, value in (attributes or {}).items():
        if value:
            element.set(key, value)
    if text is not None:
        element.text = text
    return element


def yes(value: bool) -> str:
    """How iTunes and the podcast namespace say a truth."""
    return "true" if value else "false"
