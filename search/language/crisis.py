"""Whether a query tells of need, and of which kind, so that a card with services can stand above the results. Pure.

Nothing that is asked is kept. A card too many costs a line, a card too few may cost more: in doubt it is shown
(“pencegahan bunuh diri” shows one); words that only ask for knowledge (“pencegahan kekerasan”, “UU TPKS”) show none.
How dented words are read is the matter of `search.language.chat`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, pairwise
from typing import Any

from search.indonesian import stem, terms
from search.language import glossary
from search.language.chat import Reader, Said, slips_of
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
_ALWAYS = ("JIWA", "BANTUAN")  # rows that count even if somebody seems to ask for knowledge
_HOURS = "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas dua belas berapa setengah".split()
_NUMBER = re.compile("[0-9]{1,4}")
_COUNTED = frozenset("kali x orang hari tahun".split())
_PAPER = re.compile("laporan|pelaporan|laporannya")

#: A row of data/crisis.json: one of each set must be said.
Row = Sequence[frozenset[str]]


@dataclass(frozen=True, slots=True)
class Crisis:
    """`topics`: codes of topics (episodes/data/topics.json), the most urgent first; at least one."""

    topics: tuple[str, ...]


def crisis(text: str) -> Crisis | None:
    """What need a query tells of, or None. Any text is welcome."""
    asked = _Asked.of(_rules().reader.read(text))
    near = () if asked.distant else (_passive(asked), _done(asked), _together(asked))
    found = {*_seeking(asked), *chain.from_iterable(near)}
    return Crisis(tuple(code for code in ORDER if code in found)) if found else None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query: its stems, those of words that are no noun of a deed (pembunuhan, ancaman), those of what stands in the
    passive and what is said twice, its forms, whether it speaks of me, and whether it keeps all that at a distance.
    """

    stems: frozenset[str]
    told: frozenset[str]
    passive: frozenset[str]
    twice: frozenset[str]
    forms: frozenset[str]
    mine: bool
    distant: bool

    @classmethod
    def of(cls, read: Sequence[Said]) -> _Asked:
        rules = _rules()
        said = [word for place, word in enumerate(read) if not _of_the_clock(read, place) and not _paper(word, read)]
        stems = {word.stem for word in said}
        passive = frozenset(word.stem for word in said if word.done)
        mine = bool(stems & rules.self) or any(_with_my_ending(word) for word in said)
        more = {"aku"} if mine else set()
        if any(word.form == "laki" for word in said) and not any(word.twice for word in said if word.stem == "laki"):
            more.add("suami")  # laki sayo, in Jambi and elsewhere
        more |= {f"di {done}" for done in passive}
        told = stems if mine else {word.stem for word in said if not _names_a_deed(word)}
        return cls(
            stems=frozenset(stems | more),
            told=frozenset(told | more),
            passive=passive,
            twice=frozenset(word.stem for word in said if word.twice),
            forms=frozenset(word.form for word in said),
            mine=mine,
            distant=not mine and not _begins_with_a_deed(said) and _distant(said),
        )


def _of_the_clock(read: Sequence[Said], place: int) -> bool:
    """Whether this is the pukul of “acara pukul 7 malam”, not a blow: three blows or seven people are counted."""
    behind = [word.form for word in read[place + 1 : place + 3]]
    if read[place].form != "pukul" or read[place].done or not behind or behind[-1] in _COUNTED:
        return False
    return bool(_NUMBER.fullmatch(behind[0])) or behind[0] in _HOURS


def _paper(word: Said, read: Sequence[Said]) -> bool:
    """Whether the word is a report as offices write it; with the police or with me in the query, it is not."""
    return bool(_PAPER.fullmatch(word.form)) and not any(
        each.stem == "polisi" or each.stem in _rules().self for each in read
    )


def _with_my_ending(word: Said) -> bool:
    return word.form.endswith("ku") and not word.stem.endswith("ku")


def _names_a_deed(word: Said) -> bool:
    """Whether the word speaks of a deed as of a thing: who looks for “penganiayaan anak” mostly wants to know."""
    name = word.form.removesuffix("nya")
    return name.endswith("an") and (name.startswith(("pe", "ke")) or (_a_deed(word) and name == f"{word.stem}an"))


def _begins_with_a_deed(said: Sequence[Said]) -> bool:
    """Whether the passive stands first: who says whom it befell with no word mostly means oneself."""
    return bool(said) and said[0].done and any(said[0].stem in acts for acts in _rules().passive.values())


def _distant(said: Sequence[Said]) -> bool:
    """Whether somebody asks about law, news, causes and the like, or asks in writing why others do so (memukul)."""
    rules = _rules()
    if any(word.stem in rules.distant or word.form in rules.distant for word in said):
        return True
    if [word.form for word in said[:2]] == ["apa", "itu"]:
        return True
    without = any(one.form in rules.without and _a_deed(other) for one, other in pairwise(said))
    written = any(word.form.startswith("me") and _a_deed(word) for word in said)
    return without or (written and any(word.form in rules.asking for word in said))


def _a_deed(word: Said) -> bool:
    return word.stem == "keras" or any(word.stem in acts for acts in _rules().acts.values())


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
    if asked.mine:
        yield from (code for code, names in rules.close.items() if asked.stems & names)
    for code, acts in rules.touched.items():
        if asked.stems & acts and (asked.mine or (persons and (asked.passive | asked.twice) & acts)):
            yield code


def _together(asked: _Asked) -> Iterator[str]:
    rules = _rules()
    for rows, said in ((rules.together, asked.told), (rules.named, asked.stems), (rules.lay, asked.stems)):
        yield from _matching(rows, said, set(rows) - set(_ALWAYS))


def _seeking(asked: _Asked) -> Iterator[str]:
    """Who does not want to live, and who looks for help."""
    rules = _rules()
    yield from _matching(rules.together, asked.told, ("JIWA",))
    for rows in (rules.together, rules.named, rules.lay):
        yield from _matching(rows, asked.stems, ("BANTUAN",))
    yield from _matching(rules.lay, asked.stems, ("JIWA",))
    if asked.forms & rules.calling and asked.forms <= rules.bare:
        yield "BANTUAN"


def _matching(rows: Mapping[str, Sequence[Row]], said: frozenset[str], codes: Iterable[str]) -> Iterator[str]:
    """The codes of which a row is said."""
    for code in codes:
        if any(not any(each.isdisjoint(said) for each in row) for row in rows.get(code, ())):
            yield code


@dataclass(frozen=True, slots=True)
class _Rules:
    """data/crisis.json by stems, and the glossary's lay queries: by forms if they are one word (`alone`)."""

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
    without: frozenset[str]
    asking: frozenset[str]
    bare: frozenset[str]
    calling: frozenset[str]
    reader: Reader


@cache
def _rules() -> _Rules:
    given: dict[str, Any] = json.loads((DATA / "crisis.json").read_text(encoding="utf-8"))
    lay, alone = _lay_queries()
    sets = {
        name: {code: _stems(listed) for code, listed in given[name].items()}
        for name in ("persons", "acts", "mine", "close", "touched", "passive")
    }
    rows = {
        name: {code: [_row(phrase) for phrase in phrases] for code, phrases in given[name].items()}
        for name in ("together", "named")
    }
    return _Rules(
        self=_stems(given["self"]),
        **sets,
        **rows,
        alone=alone,
        lay=lay,
        **{name: frozenset(given[name].split()) for name in ("distant", "without", "asking", "bare", "calling")},
        reader=_reader(given, sets, rows),
    )


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
    watched |= {word for listed in rows.values() for phrases in listed.values() for row in phrases for word in set().union(*row)}
    forms = (form for act in sorted(acts) for form in (act, f"di{act}", f"di{act}in", f"di{act}kan", f"di{act}i"))
    return Reader(
        watched=watched | _stems(given["self"]),
        meant={said: tuple(meant.split()) for meant, listed in given["meant"].items() for said in listed.split()},
        slips=slips_of(forms),
    )


def _stems(listed: str) -> frozenset[str]:
    return frozenset(map(stem, listed.split()))
