"""The elements of a show that feedgen does not know, or writes wrongly: atom links, itunes: and podcast:."""

from __future__ import annotations

from collections.abc import Iterable
from email.utils import format_datetime

from feedgen.ext.base import BaseExtension
from lxml import etree

from feeds.formats.episode_elements import LONGEST_NAME
from feeds.formats.namespaces import EXTENSIONS, add, yes
from feeds.formats.values import Channel, Trailer


class ChannelExtension(BaseExtension):
    """Appends what `channel` holds, and then `items`, written one by one: feedgen would fail with the first bad one."""

    channel: Channel
    items: Iterable[etree._Element] = ()

    def extend_ns(self) -> dict[str, str]:
        """The namespaces; without them each element would declare its own."""
        return dict(EXTENSIONS)

    def extend_rss(self, feed: etree._Element) -> etree._Element:
        """Appends this show's elements to <channel>."""
        element = feed[0]
        _links(element, self.channel)
        _itunes(element, self.channel)
        _podcast(element, self.channel)
        element.extend(self.items)
        return feed


def _links(element: etree._Element, channel: Channel) -> None:
    """Hub and pages; feedgen writes rel=self, but drops these."""
    pages = channel.pages
    links = {"hub": channel.hub}
    if pages:
        links |= {"first": pages.first, "last": pages.last, "previous": pages.previous, "next": pages.next}
    for rel, href in links.items():
        if href:
            add(element, "atom:link", None, {"rel": rel, "href": href})


def _itunes(element: etree._Element, channel: Channel) -> None:
    add(element, "itunes:author", channel.author or channel.title)
    _category(element, channel.category)
    add(element, "itunes:explicit", yes(channel.explicit))
    add(element, "itunes:type", channel.kind)
    if channel.owner:
        owner = add(element, "itunes:owner")
        add(owner, "itunes:name", channel.owner[0])
        add(owner, "itunes:email", channel.owner[1])
    if channel.cover_url:
        add(element, "itunes:image", None, {"href": channel.cover_url})
    for name, said in (("complete", channel.complete), ("block", channel.blocked)):
        if said:  # only “Yes” means anything to Apple, and “No” has been misread
            add(element, f"itunes:{name}", "Yes")
    if channel.moved_to:
        add(element, "itunes:new-feed-url", channel.moved_to)


def _category(element: etree._Element, category: str) -> None:
    parent = element
    for name in category.split(" > "):
        parent = add(parent, "itunes:category", None, {"text": name})


def _podcast(element: etree._Element, channel: Channel) -> None:
    add(element, "podcast:guid", channel.guid)
    add(element, "podcast:medium", "podcast")
    owner = channel.owner[1] if channel.owner else None
    add(element, "podcast:locked", "yes" if channel.locked else "no", {"owner": owner})
    if channel.cover_url:
        add(
            element,
            "podcast:image",
            None,
            {
                "href": channel.cover_url,
                "alt": channel.title[:LONGEST_NAME],
                "aspect-ratio": "1/1",
                "purpose": "artwork",
            },
        )
    if channel.license:
        add(element, "podcast:license", channel.license.lower())
    if channel.blocked:
        add(element, "podcast:block", "yes")
    if channel.podping:
        add(element, "podcast:podping", None, {"usesPodping": "true"})
    for purpose, text in channel.texts:
        add(element, "podcast:txt", text, {"purpose": purpose})
    _frequency(element, channel)
    _podroll(element, channel)
    for trailer in channel.trailers:
        _trailer(element, trailer)


def _frequency(element: etree._Element, channel: Channel) -> None:
    told = channel.frequency
    if told:
        complete = "true" if channel.complete else None
        add(element, "podcast:updateFrequency", told.text[:LONGEST_NAME], {"complete": complete, "rrule": told.rule})


def _podroll(element: etree._Element, channel: Channel) -> None:
    if not channel.podroll:
        return
    roll = add(element, "podcast:podroll")
    for other in channel.podroll:
        names = {"feedGuid": other.guid, "feedUrl": other.url, "title": other.title[:LONGEST_NAME]}
        add(roll, "podcast:remoteItem", None, names)


def _trailer(element: etree._Element, trailer: Trailer) -> None:
    add(
        element,
        "podcast:trailer",
        trailer.title[:LONGEST_NAME],
        {
            "pubdate": format_datetime(trailer.published),
            "url": trailer.url,
            "length": str(trailer.length),
            "type": trailer.content_type,
            "season": str(trailer.season) if trailer.season else None,
        },
    )
