"""The elements of one episode that feedgen does not know: podcast:, psc:, and itunes: as Apple wants it today.

Sources: Apple's guide to RSS, the podcast namespace (podcastindex.org/namespace/1.0), Podlove Simple Chapters 1.2.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable

from feedgen.ext.base import BaseEntryExtension
from lxml import etree

from episodes import chapters_json
from feeds.formats.namespaces import add, yes
from feeds.formats.values import Chapter, Enclosure, Item

LONGEST_NAME = 128  # characters of a name or title in the podcast namespace
USUAL_KIND = "full"  # of itunes:episodeType, where none is given
USUAL_GROUP = "cast"  # of podcast:person, where none is given


class ItemExtension(BaseEntryExtension):
    """Appends what `item` holds; feedgen makes one of these for each entry."""

    item: Item

    def extend_rss(self, element: etree._Element) -> etree._Element:
        """Appends this episode's elements to its <item>."""
        _itunes(element, self.item)
        _places(element, self.item)
        for credit in self.item.people:
            group = None if credit.group == USUAL_GROUP else credit.group
            add(element, "podcast:person", credit.name[:LONGEST_NAME], {"role": credit.role, "group": group})
        for transcript in self.item.transcripts:
            rel = "captions" if transcript.timed else None
            add(
                element,
                "podcast:transcript",
                None,
                {"url": transcript.url, "type": transcript.content_type, "language": transcript.language, "rel": rel},
            )
        _chapters(element, self.item.chapters, self.item.chapters_url)
        for bite in self.item.soundbites:
            times = {"startTime": seconds(bite.start), "duration": seconds(bite.duration)}
            add(element, "podcast:soundbite", bite.title[:LONGEST_NAME] or None, times)
        for sound in self.item.alternates:
            _alternate(element, sound)
        return element


def _itunes(element: etree._Element, item: Item) -> None:
    add(element, "itunes:duration", str(round(item.enclosure.duration)))
    if item.kind != USUAL_KIND:
        add(element, "itunes:episodeType", item.kind)
    if item.explicit is not None:
        add(element, "itunes:explicit", yes(item.explicit))
    if item.image_url:
        add(element, "itunes:image", None, {"href": item.image_url})


def _places(element: etree._Element, item: Item) -> None:
    """Season and number; Apple takes positive whole numbers only."""
    for name, number in (("season", item.season), ("episode", item.number)):
        if number and number > 0:
            add(element, f"itunes:{name}", str(number))
            add(element, f"podcast:{name}", str(number))


def _chapters(element: etree._Element, chapters: Iterable[Chapter], url: str | None) -> None:
    """The same chapters by address (Apple, Pocket Casts, AntennaPod) and in the feed itself (Spotify)."""
    ordered = sorted(chapters, key=lambda chapter: chapter.start)
    if not ordered:
        return
    if url:
        add(element, "podcast:chapters", None, {"url": url, "type": chapters_json.MEDIA_TYPE})
    inside = add(element, "psc:chapters", None, {"version": "1.2"})
    for chapter in ordered:
        add(inside, "psc:chapter", None, {"start": clock(chapter.start), "title": chapter.title})


def _alternate(element: etree._Element, sound: Enclosure) -> None:
    alternate = add(
        element,
        "podcast:alternateEnclosure",
        None,
        {
            "type": sound.content_type,
            "length": str(sound.length),
            "bitrate": str(sound.bitrate) if sound.bitrate else None,
            "title": sound.title,
        },
    )
    add(alternate, "podcast:source", None, {"uri": sound.url})
    if sound.sha256:
        add(alternate, "podcast:integrity", None, {"type": "sri", "value": integrity(sound.sha256)})


def integrity(sha256: str) -> str:
    """A hash in hex as Subresource Integrity writes it (W3C SRI, section 3.5)."""
    return f"sha256-{base64.b64encode(bytes.fromhex(sha256)).decode()}"


def seconds(value: float) -> str:
    """Seconds without a point where there is nothing behind it."""
    return f"{value:.3f}".rstrip("0").rstrip(".")


def clock(value: float) -> str:
    """Seconds as HH:MM:SS, with .mmm where there are any (Normal Play Time, RFC 2326 section 3.6)."""
    whole, thousandths = divmod(round(value * 1000), 1000)
    text = f"{whole // 3600:02}:{whole // 60 % 60:02}:{whole % 60:02}"
    return f"{text}.{thousandths:03}" if thousandths else text
