"""What a document says, read with nothing but an XML or JSON parser: values by the name of their element.

`channel/podcast:locked@owner` is an attribute, `channel/atom:link[self]@href` is that of the link with this rel, and
`item/description[html]` is one with markup, with which readers deal in other ways. Only what is said counts: an element
without text has no value of its own, an attribute that is missing has none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import etree

PREFIXES = {
    "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes:",
    "https://podcastindex.org/namespace/1.0": "podcast:",
    "http://podlove.org/simple-chapters": "psc:",
    "http://www.w3.org/2005/Atom": "atom:",
    "http://purl.org/rss/1.0/modules/content/": "content:",
    None: "",
}

Values = dict[str, list[Any]]


@dataclass(frozen=True)
class Written:
    """A document: what it says of the show, and of each episode by its guid."""

    channel: Values
    items: Mapping[str, Values]


def rss(document: bytes) -> Written:
    """What an RSS feed says. A guid that stands twice is an error."""
    (channel,) = etree.fromstring(document)
    items = [_collected(_below(item, "item")) for item in channel.iter("item")]
    guids = [item["item/guid"][0] for item in items]
    assert len(set(guids)) == len(guids)
    return Written(
        _collected(pair for child in channel if child.tag != "item" for pair in _element(child, "channel")),
        dict(zip(guids, items, strict=True)),
    )


def opml(document: bytes) -> Values:
    """What an OPML list says."""
    return _collected(_below(etree.fromstring(document), "opml"))


def leaves(value: Any, name: str = "") -> Values:
    """What a JSON document says, by the path to each value: `items[].id`."""
    return _collected(_leaves(value, name))


def json_feed(document: bytes) -> Values:
    """What a JSON Feed says."""
    return leaves(json.loads(document))


def _leaves(value: Any, name: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, f"{name}.{key}".lstrip("."))
    elif isinstance(value, list):
        for inner in value:
            yield from _leaves(inner, f"{name}[]")
    else:
        yield name, value


def _element(element: etree._Element, parent: str) -> Iterator[tuple[str, str]]:
    name = f"{parent}/{_name(element)}"
    attributes = dict(element.attrib)
    if name.endswith("/atom:link"):
        name += f"[{attributes.pop('rel')}]"
    elif name == "item/description" and "<p>" in (element.text or ""):
        name += "[html]"
    elif name == "channel/podcast:locked" and not attributes:
        name += "[alone]"
    for key, value in attributes.items():
        yield f"{name}@{key}", value
    if element.text and element.text.strip():
        yield name, element.text
    yield from _below(element, name)


def _below(element: etree._Element, name: str) -> Iterator[tuple[str, str]]:
    for child in element:
        yield from _element(child, name)


def _name(element: etree._Element) -> str:
    tag = etree.QName(element)
    return PREFIXES[tag.namespace] + tag.localname


def _collected(pairs: Iterator[tuple[str, Any]]) -> Values:
    values: Values = {}
    for name, value in pairs:
        values.setdefault(name, []).append(value)
    return values
