"""What was read from the database for the feeds of one show: values, from which feeds.channels makes each document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from episodes.models import Topic
from feeds.formats.values import Channel, Chapter, Credit, Enclosure, Soundbite
from feeds.helpline import Lines


@dataclass(frozen=True, slots=True)
class Programme:
    """A public episode with all that any feed may tell of it.

    `surface_title` tells no topic. `notes` is HTML that can be read anywhere. `renditions` by kind, main among them;
    `transcript` is the language of the text that everybody may read, None if there is none.
    """

    episode_id: int
    guid: str
    short_id: str
    feed_guid: str
    title: str
    surface_title: str
    url: str
    published: datetime
    summary: str
    notes: str
    language: str
    number: int | None
    season: int | None
    kind: str
    explicit: bool
    renditions: dict[str, Enclosure]
    cover_url: str | None = None
    transcript: str | None = None
    topics: frozenset[str] = frozenset()
    warnings: tuple[str, ...] = ()
    people: tuple[Credit, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    soundbites: tuple[Soundbite, ...] = ()


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A public episode that no feed can show, and the code of why: no_date, no_file or broken."""

    episode_id: int
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class Source:
    """A show: `open` and `neutral` are its channels without items; `items` its episodes, the newest first.

    `topics` are those with an episode among the items; `help` is the line with which texts begin. `valid_until` is when
    the clock alone will change what is public, if it will.
    """

    slug: str
    open: Channel
    neutral: Channel
    items: tuple[Programme, ...]
    topics: tuple[Topic, ...]
    help: Lines
    left_out: tuple[LeftOut, ...] = ()
    valid_until: datetime | None = None

    @property
    def episodes(self) -> list[int]:
        """Primary keys of all public episodes, shown or not."""
        return [each.episode_id for each in self.items] + [each.episode_id for each in self.left_out]
