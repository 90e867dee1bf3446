"""What feedgen does not write: `podcast:` elements (podcastindex.org/namespace/1.0) and itunes:explicit as Apple
wants it.
"""

from __future__ import annotations

from feedgen.ext.base import BaseEntryExtension, BaseExtension
from lxml import etree

PODCAST = "https://podcastindex.org/namespace/1.0"
ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"


def _append(parent: etree._Element, namespace: str, name: str, text: str, **attributes: str) -> None:
    element = etree.SubElement(parent, f"{{{namespace}}}{name}", attributes)
    element.text = text


class ChannelExtension(BaseExtension):
    """The show's part. `guid` is the podcast's UUID."""

    guid = ""

    def extend_ns(self) -> dict[str, str]:
        """The namespaces; without them each element would declare its own."""
        return {"podcast": PODCAST, "itunes": ITUNES}

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Appends this show's elements to the channel."""
        channel = feed[0]
        _append(channel, ITUNES, "explicit", "false")
        _append(channel, PODCAST, "guid", self.guid)
        _append(channel, PODCAST, "medium", "podcast")
        _append(channel, PODCAST, "locked", "yes")
        return feed


class ItemExtension(BaseEntryExtension):
    """The episode's part. `people` are (name, role) of those who agreed to be named."""

    people: tuple[tuple[str, str], ...] = ()

    def extend_rss(self, item: etree._Element) -> etree._Element:
        """Appends this episode's elements to its item."""
        _append(item, ITUNES, "explicit", "false")
        for name, role in self.people:
            _append(item, PODCAST, "person", name, role=role)
        return item
