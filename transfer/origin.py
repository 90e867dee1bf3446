"""Where an import's feed comes from: an address, or a file that somebody hands in; and whose podcast it is."""

from __future__ import annotations

import uuid

from episodes.models import Show
from episodes.scoping import open_shows
from siniar.models import User
from transfer.document import MOST_BYTES
from transfer.fetching import Fetcher
from transfer.reading import read
from transfer.unpacking import unpacked
from transfer.values import Feed


def look(address: str, fetcher: Fetcher) -> Feed:
    """The feed at an address. Raises Refused."""
    document = fetcher.document(address, most=MOST_BYTES)
    return open_file(document.data, document.address)


def open_file(data: bytes, address: str = "") -> Feed:
    """The feed in a file, packed with gzip or not. Raises Refused."""
    return read(unpacked(data, MOST_BYTES), address)


def known_show(feed: Feed, user: User | None) -> Show | None:
    """The show here that is this very podcast, if the user may add to it (None: an operator, who may)."""
    try:
        guid = uuid.UUID(feed.channel.guid)
    except ValueError:
        return None
    shows = Show.objects.all() if user is None else open_shows(user)
    return shows.filter(podcast_guid=guid).first()
