"""Reads what somebody typed: words, "phrases", -minus. Any bytes are a query; what is no word in it means nothing.

A Query says what is wanted, not how it is found: engines get it as search.engines.protocol.Expression.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from search import words

LONGEST = 300  # signs of a query that are read
MOST_TERMS = 8  # words and phrases that are looked for
MOST_EXCLUDED = 4
MOST_IN_PHRASE = 8  # words
MOST_SYNONYMS = 6  # of one term

_QUOTES = '"“”„‟«»″＂'
_PART = re.compile(
    rf"(?P<minus>(?<!\S)[-−–])?(?:[{_QUOTES}](?P<phrase>[^{_QUOTES}]*)[{_QUOTES}]|(?P<word>[^\s{_QUOTES}]+))"
)


class Kind(StrEnum):
    """How a word of a text fits a word of a query."""

    SURFACE = "surface"  # as it is written
    STEM = "stem"  # in another form
    SYNONYM = "synonym"  # another word for the same


#: What each kind is worth.
WEIGHTS = {Kind.SURFACE: 3.0, Kind.STEM: 1.0, Kind.SYNONYM: 0.5}


class Way(NamedTuple):
    """One way in which a term may be said: these words, next to each other; stems unless the kind is SURFACE."""

    kind: Kind
    tokens: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of a query, as it was typed, with the ways in which it may be said."""

    text: str
    ways: tuple[Way, ...]

    def of(self, *kinds: Kind) -> tuple[Way, ...]:
        """The ways of these kinds."""
        return tuple(way for way in self.ways if way.kind in kinds)


@dataclass(frozen=True, slots=True)
class Expansion:
    """Words `start` up to `end` (exclusive) of a query may as well be said with other `words`; weight 0 to 1."""

    start: int
    end: int
    words: tuple[str, ...]
    weight: float = WEIGHTS[Kind.SYNONYM]


class Expand(Protocol):
    """Tells what the words of a query may be called as well."""

    def __call__(self, words: Sequence[str]) -> Sequence[Expansion]: ...


@dataclass(frozen=True, slots=True)
class Query:
    """What is wanted: every one of `terms`, and none of `excluded`. `shortened`: more was typed than is read."""

    terms: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    shortened: bool = False

    def __bool__(self) -> bool:
        """Whether anything is looked for; what is only excluded finds nothing."""
        return bool(self.terms)


@dataclass
class _Reading:
    plain: list[tuple[str, str]] = field(default_factory=list)  # as typed, as engines know it
    phrases: list[Term] = field(default_factory=list)
    excluded: list[Term] = field(default_factory=list)


def parse(text: str, expand: Expand | None = None) -> Query:
    """The query in a text; never raises."""
    read = _Reading()
    for part in _PART.finditer(text[:LONGEST]):
        _take(read, part)
    terms = _deduplicated([*read.phrases, *_terms(read.plain, expand)])
    excluded = _deduplicated(read.excluded)
    shortened = len(text) > LONGEST or len(terms) > MOST_TERMS or len(excluded) > MOST_EXCLUDED
    return Query(tuple(terms[:MOST_TERMS]), tuple(excluded[:MOST_EXCLUDED]), shortened)


def _take(read: _Reading, part: re.Match[str]) -> None:
    text = part["phrase"] if part["word"] is None else part["word"]
    surfaces = words.surfaces(text)
    if not surfaces:
        return
    if part["minus"]:
        read.excluded.append(Term(text, (_said(surfaces[:MOST_IN_PHRASE]),)))
    elif part["word"] is None and len(surfaces) > 1:
        read.phrases.append(_term(text.strip(), surfaces[:MOST_IN_PHRASE]))
    else:
        read.plain += [(text[token.start : token.end], token.surface) for token in words.tokens(text)]


def _terms(plain: Sequence[tuple[str, str]], expand: Expand | None) -> list[Term]:
    """A term for each word; words that are a name together, such as “rumah tangga”, are one."""
    surfaces = [surface for _text, surface in plain]
    expansions = list(expand(surfaces)) if expand and surfaces else []
    terms, place = [], 0
    while place < len(plain):
        here = [each for each in expansions if each.start == place and place < each.end <= len(plain)]
        end = max((each.end for each in here), default=place + 1)
        ways = [_synonym(each) for each in here if each.end == end]
        text = " ".join(typed for typed, _surface in plain[place:end])
        terms.append(_term(text, surfaces[place:end], [way for way in ways if way.tokens]))
        place = end
    return terms


def _term(text: str, surfaces: Sequence[str], synonyms: Sequence[Way] = ()) -> Term:
    stems = tuple(words.stem_of(surface) for surface in surfaces)
    return Term(text, (_said(surfaces), Way(Kind.STEM, stems, WEIGHTS[Kind.STEM]), *synonyms[:MOST_SYNONYMS]))


def _said(surfaces: Sequence[str]) -> Way:
    return Way(Kind.SURFACE, tuple(surfaces), WEIGHTS[Kind.SURFACE])


def _synonym(expansion: Expansion) -> Way:
    stems = (words.stem_of(surface) for word in expansion.words for surface in words.surfaces(word))
    weight = max(0.0, min(expansion.weight, WEIGHTS[Kind.STEM]))
    return Way(Kind.SYNONYM, tuple(stems)[:MOST_IN_PHRASE], weight)


def _deduplicated(terms: Sequence[Term]) -> list[Term]:
    return list({term.ways: term for term in terms}.values())
