"""What a search engine has to do, and the words in which it is asked. Knows neither Django nor any engine.

An engine keeps rows of words and tells which fit an Expression: a yes or no for each row, the same on every engine. How
good a fit is, is decided by search.ranking alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple, Protocol

from search import compounds
from search.document import Passage, Row
from search.query import Kind, Way

Clause = tuple[Way, ...]
"""Ways to say the same; one of them is enough."""


class Cause(Enum):
    """Why an engine gives no answer, as far as somebody can do something about it."""

    OTHER = auto()
    UNREACHABLE = auto()  # nobody listens there
    LATE = auto()  # not within the time that it has
    LOGIN = auto()  # the user or the password is wrong
    DATABASE = auto()  # no database of that name
    ADDRESS = auto()  # what is set is no address of such a server
    STRANGE = auto()  # something answers, but it is no such server


class Unavailable(Exception):
    """The engine gives no answer, or an answer that is none. Nothing is said about what it holds.

    Its text is for the log: no address, no password, nothing that was asked for or stored is in it.
    """

    def __init__(self, text: str, cause: Cause = Cause.OTHER) -> None:
        super().__init__(text)
        self.cause = cause


@dataclass(frozen=True, slots=True)
class Expression:
    """Fits a row that says all of `clauses` (or `either`: one of them) and none of `excluded`.

    A row says a way if its words stand in it next to each other: among its surfaces, if the way is SURFACE, else among
    its stems. With `across`, stems in its bridge count as well (see `bridged`), and one clause must be said in the row
    itself if there are several.
    """

    clauses: tuple[Clause, ...]
    excluded: tuple[Clause, ...] = ()
    either: bool = False
    across: bool = False

    def bridged(self, way: Way) -> bool:
        """Whether the way may be said in a row's bridge: a single word alone belongs to the row that it is in."""
        several = len(way.tokens) > 1 or (len(self.clauses) > 1 and not self.either)
        return self.across and several and way.kind is not Kind.SURFACE

    @property
    def rooted(self) -> bool:
        """Whether one clause must be said in the row itself."""
        return self.across and len(self.clauses) > 1 and not self.either


def stored(way: Way) -> tuple[str, ...]:
    """The words of a way as rows hold them: a phrase of stems that the glossary knows is one (search.compounds)."""
    return way.tokens if way.kind is Kind.SURFACE else compounds.looked_for(way.tokens)


class Count(NamedTuple):
    """How many rows of an episode fit, and whether what it says of itself is one of them."""

    rows: int
    own: bool


@dataclass(frozen=True, slots=True)
class Counts:
    """Episodes with rows that fit. `capped`: there are more rows, of older episodes, which nobody counted."""

    episodes: Mapping[int, Count]
    capped: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """What is stored of an episode. `place` sorts episodes by publication (search.document)."""

    episode: int
    place: int
    fingerprint: str
    rows: Sequence[Row]


class Engine(Protocol):
    """All calls may raise Unavailable. Writing twice is harmless; killed in the midst it is done anew.

    An index is named by the engine. One serves; another one may be in the making.
    """

    name: str

    def serving(self) -> str | None:
        """The index that answers, or None."""

    def building(self) -> str | None:
        """The index in the making, perhaps left over by somebody who was killed, or None."""

    def begin(self) -> str:
        """Makes an empty index."""

    def serve(self, index: str) -> None:
        """From now on this index answers; all others go."""

    def put(self, index: str, entries: Iterable[Entry]) -> None:
        """Stores episodes in the place of what was there of them. Killed in the midst, none of them seems whole."""

    def remove(self, index: str, episodes: Collection[int]) -> None:
        """Forgets episodes."""

    def contents(self, index: str, episodes: Collection[int] | None = None) -> Mapping[int, str]:
        """Fingerprints of the episodes (of all) that are stored; empty if only parts of one are, or may be."""

    def counts(
        self, wanted: Sequence[Expression], *, most: int, among: Collection[int] | None = None
    ) -> Sequence[Counts]:
        """For each expression, how many rows fit by episode, among the newest `most` rows that fit.

        `among`: only these episodes count. Raises Unavailable if no index serves.
        """

    def passages(
        self, wanted: Sequence[Expression], episodes: Collection[int], *, most: int
    ) -> Mapping[int, Sequence[Passage]]:
        """At most `most` passages of each episode that fit: those that fit the first expression, as they are said,
        then those that fit the second, and so on. What an episode says of itself is none.
        """

    def alive(self) -> bool:
        """Whether it answers at all. Raises nothing."""
