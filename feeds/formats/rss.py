"""Writes a podcast feed (RSS 2.0 with itunes and podcast namespaces) with feedgen, from plain values.

Knows no database.

feedgen's faults are cured here: its dates are written without touching the process's locale, lastBuildDate never
moves by itself, the link that counts is set last, and what feedgen does not know comes from the extension. Signs that
XML cannot carry are left out, wherever they stand: one of them in one title would take the whole feed away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import datetime
from email.utils import format_datetime
from typing import Any

import feedgen.entry
import feedgen.feed
from feedgen.feed import FeedGenerator

from feeds.formats.namespaces import ChannelExtension, ItemExtension

# feedgen switches the whole process's locale around each date: a race that once left a server unable to write UTF-8.
feedgen.feed.formatRFC2822 = format_datetime
feedgen.entry.formatRFC2822 = format_datetime

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, section 2.2


@dataclass(frozen=True)
class Enclosure:
    """The sound: `length` in bytes, `duration` in seconds."""

    url: str
    length: int
    content_type: str
    duration: float


@dataclass(frozen=True)
class Item:
    """One episode. `notes` is HTML; `guid` never changes, whatever else does."""

    guid: str
    title: str
    url: str
    published: datetime
    summary: str
    notes: str
    enclosure: Enclosure
    number: int | None
    season: int | None
    kind: str
    people: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Channel:
    """A show. `category` is “A” or “A > B” in Apple's words; `changed` is when anything in the feed last changed."""

    url: str
    feed_url: str
    guid: str
    title: str
    description: str
    language: str
    category: str
    author: str
    owner: tuple[str, str] | None
    copyright: str
    cover_url: str | None
    changed: datetime
    items: tuple[Item, ...]


def write(channel: Channel) -> bytes:
    """Returns the feed as UTF-8. The same channel gives the same bytes."""
    channel = _writable(channel)
    feed = FeedGenerator()
    feed.load_extension("podcast")
    feed.register_extension("siniar", ChannelExtension, ItemExtension)
    feed.title(channel.title)
    feed.description(channel.description or channel.title)
    feed.language(channel.language)
    feed.lastBuildDate(channel.changed)
    feed.generator("Siniar")
    feed.link(href=channel.feed_url, rel="self", type="application/rss+xml")
    feed.link(href=channel.url, rel="alternate")  # the last link is the one that feedgen writes as <link>
    if channel.copyright:
        feed.copyright(channel.copyright)
    feed.podcast.itunes_author(channel.author or channel.title)
    feed.podcast.itunes_category(*channel.category.split(" > "))
    feed.podcast.itunes_type("episodic")
    if channel.owner:
        feed.podcast.itunes_owner(name=channel.owner[0], email=channel.owner[1])
    if channel.cover_url:
        feed.podcast.itunes_image(channel.cover_url)
    feed.siniar.guid = channel.guid
    for item in channel.items:
        _add(feed, item)
    return feed.rss_str(pretty=False)


def _writable(value: Any) -> Any:
    """The same value without signs that XML cannot carry, however deep they stand."""
    if isinstance(value, str):
        return _NOT_XML.sub("", value)
    if isinstance(value, tuple):
        return tuple(map(_writable, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _writable(getattr(value, field.name)) for field in fields(value)})
    return value


def _add(feed: FeedGenerator, item: Item) -> None:
    entry = feed.add_entry(order="append")
    entry.guid(item.guid, permalink=False)
    entry.title(item.title)
    entry.link(href=item.url)
    entry.published(item.published)
    entry.description(item.summary or item.title)
    if item.notes:
        entry.content(item.notes, type="CDATA")
    entry.enclosure(item.enclosure.url, str(item.enclosure.length), item.enclosure.content_type)
    entry.podcast.itunes_duration(round(item.enclosure.duration))
    entry.podcast.itunes_episode_type(item.kind)
    if item.number:
        entry.podcast.itunes_episode(item.number)
    if item.season:
        entry.podcast.itunes_season(item.season)
    entry.siniar.people = item.people
