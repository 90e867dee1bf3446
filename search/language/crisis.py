"""Whether a query tells of need, and of which kind, so that a card with services can stand above the results. Pure.

Nothing that is asked is kept. A card too many costs a line, a card too few may cost more: in doubt it is shown; words
that only ask for knowledge (“pencegahan kekerasan”, “UU TPKS”) show none.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from search.indonesian import Word, stem, terms, words
from search.language import glossary
from search.language.lexicon import DATA

#: The topics whose lay queries show the card, the most urgent first.
ORDER = (
    "JIWA",
    "KSA",
    "KS",
    "KDRT",
    "KTA-FISIK",
    "TPPO",
    "KBGO",
    "KDP",
    "PERKAWINAN-ANAK",
    "EKSPLOITASI",
    "KERJA",
    "PERUNDUNGAN",
    "PERUNDUNGAN-SIBER",
    "K-PSIKIS",
    "PENELANTARAN",
    "BANTUAN",
)
_MOST = 60  # words of a query that are looked at


@dataclass(frozen=True, slots=True)
class Crisis:
    """`topics`: codes of topics (episodes/data/topics.json), the most urgent first; at least one."""

    topics: tuple[str, ...]


def crisis(text: str) -> Crisis | None:
    """What need a query tells of, or None. Any text is welcome."""
    asked = _Asked.of(words(text[: _MOST * 20])[:_MOST])
    found = {*_passive(asked), *_done(asked), *_together(asked)}
    return Crisis(tuple(code for code in ORDER if code in found)) if found else None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query: its stems, those of words that are no noun of a deed (pembunuhan, ancaman), those of what stands in the
    passive, its forms, and whether it speaks of me.
    """

    stems: frozenset[str]
    told: frozenset[str]
    passive: frozenset[str]
    forms: frozenset[str]
    mine: bool

    @classmethod
    def of(cls, asked: Collection[Word]) -> _Asked:
        stems = frozenset(word.stem for word in asked)
        passive = {word.stem for word in asked if word.form.startswith("di") and word.form != word.stem}
        mine = any(word.form.endswith("ku") and word.form != word.stem for word in asked)
        mine = mine or bool(stems & _rules().self)
        told = stems if mine else frozenset(word.stem for word in asked if not _names_a_deed(word))
        return cls(stems, told, frozenset(passive), frozenset(word.form for word in asked), mine)


def _names_a_deed(word: Word) -> bool:
    """Whether the word speaks of a deed as of a thing: who looks for “penganiayaan anak” mostly wants to know."""
    name = word.form.removesuffix("nya")
    done = any(word.stem in acts for acts in _rules().acts.values())
    return name.endswith("an") and (name.startswith(("pe", "ke")) or (done and name == f"{word.stem}an"))


def _passive(asked: _Asked) -> Iterator[str]:
    """What was done to somebody, where that says enough by itself."""
    rules = _rules()
    yield from (code for code, acts in rules.passive.items() if asked.passive & acts)
    yield from (code for code, forms in rules.alone.items() if asked.forms & forms)


def _done(asked: _Asked) -> Iterator[str]:
    """Something that is done, with who does it or bears it."""
    rules = _rules()
    persons = [person for person, names in rules.persons.items() if asked.stems & names]
    for code, acts in rules.acts.items():
        if asked.told & acts and (persons or asked.mine):
            yield from persons
            if code or not persons:
                yield code or "BANTUAN"
    for code, acts in rules.mine.items():
        if asked.mine and asked.stems & acts:
            yield code
    for code, acts in rules.touched.items():
        if persons and asked.stems & acts and (asked.mine or asked.passive & acts):
            yield code


def _together(asked: _Asked) -> Iterator[str]:
    for sets, stems in ((_rules().together, asked.told), (_rules().lay, asked.stems)):
        yield from (code for code, rows in sets.items() if any(each <= stems for each in rows))


@dataclass(frozen=True, slots=True)
class _Rules:
    """data/crisis.json by stems, and the glossary's lay queries: by forms if they are one word (`alone`)."""

    self: frozenset[str]
    persons: Mapping[str, frozenset[str]]
    acts: Mapping[str, frozenset[str]]
    mine: Mapping[str, frozenset[str]]
    touched: Mapping[str, frozenset[str]]
    passive: Mapping[str, frozenset[str]]
    alone: Mapping[str, frozenset[str]]
    together: Mapping[str, Sequence[frozenset[str]]]
    lay: Mapping[str, Sequence[frozenset[str]]]


@cache
def _rules() -> _Rules:
    given: dict[str, Any] = json.loads((DATA / "crisis.json").read_text(encoding="utf-8"))
    lay: dict[str, list[frozenset[str]]] = {}
    alone: dict[str, set[str]] = {}
    for row in glossary.rows():
        code = next((code for code in row["topics"] if code in ORDER), "")
        for phrase in row["lay_queries"] if code else ():
            if len(terms(phrase)) > 1:
                lay.setdefault(code, []).append(frozenset(terms(phrase)))
            else:
                alone.setdefault(code, set()).add(phrase)
    return _Rules(
        self=_stems(given["self"]),
        **{
            name: {code: _stems(listed) for code, listed in given[name].items()}
            for name in ("persons", "acts", "mine", "touched", "passive")
        },
        alone={code: frozenset(forms) for code, forms in alone.items()},
        together={
            code: [frozenset(terms(phrase)) for phrase in phrases] for code, phrases in given["together"].items()
        },
        lay=lay,
    )


def _stems(listed: str) -> frozenset[str]:
    return frozenset(map(stem, listed.split()))
