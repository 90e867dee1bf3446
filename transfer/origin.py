"""Where an import's feed comes from: an address, or a file that somebody hands in; and whose podcast it is."""

from __future__ import annotations

import uuid

from episodes.models import Show
from episodes.scoping import open_shows
from siniar.models import User
from transfer.document import MOST_BYTES
from transfer.fetching import Fetcher, Heard, unheard
from transfer.reading import read
from transfer.unpacking import unpacked
from transfer.values import Feed

#: The podcast namespace's own: a podcast:guid is a UUIDv5 of the feed's address below it.
FEEDS_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")


def look(address: str, fetcher: Fetcher, heard: Heard = unheard) -> Feed:
    """The feed at an address. Raises Refused."""
    document = fetcher.document(address, most=MOST_BYTES, heard=heard)
    return open_file(document.data, document.address)


def open_file(data: bytes, address: str = "") -> Feed:
    """The feed in a file, packed with gzip or not. Raises Refused."""
    return read(unpacked(data, MOST_BYTES), address)


def podcast_guid(told: str, source: str) -> uuid.UUID | None:
    """The podcast's own id: what its feed tells, else what the podcast namespace makes of the feed's address."""
    try:
        return uuid.UUID(told)
    except ValueError:
        scheme, _colon, rest = source.partition("://")
    return uuid.uuid5(FEEDS_NAMESPACE, rest.rstrip("/")) if scheme in ("http", "https") else None


def known_show(feed: Feed, source: str, user: User | None) -> Show | None:
    """The show here that is this very podcast, if the user may add to it (None: an operator, who may)."""
    guid = podcast_guid(feed.channel.guid, source)
    shows = Show.objects.all() if user is None else open_shows(user)
    return shows.filter(podcast_guid=guid).first() if guid else None
