"""What results may be narrowed by: topic, show, person, year, age rating, length. Pure.

Documents are held in memory (some hundred bytes each), so that counting costs no engine anything and is the same for
all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from itertools import chain
from operator import attrgetter


class Length(StrEnum):
    """How long an episode is: at most 15 minutes, at most 40, longer."""

    SHORT = "short"
    MEDIUM = "medium"
    LONG = "long"

    @classmethod
    def of(cls, seconds: float) -> Length:
        """The length that so many seconds are."""
        return cls.SHORT if seconds <= 15 * 60 else cls.MEDIUM if seconds <= 40 * 60 else cls.LONG


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a document beside its words."""

    episode: int
    place: int
    until: datetime | None
    fingerprint: str
    show: int
    topic: tuple[str, ...]
    person: tuple[int, ...]
    year: int
    age: str
    length: Length
    language: str

    def values(self, facet: str) -> tuple[Hashable, ...]:
        """What it has of a facet."""
        value = getattr(self, facet)
        return value if facet in _SEVERAL else (value,)


@dataclass(frozen=True, slots=True)
class Facets:
    """What is chosen; within a facet one of the values is enough. Values that nothing has find nothing."""

    show: frozenset[int] = field(default_factory=frozenset)
    topic: frozenset[str] = field(default_factory=frozenset)
    person: frozenset[int] = field(default_factory=frozenset)
    year: frozenset[int] = field(default_factory=frozenset)
    age: frozenset[str] = field(default_factory=frozenset)
    length: frozenset[str] = field(default_factory=frozenset)

    def __bool__(self) -> bool:
        return any(getattr(self, name) for name in NAMES)

    def fit(self, facts: Facts, without: str = "") -> bool:
        """Whether a document is among what is chosen; the facet `without` does not count."""
        chosen = ((name, getattr(self, name)) for name in NAMES if name != without)
        return all(not wanted or not wanted.isdisjoint(facts.values(name)) for name, wanted in chosen)


NAMES = tuple(each.name for each in fields(Facets))
_SEVERAL = frozenset({"topic", "person"})  # of which a document may have more than one


def counted(found: Iterable[Facts], chosen: Facets) -> Mapping[str, Mapping[Hashable, int]]:
    """How many of these documents have each value, by facet. A facet's own choice does not count for its numbers, so
    that somebody who chose one show sees how many the others would bring.
    """
    documents = list(found)
    return {name: _counted(fitting(documents, chosen, without=name), name) for name in NAMES}


def fitting(found: Collection[Facts], chosen: Facets, without: str = "") -> Collection[Facts]:
    """Those among what is chosen; the facet `without` does not count."""
    if not any(getattr(chosen, name) for name in NAMES if name != without):
        return found
    return [facts for facts in found if chosen.fit(facts, without)]


def _counted(documents: Iterable[Facts], name: str) -> Mapping[Hashable, int]:
    values = map(attrgetter(name), documents)
    counts = Counter(chain.from_iterable(values) if name in _SEVERAL else values)
    counts.pop("", None)
    return counts
