"""Writes feeds as other hosts do, with nothing in them that a test does not name."""

from __future__ import annotations

from html import escape

SPACES = (
    'xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:podcast="https://podcastindex.org/namespace/1.0" '
    'xmlns:psc="http://podlove.org/simple-chapters" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:atom="http://www.w3.org/2005/Atom"'
)


def item(
    guid: str = "satu",
    sound: str = "https://example.org/satu.mp3",
    *inside: str,
    title: str = "Obrolan",
    date: str = "Sat, 01 Mar 2025 07:00:00 +0700",
) -> str:
    """One item; `inside` is XML as it is."""
    parts = [
        f"<title>{escape(title)}</title>" if title else "",
        f"<guid isPermaLink='false'>{escape(guid)}</guid>" if guid else "",
        f"<pubDate>{date}</pubDate>" if date else "",
        f'<enclosure url="{escape(sound)}" type="audio/mpeg" length="1"/>' if sound else "",
        *inside,
    ]
    return f"<item>{''.join(parts)}</item>"


def feed(*items: str, title: str = "Suara Ibu", inside: str = "") -> bytes:
    """A whole feed; `inside` is XML in its channel."""
    channel = f"<title>{escape(title)}</title>{inside}{''.join(items)}"
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {SPACES}><channel>{channel}</channel></rss>'.encode()
    )
