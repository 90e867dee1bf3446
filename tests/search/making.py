"""Makes what engines store, without a database: an episode with these lines."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from search import document
from search.document import Passage, SearchDocument
from search.engines.protocol import Entry


class Other(NamedTuple):
    """Other words for some of a query's, as a glossary tells them."""

    start: int
    end: int
    text: str
    weight: float = 0.5
    written: bool = False


FIRST = datetime(2024, 2, 1, tzinfo=UTC)


def a_document(episode: int = 1, about: str = "", **values: Any) -> SearchDocument:
    """A document; the higher its number, the newer it is."""
    defaults: dict[str, Any] = {
        "show": 1,
        "published": FIRST + timedelta(days=episode),
        "until": None,
        "topics": (),
        "people": (),
        "age": "SU",
        "seconds": 600.0,
        "language": "id",
        "version": None,
        "fingerprint": f"f{episode}",
    }
    return SearchDocument(episode=episode, about=about, **(defaults | values))


def passages(*lines: str) -> list[Passage]:
    """A line each ten seconds."""
    return [Passage(place, 10.0 * place, 10.0 * place + 8, "", line) for place, line in enumerate(lines, start=1)]


def an_entry(episode: int, *lines: str, about: str = "", fingerprint: str = "") -> Entry:
    made = a_document(episode, about)
    return Entry(episode, made.place, fingerprint or made.fingerprint, tuple(document.rows(made, passages(*lines))))
