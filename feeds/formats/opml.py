"""Writes a list of feeds as OPML 2.0 (opml.org/spec2.opml), which every podcast app can import."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from feeds.formats.signs import writable

MEDIA_TYPE = "text/x-opml"


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed: its name, its address, and the page of the show."""

    title: str
    feed_url: str
    page_url: str = ""
    description: str = ""
    language: str = ""


def write(outlines: Iterable[Outline], title: str = "Siniar") -> bytes:
    """Returns the list as UTF-8; the same outlines give the same bytes, so it carries no date."""
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = writable(title)
    body = etree.SubElement(root, "body")
    for outline in map(writable, outlines):
        values = {
            "type": "rss",
            "version": "RSS2",
            "text": outline.title,
            "title": outline.title,
            "xmlUrl": outline.feed_url,
            "htmlUrl": outline.page_url,
            "description": outline.description,
            "language": outline.language,
        }
        etree.SubElement(body, "outline", {key: value for key, value in values.items() if value})
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)
