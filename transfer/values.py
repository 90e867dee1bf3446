"""What a feed says, as plain values: texts are clean, addresses absolute, notes hold only what Episode.notes may."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any


@dataclass(frozen=True, order=True)
class Mark:
    """A chapter: `start` in seconds."""

    start: float
    title: str


@dataclass(frozen=True)
class Bite:
    """A soundbite: `start` and `duration` in seconds."""

    start: float
    duration: float
    title: str


@dataclass(frozen=True)
class Text:
    """A transcript that the feed names: its kind is one of vtt, srt, json, html."""

    address: str
    kind: str


@dataclass(frozen=True)
class Item:
    """One episode. What is not told, or not usable, is empty; `doubts` are codes of Doubt, for the report.

    `people` says how many are named: their names are not taken, since nobody has asked them.
    """

    guid: str
    title: str
    enclosure: str
    summary: str = ""
    notes: str = ""
    published: datetime | None = None
    number: int | None = None
    season: int | None = None
    kind: str = "full"
    chapters: tuple[Mark, ...] = ()
    chapters_address: str = ""
    texts: tuple[Text, ...] = ()
    bites: tuple[Bite, ...] = ()
    people: int = 0
    doubts: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """For a JSONField."""
        return asdict(replace(self, published=None)) | {
            "published": self.published.isoformat() if self.published else None
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Item:
        """The item that as_json stored."""
        lists = {
            "chapters": tuple(Mark(**each) for each in data["chapters"]),
            "texts": tuple(Text(**each) for each in data["texts"]),
            "bites": tuple(Bite(**each) for each in data["bites"]),
            "doubts": tuple(data["doubts"]),
        }
        published = datetime.fromisoformat(data["published"]) if data["published"] else None
        return cls(**(data | lists | {"published": published}))


class Doubt:
    """What an editor should know of an item that is taken all the same."""

    NO_GUID = "no_guid"  # the address of its sound stands in, as podcast apps do it
    NO_DATE = "no_date"
    TITLE_MISSING = "title_missing"
    NOTES_CUT = "notes_cut"


@dataclass(frozen=True)
class Channel:
    """A show. `categories` are Apple's, “A” or “A > B”, as the feed lists them."""

    title: str
    description: str = ""
    summary: str = ""
    author: str = ""
    owner_name: str = ""
    owner_email: str = ""
    copyright: str = ""
    language: str = ""
    categories: tuple[str, ...] = ()
    kind: str = ""
    license: str = ""
    guid: str = ""
    cover: str = ""
    complete: bool = False
    locked: bool = False
    people: int = 0

    def as_json(self) -> dict[str, Any]:
        """For a JSONField."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Channel:
        """The channel that as_json stored."""
        return cls(**(data | {"categories": tuple(data["categories"])}))


@dataclass(frozen=True)
class Feed:
    """A feed as it was read. `items` are in the order of the document, each guid once; `again` counts the others.

    `damaged` tells that the document was not well-formed: what could be read was read.
    """

    channel: Channel
    items: tuple[Item, ...]
    again: int = 0
    damaged: bool = False
