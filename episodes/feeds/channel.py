"""Writes a podcast feed (RSS 2.0 with itunes and podcast namespaces) with feedgen, from plain values.

Knows no database.

feedgen's faults are cured here: its dates are written without touching the process's locale, lastBuildDate never
moves by itself, the link that counts is set last, and what feedgen does not know comes from the extension.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime

import feedgen.entry
import feedgen.feed
from feedgen.feed import FeedGenerator

from episodes.feeds.namespaces import ChannelExtension, ItemExtension

# feedgen switches the whole process's locale around each date: a race that once left a server unable to write UTF-8.
feedgen.feed.formatRFC2822 = format_datetime
feedgen.entry.formatRFC2822 = format_datetime


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
