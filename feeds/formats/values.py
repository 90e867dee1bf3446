"""What feeds are written from: plain values of a show, its episodes and what belongs to them. Knows no database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A sound file: `length` in bytes, `duration` in seconds, `bitrate` in bit/s, `sha256` in hex.

    `title` tells a listener which of several files this is.
    """

    url: str
    length: int
    content_type: str
    duration: float
    bitrate: int = 0
    sha256: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class Transcript:
    """A text in one format; `timed` if it can be shown in step with the sound."""

    url: str
    content_type: str
    language: str
    timed: bool


@dataclass(frozen=True, slots=True)
class Chapter:
    """A titled moment; `start` in seconds."""

    start: float
    title: str


@dataclass(frozen=True, slots=True)
class Credit:
    """Somebody who may be named, with role and group of the Podcast Taxonomy."""

    name: str
    role: str
    group: str


@dataclass(frozen=True, slots=True)
class Soundbite:
    """A stretch that apps may play as a taste; seconds."""

    start: float
    duration: float
    title: str


@dataclass(frozen=True, slots=True)
class Item:
    """One episode. `guid` never changes, whatever else does; `description` is plain text, `notes` is the same
    and more in HTML, or empty.

    `explicit` None: as the show is; `alternates` are other files with the same sound.
    """

    guid: str
    title: str
    url: str
    published: datetime
    description: str
    notes: str
    enclosure: Enclosure
    number: int | None = None
    season: int | None = None
    kind: str = "full"
    explicit: bool | None = False
    image_url: str | None = None
    alternates: tuple[Enclosure, ...] = ()
    people: tuple[Credit, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    chapters_url: str | None = None
    soundbites: tuple[Soundbite, ...] = ()


@dataclass(frozen=True, slots=True)
class RemoteItem:
    """Another podcast, by its podcast:guid."""

    guid: str
    url: str
    title: str


@dataclass(frozen=True, slots=True)
class Trailer:
    """What apps play to somebody who does not know the show yet; of one season, or of the whole show."""

    title: str
    url: str
    length: int
    content_type: str
    published: datetime
    season: int | None


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often something new comes: `rule` of RFC 5545 (may be empty) and the same in words."""

    rule: str
    text: str


@dataclass(frozen=True, slots=True)
class Pages:
    """Addresses of the parts of a paged feed (RFC 5005, section 3)."""

    first: str
    last: str
    previous: str | None = None
    next: str | None = None


@dataclass(frozen=True, slots=True)
class Channel:
    """A show as one document tells of it. `changed` is when anything in it last changed.

    `category` is “A” or “A > B” in Apple's words; `owner` is name and e-mail; `blocked` asks directories not to list
    this feed; `moved_to` is where its subscribers should read from now on; `hub` is a WebSub hub.
    """

    url: str
    feed_url: str
    guid: str
    title: str
    description: str
    language: str
    category: str
    author: str
    changed: datetime
    items: tuple[Item, ...]
    owner: tuple[str, str] | None = None
    copyright: str = ""
    cover_url: str | None = None
    json_url: str | None = None
    kind: str = "episodic"
    explicit: bool = False
    blocked: bool = False
    complete: bool = False
    locked: bool = True
    license: str = ""
    moved_to: str | None = None
    hub: str | None = None
    podping: bool = False
    pages: Pages | None = None
    frequency: Frequency | None = None
    texts: tuple[tuple[str, str], ...] = ()  # purpose and text of podcast:txt
    podroll: tuple[RemoteItem, ...] = ()
    trailers: tuple[Trailer, ...] = ()
