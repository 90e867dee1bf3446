"""What the field's glossary adds to a query: other words for the same, words for something near, and what a term that
has been replaced is called now. Pure; it reads the glossary that transcription uses too (transcripts/data).

Whether somebody asks out of need is the matter of `search.language.crisis`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

from search.indonesian import stem, terms
from search.indonesian import words as words_of
from search.language.lexicon import lines
from search.language.normalising import bare

GLOSSARY = Path(__file__).parents[2] / "transcripts" / "data" / "glossary.json"

Stems = tuple[str, ...]


class Kind(StrEnum):
    """How an expansion belongs to what was asked."""

    SAME = "same"
    """Another word for it; it works both ways."""
    CURRENT = "current"
    """What a term that has been replaced is called now."""
    DIALECT = "dialect"
    """The other of a pair of Jambi Malay and Indonesian."""
    RELATED = "related"
    """Something near it; it works one way."""
    FARTHER = "farther"
    """Another word for something near."""


WEIGHTS = {Kind.SAME: 0.8, Kind.CURRENT: 0.8, Kind.DIALECT: 0.5, Kind.RELATED: 0.3, Kind.FARTHER: 0.2}
#: Glossary kinds whose `expansion` is a name; others explain.
_NAMED = frozenset({"akronim", "lembaga", "program", "hukum"})
_ENOUGH = 24  # expansions of one query
_OF_A_NEAR_ONE = 2  # other words that count for a term that is near


@dataclass(frozen=True, slots=True)
class Expansion:
    """The words `start` up to `end` (exclusive) of a query may as well be said with `text`, whose stems are `stems`: a
    phrase if there are several.
    """

    start: int
    end: int
    text: str
    stems: Stems
    kind: Kind

    @property
    def written(self) -> bool:
        """Whether only the word itself is meant: a role (pelapor), since its stem is found in deeds (melapor)."""
        return bare(self.text) in _role_names()

    @property
    def weight(self) -> float:
        """What a hit by it counts beside 1 for the words themselves."""
        return WEIGHTS[self.kind]


@dataclass(frozen=True, slots=True)
class Replaced:
    """A term that is no longer in use, and what it is called now."""

    old: str
    now: str


def expansions(words: Sequence[str]) -> tuple[Expansion, ...]:
    """What else to look for than these words, the weightiest first. Phrases of the glossary are found by their stems,
    the longest first; what stands in a longer one is not looked at again.
    """
    found = [
        Expansion(start, start + len(key), other, stems, kind)
        for start, key in _places(words)
        for stems, kind, other in _table()[key]
    ]
    return tuple(sorted(found, key=lambda each: -each.weight)[:_ENOUGH])


def replaced(words: Sequence[str]) -> tuple[Replaced, ...]:
    """The terms in a query that have been replaced, for a line such as “P2TP2A, kini: UPTD PPA”."""
    return tuple(_replaced()[key] for _, key in _places(words) if key in _replaced())


def topics(words: Sequence[str]) -> tuple[str, ...]:
    """The codes of the topics that a query names by a term of the glossary, in its order."""
    return tuple(dict.fromkeys(code for _, key in _places(words) for code in _topics().get(key, ())))


@cache
def named() -> frozenset[str]:
    """All words of the names that it knows, as they are compared; of how they are heard, none."""
    forms = [form for row in rows() for form in (row["term"], *row["variants"])]
    return frozenset(word.form for name in (*phrases(), *forms) for word in words_of(name))


@cache
def phrases() -> frozenset[str]:
    """All that may stand for something else, or something else for it, as it is written: words and phrases."""
    return frozenset(name for one, other, _ in _pairs() for name in (one, other))


def rows() -> Sequence[dict[str, Any]]:
    """The glossary's terms as they stand in the file."""
    return _file()["terms"]


def _places(words: Sequence[str]) -> Iterator[tuple[int, Stems]]:
    """Where phrases of the glossary stand in a query, and which; none lies in another."""
    stems = tuple(_role(word) or stem(word) for word in map(bare, words))
    start, longest = 0, max(map(len, _table()))
    while start < len(stems):
        keys = (stems[start : start + length] for length in range(longest, 0, -1))
        key = next((key for key in keys if key in _table()), ())
        if key:
            yield start, key
        start += len(key) or 1


@cache
def _file() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(GLOSSARY.read_text(encoding="utf-8"))
    return content


@cache
def _table() -> dict[Stems, tuple[tuple[Stems, Kind, str], ...]]:
    """Each phrase with what it expands to."""
    found: dict[Stems, dict[Stems, tuple[Kind, str]]] = {}
    for one, other, kind in _pairs():
        key, stems = _key(one), tuple(terms(other))
        if key and stems and key != stems:
            found.setdefault(key, {}).setdefault(stems, (kind, other))
    return {key: tuple((stems, *rest) for stems, rest in others.items()) for key, others in found.items()}


def _key(phrase: str) -> Stems:
    """How a phrase is looked up: by its stems, but a role that stands alone by its name, so that who looks for “lapor”
    is not taken for one who looks for “pelapor”.
    """
    stems = tuple(terms(phrase))
    return (_role(bare(phrase)),) if phrase in _roles() else stems


def _role(form: str) -> str:
    """The mark of a role, if this word names one of the glossary's, with or without -nya."""
    name = form.removesuffix("nya")
    return f"{name}!" if name in _roles() else ""


@cache
def _role_names() -> frozenset[str]:
    """Names of who does or bears something (pelapor, saksi), as far as they are single words of the glossary."""
    names = (bare(form) for row in rows() if row["kind"] == "peran" for form in _forms(row))
    return frozenset(name for name in names if name.isalpha())


@cache
def _roles() -> frozenset[str]:
    """Those of them that are made from a deed."""
    return frozenset(name for name in _role_names() if stem(name) != name)


def _pairs() -> Iterator[tuple[str, str, Kind]]:
    """What may be looked for instead of what. Of several reasons for the same pair the first counts."""
    by_term = {row["term"]: row for row in rows()}
    for row in rows():
        yield from _same(row)
    for old, now in _successors().items():
        yield from ((form, now, Kind.CURRENT) for form in _forms(by_term[old]))
    for place in _file()["places"]:
        yield from ((a, b, Kind.SAME) for a, b in permutations((place["term"], *place["variants"]), 2))
    for word in _file()["jambi_malay"]["terms"]:
        yield word["jambi"], word["indonesian"].removesuffix(" kecil"), Kind.DIALECT
        if word["jambi"] not in _traps():
            yield word["indonesian"], word["jambi"], Kind.DIALECT
    for row in rows():
        yield from ((form, near, Kind.RELATED) for form in _forms(row) for near in row["related"])
    yield from _everyday()
    for row in rows():
        near = [other for name in row["related"] for other in _others(name)]
        yield from ((form, other, Kind.FARTHER) for form in _forms(row) for other in near)


def _everyday() -> Iterator[tuple[str, str, Kind]]:
    """What stands in everyday.txt."""
    for line in lines("everyday.txt"):
        said, _, near = line.partition(">")
        alike = [word.strip() for word in said.split("=")]
        yield from ((one, other, Kind.SAME) for one, other in permutations(alike, 2))
        for name in filter(None, map(str.strip, near.split(","))):
            yield from ((one, name, Kind.RELATED) for one in alike)
            yield from ((one, other, Kind.FARTHER) for one in alike for other in _others(name))


def _others(name: str) -> list[str]:
    """Some other words for a term that is near, the name that is written out first. None for a role: what is called
    like it is somebody else.
    """
    row = next((row for row in rows() if row["term"] == name), None)
    if row is None or row["kind"] == "peran" or row["status"] != "current":
        return []
    forms = [form for form in _forms(row) if form != name]
    return sorted(forms, key=lambda form: form not in row["expansion"])[:_OF_A_NEAR_ONE]


def _same(row: dict[str, Any]) -> Iterator[tuple[str, str, Kind]]:
    forms = _forms(row)
    yield from ((one, other, Kind.SAME) for one, other in permutations(forms, 2))
    for spoken in row["spoken"]:
        if " " in spoken:  # one word that is heard is mostly a word of its own
            yield from ((spoken, form, Kind.SAME) for form in forms)


def _forms(row: dict[str, Any]) -> list[str]:
    """What a term is called, the term itself first, without what means something else when it stands alone."""
    names = [row["term"], *row["variants"]]
    if row["kind"] in _NAMED:
        names.append(row["expansion"].partition(" (")[0])
    return [name for name in names if name and name not in _traps()]


@cache
def _traps() -> frozenset[str]:
    return frozenset(lines("traps.txt"))


@cache
def _successors() -> dict[str, str]:
    """Replaced terms, and the first of their related terms that is in use."""
    current = {row["term"] for row in rows() if row["status"] == "current"}
    return {
        row["term"]: next(near for near in row["related"] if near in current)
        for row in rows()
        if row["status"] == "superseded"
    }


@cache
def _replaced() -> dict[Stems, Replaced]:
    return {_key(old): Replaced(old, now) for old, now in _successors().items()}


@cache
def _topics() -> dict[Stems, list[str]]:
    found: dict[Stems, list[str]] = {}
    for row in rows():
        for form in _forms(row):
            found.setdefault(_key(form), []).extend(row["topics"])
    topics = {row["term"]: row["topics"] for row in rows()}
    for one, other, kind in _everyday():
        if kind is Kind.RELATED and other in topics:
            found.setdefault(_key(one), []).extend(topics[other])
    return found
