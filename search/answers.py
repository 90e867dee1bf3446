"""What an answer of the search consists of, as pages and the API show it."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from episodes.models import Episode
from search import ranking
from search.facets import Facets
from search.looking import PAGE
from search.query import Query


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks for: `text` as it was typed, and what is chosen beside it. Pages count from 1."""

    text: str
    facets: Facets = field(default_factory=Facets)
    page: int = 1


def pieces(text: str, marks: Sequence[tuple[int, int]]) -> list[tuple[str, bool]]:
    """A text in pieces, each with whether it is marked."""
    found, place = [], 0
    for start, end in marks:
        found += [(text[place:start], False), (text[start:end], True)]
        place = end
    return [(piece, marked) for piece, marked in [*found, (text[place:], False)] if piece]


class State(StrEnum):
    UNASKED = "unasked"  # no word, and nothing chosen
    FOUND = "found"
    NOTHING = "nothing"
    UNAVAILABLE = "unavailable"  # no engine gives an answer: to be said kindly


@dataclass(frozen=True, slots=True)
class Moment:
    """A line in which it is said; seconds from the beginning. `marks`: from which sign of the text to before which.

    `warnings`: about the part in which it lies, to be told before it is quoted.
    """

    start: float
    end: float
    speaker: str
    text: str
    marks: tuple[tuple[int, int], ...]
    warnings: tuple[str, ...]

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The text in pieces, each with whether it is marked."""
        return pieces(self.text, self.marks)


@dataclass(frozen=True, slots=True)
class Hit:
    """An episode, public at this moment, with topics, warnings, age rating, recording and show at hand, and its best
    moments as they are said; none, if only what it says of itself fits. How it may be called on a surface says the
    episode.
    """

    episode: Episode
    moments: tuple[Moment, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """`total`: episodes that fit; `at_least`: there are more, older ones, that nobody counted. `together`: all words
    are said in one place; if not, the hits are episodes with most of them. `degraded`: the chosen engine gave no
    answer and the database's own did. `counts`: episodes by facet and value (search.facets.counted).
    """

    state: State
    query: Query
    hits: Sequence[Hit] = ()
    total: int = 0
    page: int = 1
    at_least: bool = False
    together: bool = True
    degraded: bool = False
    counts: Mapping[str, Mapping[Hashable, int]] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // PAGE))

    def marks(self, text: str) -> tuple[tuple[int, int], ...]:
        """Which ranges of another text, a title for instance, say what was asked for."""
        return ranking.marks(text, self.query.terms)
