"""Writes a podcast feed (RSS 2.0) with feedgen and two extensions of our own, from plain values.

feedgen's faults are cured here: its dates are written without touching the process's locale, lastBuildDate never moves
by itself, the link that counts is set last, and everything in itunes: and podcast: comes from the extensions. Each
episode is built alone: one that cannot be written is left out, and the rest of the feed stands.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from email.utils import format_datetime

import feedgen.entry
import feedgen.feed
from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator
from lxml import etree

from feeds.formats.episode_elements import ItemExtension
from feeds.formats.show_elements import ChannelExtension
from feeds.formats.signs import fits, writable
from feeds.formats.values import Channel, Item

# feedgen switches the whole process's locale around each date: a race that once left a server unable to write UTF-8.
feedgen.feed.formatRFC2822 = format_datetime
feedgen.entry.formatRFC2822 = format_datetime

MEDIA_TYPE = "application/rss+xml"

logger = logging.getLogger(__name__)


def write(channel: Channel) -> bytes:
    """Returns the feed as UTF-8; the same channel gives the same bytes."""
    items = channel.items
    channel = writable(replace(channel, items=()))
    feed = FeedGenerator()
    feed.register_extension("siniar", ChannelExtension)
    feed.title(channel.title or "–")
    feed.description(channel.description or channel.title or "–")
    feed.language(channel.language)
    feed.lastBuildDate(channel.changed)
    feed.generator("Siniar")
    feed.link(href=channel.feed_url, rel="self", type=MEDIA_TYPE)
    feed.link(href=channel.url, rel="alternate")  # the last link is the one that feedgen writes as <link>
    if channel.copyright:
        feed.copyright(channel.copyright)
    feed.siniar.channel = channel
    feed.siniar.items = (element for item in items if (element := _element(item)) is not None)
    return feed.rss_str()


def _element(item: Item) -> etree._Element | None:
    """The <item>, or None if there is no way to write it."""
    try:
        try:
            return _built(item)
        except ValueError:  # lxml refuses signs that XML cannot carry; they are rare, and looking for them is not free
            return _built(writable(item))
    except Exception:
        logger.exception("item %s cannot be written", item.guid)
        return None


def _built(item: Item) -> etree._Element:
    entry = FeedEntry()
    entry.register_extension("siniar", ItemExtension)
    entry.siniar.item = item
    entry.guid(item.guid, permalink=False)
    entry.title(item.title)
    entry.link(href=item.url)
    entry.published(item.published)
    _describe(entry, item)
    entry.enclosure(item.enclosure.url, str(item.enclosure.length), item.enclosure.content_type)
    return entry.rss_entry()


def _describe(entry: FeedEntry, item: Item) -> None:
    """One description with everything, as HTML (Apple takes p, a, b, i, ul, ol, li); notes that are too long for
    directories stand in content:encoded, behind a description in plain text.
    """
    if item.notes:
        entry.content(item.notes, type="CDATA")  # feedgen writes it as <description> where there is no other
    if not item.notes or not fits(item.notes):
        entry.description(item.description or item.title)
