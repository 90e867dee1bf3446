"""Reads what somebody typed: words, "phrases" (which count as they are written), -minus. Any bytes are a query; what is
no word in it means nothing.

A Query says what is wanted, not how it is found: engines get it as search.engines.protocol.Expression.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple, Protocol

from search import indonesian, words
from search.words import Token

LONGEST = 300  # signs of a query that are read
MOST_TERMS = 8  # words and phrases that are looked for
MOST_EXCLUDED = 4
MOST_SYNONYMS = 12  # of one term

_CLITIC = "nya"  # what a word that counts as it is written may carry
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
    """One way in which a term may be said: these words, next to each other; stems unless the kind is SURFACE. `other`:
    a SURFACE that is another word for the same, and found where synonyms are.
    """

    kind: Kind
    tokens: tuple[str, ...]
    weight: float
    other: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase of a query, as it was typed, with the ways in which it may be said. `quoted`: as it is written
    and in no other form.
    """

    text: str
    ways: tuple[Way, ...]
    quoted: bool = False

    def of(self, *kinds: Kind) -> tuple[Way, ...]:
        """The ways of these kinds; other words for the same are SYNONYM, however they are looked for. Where stems
        count, the words as they were typed find nothing that their stems do not, and are left out.
        """
        kept = set(kinds) - ({Kind.SURFACE} if Kind.STEM in kinds and not self.quoted else set())
        return tuple(way for way in self.ways if (Kind.SYNONYM if way.other else way.kind) in kept)


class Expansion(Protocol):
    """Words `start` up to `end` (exclusive) of a query may as well be said with `text`; weight from 0 to 1, which is
    what another form of the words themselves is worth.
    """

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def weight(self) -> float: ...
    @property
    def written(self) -> bool: ...


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


class _Plain(NamedTuple):
    """A word outside of quotes: as it was typed, as it is meant, as engines know it."""

    text: str
    word: str
    token: Token


@dataclass
class _Reading:
    plain: list[_Plain] = field(default_factory=list)
    phrases: list[Term] = field(default_factory=list)
    excluded: list[Term] = field(default_factory=list)


def parse(text: str, expand: Expand | None = None) -> Query:
    """The query in a text; never raises."""
    read = _Reading()
    for part in _PART.finditer(text[:LONGEST]):
        _take(read, part)
    terms = _deduplicated([*read.phrases, *_terms(_joined(read.plain), expand)])
    excluded = _deduplicated(read.excluded)
    shortened = len(text) > LONGEST or len(terms) > MOST_TERMS or len(excluded) > MOST_EXCLUDED
    return Query(tuple(terms[:MOST_TERMS]), tuple(excluded[:MOST_EXCLUDED]), shortened)


def _take(read: _Reading, part: re.Match[str]) -> None:
    text = part["phrase"] if part["word"] is None else part["word"]
    tokens = words.tokens(text)
    if not tokens:
        return
    if part["minus"]:
        read.excluded.append(Term(text, (_said(tokens),)))
    elif part["word"] is None:
        read.phrases.append(Term(text.strip(), _quoted(tokens), quoted=True))
    else:
        read.plain += [_Plain(typed, typed, token) for token in tokens for typed in [text[token.start : token.end]]]


def _joined(plain: Sequence[_Plain]) -> list[_Plain]:
    """The words, with a passive that was typed in two (“di pukul”) or without its vowel (“dpukul”) as one."""
    found: list[_Plain] = []
    for each in plain:
        whole = indonesian.passive(found[-1].text, each.text) if found else ""
        if whole:
            found.append(_Plain(f"{found.pop().text} {each.text}", whole, words.tokens(whole)[0]))
        else:
            whole = indonesian.shortened_passive(each.text)
            found.append(_Plain(each.text, whole, words.tokens(whole)[0]) if whole else each)
    return found


def _terms(plain: Sequence[_Plain], expand: Expand | None) -> list[Term]:
    """A term for each word; words that are a name together, such as “rumah tangga”, are one."""
    expansions = list(expand([each.word for each in plain])) if expand and plain else []
    terms, place = [], 0
    while place < len(plain):
        here = [each for each in expansions if each.start == place and place < each.end <= len(plain)]
        end = max((each.end for each in here), default=place + 1)
        others = [each for each in here if each.end == end][:MOST_SYNONYMS]
        text = " ".join(each.text for each in plain[place:end])
        tokens = [each.token for each in plain[place:end]]
        terms.append(_term(text, tokens, [way for each in others for way in _synonyms(each)]))
        place = end
    return terms


def _term(text: str, tokens: Sequence[Token], synonyms: Sequence[Way]) -> Term:
    stems = tuple(token.stem for token in tokens[: words.MOST_IN_PHRASE])
    return Term(text, (_said(tokens), Way(Kind.STEM, stems, WEIGHTS[Kind.STEM]), *synonyms))


def _said(tokens: Sequence[Token]) -> Way:
    return Way(Kind.SURFACE, tuple(token.surface for token in tokens[: words.MOST_IN_PHRASE]), WEIGHTS[Kind.SURFACE])


def _quoted(tokens: Sequence[Token]) -> tuple[Way, ...]:
    """The words as they stand, within a row or over its end: there they stand among stems."""
    said = _said(tokens)
    over = Way(Kind.STEM, tuple(map(words.written, said.tokens)), WEIGHTS[Kind.STEM])
    return (said, over) if len(said.tokens) > 1 else (said,)


def _synonyms(expansion: Expansion) -> list[Way]:
    """The ways to say an expansion; none if there is no word in it."""
    weight = max(0.0, min(expansion.weight, WEIGHTS[Kind.STEM]))
    tokens = words.tokens(expansion.text)[: words.MOST_IN_PHRASE]
    if not expansion.written:
        return [Way(Kind.SYNONYM, tuple(token.stem for token in tokens), weight)] if tokens else []
    forms = [tuple(token.surface for token in tokens)] if tokens else []
    forms += [(*form[:-1], form[-1] + _CLITIC) for form in forms]
    return [Way(Kind.SURFACE, form, weight, other=True) for form in forms]


def _deduplicated(terms: Sequence[Term]) -> list[Term]:
    return list({term.ways: term for term in terms}.values())
