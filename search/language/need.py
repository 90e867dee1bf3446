"""By which words a query tells of need: data/crisis.json and the glossary's lay queries, by stems. Pure. How they are
held against a query is the matter of `search.language.crisis`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from search.indonesian import stem, terms
from search.language import glossary
from search.language.chat import Reader, slips_of
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

#: A row of data/crisis.json: one of each set must be said.
Row = Sequence[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Rules:
    """data/crisis.json by stems, `distant` and what follows by forms, `reader` for `meant`; and the glossary's lay
    queries: by forms if they are one word (`alone`).
    """

    self: frozenset[str]
    persons: Mapping[str, frozenset[str]]
    acts: Mapping[str, frozenset[str]]
    mine: Mapping[str, frozenset[str]]
    close: Mapping[str, frozenset[str]]
    touched: Mapping[str, frozenset[str]]
    passive: Mapping[str, frozenset[str]]
    alone: Mapping[str, frozenset[str]]
    together: Mapping[str, Sequence[Row]]
    named: Mapping[str, Sequence[Row]]
    lay: Mapping[str, Sequence[Row]]
    distant: frozenset[str]
    besides: frozenset[str]
    without: frozenset[str]
    asking: frozenset[str]
    bare: frozenset[str]
    calling: frozenset[str]
    reader: Reader


@cache
def rules() -> Rules:
    """Read once."""
    given: dict[str, Any] = json.loads((DATA / "crisis.json").read_text(encoding="utf-8"))
    lay, alone = _lay_queries()
    sets: dict[str, Any] = {
        name: {code: _stems(listed) for code, listed in given[name].items()}
        for name in ("persons", "acts", "mine", "close", "touched", "passive")
    }
    rows: dict[str, Any] = {
        name: {code: [_row(phrase) for phrase in phrases] for code, phrases in given[name].items()}
        for name in ("together", "named")
    }
    forms: dict[str, Any] = {
        name: frozenset(given[name].split()) for name in ("distant", "besides", "without", "asking", "bare", "calling")
    }
    reader = _reader(given, sets, rows)
    return Rules(self=_stems(given["self"]), alone=alone, lay=lay, reader=reader, **sets, **rows, **forms)


def _lay_queries() -> tuple[dict[str, list[Row]], dict[str, frozenset[str]]]:
    """The glossary's lay queries: rows of several words, and single ones."""
    lay: dict[str, list[Row]] = {}
    alone: dict[str, frozenset[str]] = {}
    for row in glossary.rows():
        code = next((code for code in row["topics"] if code in ORDER), "")
        for phrase in row["lay_queries"] if code else ():
            if len(terms(phrase)) > 1:
                lay.setdefault(code, []).append([frozenset({term}) for term in terms(phrase)])
            else:
                alone[code] = alone.get(code, frozenset()) | {phrase}
    return lay, alone


def _row(phrase: str) -> Row:
    """What a row of `together` or `named` asks for; “dijual” asks for the passive of jual."""
    return [frozenset(map(_wanted, words.split("/"))) for words in phrase.split()]


def _wanted(word: str) -> str:
    return f"di {stem(word)}" if word.startswith("di") and stem(word) != word else _one(stem(word))


def _one(stem: str) -> str:
    return "aku" if stem in ("aku", "saya") else stem


def _reader(given: Mapping[str, Any], sets: Mapping[str, Any], rows: Mapping[str, Any]) -> Reader:
    """How dented words are read: into the words of these rules."""
    acts = frozenset[str]().union(*(stems for name in ("acts", "touched", "passive") for stems in sets[name].values()))
    watched = acts.union(*(stems for listed in sets.values() for stems in listed.values()))
    watched |= {
        word for listed in rows.values() for phrases in listed.values() for row in phrases for word in set().union(*row)
    }
    forms = (form for act in sorted(acts) for form in (act, f"di{act}", f"di{act}in", f"di{act}kan", f"di{act}i"))
    return Reader(
        watched=watched | _stems(given["self"]),
        meant={said: tuple(meant.split()) for meant, listed in given["meant"].items() for said in listed.split()},
        slips=slips_of(("tolong", *forms)),
    )


def _stems(listed: str) -> frozenset[str]:
    return frozenset(map(stem, listed.split()))
