"""Writes a feed as JSON Feed 1.1 (jsonfeed.org/version/1.1), for readers that would rather not parse XML."""

from __future__ import annotations

import json
import re
from typing import Any

from feeds.formats.signs import writable
from feeds.formats.values import Channel, Enclosure, Item

MEDIA_TYPE = "application/feed+json"
_SUSPICIOUS = re.compile(r"\\u00[01]|\\[bf]|[\ud800-\udfff\ufffe\uffff]")  # in JSON, what signs.writable takes away
VERSION = "https://jsonfeed.org/version/1.1"


def write(channel: Channel) -> bytes:
    """Returns the feed as UTF-8; the same channel gives the same bytes.

    Names no hub: it would hear of the RSS feed only.
    """
    text = _written(channel)
    # Such signs are rare, and going through all values for them takes longer than everything else.
    return (_written(writable(channel)) if _SUSPICIOUS.search(text) else text).encode()


def _written(channel: Channel) -> str:
    document = {
        "version": VERSION,
        "title": channel.title,
        "home_page_url": channel.url,
        "feed_url": channel.json_url,
        "next_url": channel.pages.next if channel.pages else None,
        "description": channel.description,
        "icon": channel.cover_url,
        "language": channel.language,
        "authors": [{"name": channel.author or channel.title}],
        "expired": channel.complete or None,
        "items": [_item(item) for item in channel.items],
    }
    return json.dumps(_told(document), ensure_ascii=False, separators=(",", ":"))


def _item(item: Item) -> dict[str, Any]:
    text = {"content_html": item.notes} if item.notes else {"content_text": item.description}
    return _told(
        {
            "id": item.guid,
            "url": item.url,
            "title": item.title,
            **text,
            "summary": item.description if item.notes else None,
            "image": item.image_url,
            "date_published": item.published.isoformat(),
            "authors": [{"name": credit.name} for credit in item.people],
            "attachments": [_attachment(sound) for sound in (item.enclosure, *item.alternates)],
        }
    )


def _attachment(sound: Enclosure) -> dict[str, Any]:
    return _told(
        {
            "url": sound.url,
            "mime_type": sound.content_type,
            "title": sound.title,
            "size_in_bytes": sound.length,
            "duration_in_seconds": round(sound.duration),
        }
    )


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """Without what there is nothing to say about; a feed without items still has its list."""
    return {key: value for key, value in values.items() if key == "items" or value not in (None, "", [])}
