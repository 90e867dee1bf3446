"""Reads a podcast feed (RSS 2.0 with itunes, podcast, psc and content elements) into plain values.

One reader, libxml2 in its mending mode, for everything: two of them might not agree on where an item ends. What an
item lacks makes it poorer, never the feed unreadable.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from lxml import etree

from siniar import texts
from transfer import chapters, notes
from transfer.addresses import joined
from transfer.dates import moment
from transfer.document import parsed
from transfer.refused import Code, Refused
from transfer.values import Bite, Channel, Doubt, Feed, Item, Text

MOST_ITEMS = 5_000
LARGEST_NUMBER = 2_147_483_647  # what the database's column holds
LONGEST_TITLE, LONGEST_SUMMARY, LONGEST_DESCRIPTION = 255, 400, 4000

#: Namespaces without “http(s)://”, in lower case: both are written in several ways.
NAMESPACES = {
    "www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "podcastindex.org/namespace/1.0": "podcast",
    "github.com/podcastindex-org/podcast-namespace/blob/main/docs/1.0.md": "podcast",
    "podlove.org/simple-chapters": "psc",
    "purl.org/rss/1.0/modules/content": "content",
    "www.w3.org/2005/atom": "atom",
}
#: Kinds of transcript, the one that tells most first, with the types and endings by which they are known.
TEXTS = {
    "vtt": ("text/vtt", ".vtt"),
    "srt": ("application/x-subrip", "application/srt", "text/srt", ".srt"),
    "json": ("application/json", ".json"),
    "html": ("text/html", ".html"),
}


class _Parts:
    """The children of an element by name: `itunes:author`, or `title` if they have no namespace."""

    def __init__(self, element: etree._Element) -> None:
        self._found: dict[str, list[etree._Element]] = {}
        for child in element:
            if isinstance(child.tag, str):
                self._found.setdefault(_name(child.tag), []).append(child)

    def all(self, name: str) -> list[etree._Element]:
        """All of that name, in order."""
        return self._found.get(name, [])

    def texts(self, *names: str) -> Iterator[str]:
        """The texts of the first of each name, those that have any."""
        for name in names:
            for element in self.all(name)[:1]:
                text = "".join(element.itertext()).strip()
                if text:
                    yield text

    def text(self, *names: str) -> str:
        """The first of these texts, or ""."""
        return next(self.texts(*names), "")

    def line(self, *names: str, most: int = LONGEST_TITLE) -> str:
        """The same, on one line, at most `most` signs."""
        return texts.on_one_line(self.text(*names))[:most].strip()

    def attribute(self, name: str, attribute: str) -> str:
        """An attribute of the first of that name, or ""."""
        return next((str(each.get(attribute, "")).strip() for each in self.all(name)), "")


def _name(tag: str) -> str:
    if not tag.startswith("{"):
        return tag  # with a prefix that nobody declared, it is still “itunes:author”
    space, _brace, name = tag[1:].partition("}")
    plain = space.lower().removeprefix("https://").removeprefix("http://").rstrip("/")
    prefix = NAMESPACES.get(plain, plain)
    return f"{prefix}:{name}"


def read(data: bytes, address: str = "") -> Feed:
    """The feed; `address` is where it was found, for relative addresses. Raises Refused and nothing else."""
    root, damaged = parsed(data)
    element = next((each for each in root if each.tag == "channel"), None)
    if root.tag != "rss" or element is None:
        raise Refused(Code.NOT_A_FEED)
    channel = _Parts(element)
    base = address or _own_address(channel) or channel.line("link", most=2000)
    rows = list(root.iter("item"))  # wherever: with one that is not closed, the next ones lie inside it
    if len(rows) > MOST_ITEMS:
        raise Refused(Code.TOO_MANY_ITEMS, most=MOST_ITEMS)
    language = channel.line("language", most=20)
    items: dict[str, Item] = {}
    nameless = []
    for row in rows:
        item = _item(_Parts(row), base, language)
        if item.guid:
            items.setdefault(item.guid, item)
        else:
            nameless.append(item)
    kept = (*items.values(), *nameless)
    return Feed(_channel(channel, base, language), kept, again=len(rows) - len(kept), damaged=damaged)


def _own_address(channel: _Parts) -> str:
    links = channel.all("atom:link")
    return next((str(each.get("href", "")) for each in links if each.get("rel") == "self"), "")


def _channel(channel: _Parts, base: str, language: str) -> Channel:
    owner = next((_Parts(each) for each in channel.all("itunes:owner")), None)
    pictures = [_Parts(each) for each in channel.all("image")]
    cover = channel.attribute("itunes:image", "href") or next((each.text("url") for each in pictures), "")
    description = channel.text("description", "itunes:summary")
    return Channel(
        title=channel.line("title", "itunes:title"),
        description=notes.shortened(_lines(description), LONGEST_DESCRIPTION),
        summary=notes.shortened(notes.plain(channel.text("itunes:subtitle")), LONGEST_TITLE),
        author=channel.line("itunes:author", most=120),
        owner_name=owner.line("itunes:name", most=120) if owner else "",
        owner_email=owner.line("itunes:email", most=254) if owner else "",
        copyright=channel.line("copyright", most=120),
        language=language,
        categories=tuple(_categories(channel)),
        kind=channel.line("itunes:type", most=8).lower(),
        license=channel.line("podcast:license", most=128).lower(),
        guid=channel.line("podcast:guid", most=60),
        cover=joined(base, cover) if cover else "",
        complete=channel.line("itunes:complete").lower() == "yes",
        locked=channel.line("podcast:locked").lower() in ("yes", "true"),
        people=len(channel.all("podcast:person")),
    )


def _lines(text: str) -> str:
    """A description as plain text: HTML is taken out, the line breaks of plain text stay."""
    return notes.plain(text) if notes.ANY_TAG.search(text) else texts.without_controls(text)


def _categories(channel: _Parts) -> Iterator[str]:
    for outer in channel.all("itunes:category"):
        name = texts.on_one_line(str(outer.get("text", "")))
        inner = [texts.on_one_line(str(each.get("text", ""))) for each in _Parts(outer).all("itunes:category")]
        yield from ([f"{name} > {each}" for each in inner] or [name])


def _item(item: _Parts, base: str, language: str) -> Item:
    told = item.attribute("enclosure", "url")
    enclosure = joined(base, told) if told else ""
    source = item.text("content:encoded", "description", "itunes:summary")
    text = notes.cleaned(source, base)
    guid, title, published = item.text("guid"), item.line("title", "itunes:title"), moment(item.text("pubDate"))
    kind = item.line("itunes:episodeType").lower()
    doubts = {
        Doubt.NO_GUID: not guid,
        Doubt.NO_DATE: published is None,
        Doubt.TITLE_MISSING: not title,
        Doubt.NOTES_CUT: len(source) > notes.MOST,
    }
    return Item(
        guid=guid or told,
        title=title,
        enclosure=enclosure,
        summary=_summary(item, source),
        notes=text,
        published=published,
        number=_whole(item.text("itunes:episode", "podcast:episode")),
        season=_whole(item.text("itunes:season", "podcast:season")),
        kind=kind if kind in ("full", "trailer", "bonus") else "full",
        chapters=_simple_chapters(item),
        chapters_address=joined(base, item.attribute("podcast:chapters", "url")),
        texts=_texts(item, base, language),
        bites=tuple(_bites(item)),
        people=len(item.all("podcast:person")),
        doubts=tuple(code for code, true in doubts.items() if true),
    )


def _summary(item: _Parts, source: str) -> str:
    """The shortest thing that is said of it, unless the notes say the very same."""
    others = (text for text in item.texts("itunes:subtitle", "itunes:summary", "description") if text != source)
    found = next((text for text in map(notes.plain, others) if text), "")
    return "" if not found or found == notes.plain(source) else notes.shortened(found, LONGEST_SUMMARY)


def _whole(text: str) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
    return number if 0 < number <= LARGEST_NUMBER else None


def _simple_chapters(item: _Parts) -> tuple[chapters.Mark, ...]:
    rows = [row for outer in item.all("psc:chapters") for row in _Parts(outer).all("psc:chapter")]
    return chapters.tidy((chapters.seconds(str(row.get("start", ""))), row.get("title")) for row in rows)


def _texts(item: _Parts, base: str, language: str) -> tuple[Text, ...]:
    """The transcripts, those in the feed's language first, then those that tell most."""
    found = []
    for element in item.all("podcast:transcript"):
        address, kind = joined(base, str(element.get("url", ""))), _kind(element)
        if address and kind:
            spoken = str(element.get("language") or language)[:2].lower()
            found.append((spoken != language[:2].lower(), list(TEXTS).index(kind), Text(address, kind)))
    return tuple(dict.fromkeys(text for _foreign, _place, text in sorted(found, key=lambda row: row[:2])))


def _kind(element: etree._Element) -> str:
    told = str(element.get("type", "")).partition(";")[0].strip().lower()
    path = str(element.get("url", "")).partition("?")[0].lower()
    by_type = next((kind for kind, signs in TEXTS.items() if told in signs), "")
    return by_type or next((kind for kind, signs in TEXTS.items() if path.endswith(signs[-1])), "")


def _bites(item: _Parts) -> Iterator[Bite]:
    for element in item.all("podcast:soundbite"):
        try:
            start, duration = float(element.get("startTime", "")), float(element.get("duration", ""))
        except ValueError:
            continue
        if math.isfinite(start) and 15 <= duration <= 120 and 0 <= start <= chapters.LATEST:
            title = texts.on_one_line("".join(element.itertext()))[: chapters.LONGEST_TITLE]
            yield Bite(round(start, 3), round(duration, 3), title)
