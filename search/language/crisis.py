"""Whether a query tells of need, and of which kind, so that a card with services can stand above the results. Pure.

Nothing that is asked is kept. A card too many costs a line, a card too few may cost more: in doubt it is shown
(“pencegahan bunuh diri” shows one); words that only ask for knowledge (“pencegahan kekerasan”, “UU TPKS”) show none.
How dented words are read is the matter of `search.language.chat`, which words count that of `search.language.need`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise

from search.language.chat import Said
from search.language.need import ORDER, Row, rules

__all__ = ["ORDER", "Crisis", "crisis"]

_ALWAYS = ("JIWA", "BANTUAN")  # rows that count even if somebody seems to ask for knowledge
_HOUR = re.compile("[0-9]{1,4}|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|berapa|setengah")
_COUNTED = frozenset({"kali", "x", "orang", "hari", "tahun"})
_PAPER = re.compile("laporan|pelaporan|laporannya")


@dataclass(frozen=True, slots=True)
class Crisis:
    """`topics`: codes of topics (episodes/data/topics.json), the most urgent first; at least one."""

    topics: tuple[str, ...]


def crisis(text: str) -> Crisis | None:
    """What need a query tells of, or None. Any text is welcome."""
    asked = _Asked.of(rules().reader.read(text))
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
        known = rules()
        said = [word for place, word in enumerate(read) if not _of_the_clock(read, place) and not _paper(word, read)]
        stems = {word.stem for word in said}
        passive = frozenset(word.stem for word in said if word.done)
        mine = bool(stems & known.self) or any(_with_my_ending(word) for word in said)
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
    return bool(_HOUR.fullmatch(behind[0]))


def _paper(word: Said, read: Sequence[Said]) -> bool:
    """Whether the word is a report as offices write it; with the police or with me in the query, it is not."""
    return bool(_PAPER.fullmatch(word.form)) and not any(
        each.stem == "polisi" or each.stem in rules().self for each in read
    )


def _with_my_ending(word: Said) -> bool:
    return word.form.endswith("ku") and not word.stem.endswith("ku")


def _names_a_deed(word: Said) -> bool:
    """Whether the word speaks of a deed as of a thing: who looks for “penganiayaan anak” mostly wants to know."""
    name = word.form.removesuffix("nya")
    return name.endswith("an") and (name.startswith(("pe", "ke")) or (_a_deed(word) and name == f"{word.stem}an"))


def _begins_with_a_deed(said: Sequence[Said]) -> bool:
    """Whether the passive stands first: who says whom it befell with no word mostly means oneself."""
    return bool(said) and said[0].done and any(said[0].stem in acts for acts in rules().passive.values())


def _distant(said: Sequence[Said]) -> bool:
    """Whether somebody asks about law, news, causes and the like, or asks in writing why others do so (memukul)."""
    known = rules()
    told = any(word.done and _a_deed(word) for word in said)
    far = known.distant if told else known.distant | known.besides
    if any(word.stem in far or word.form in far for word in said):
        return True
    if [word.form for word in said[:2]] == ["apa", "itu"]:
        return True
    without = any(one.form in known.without and _a_deed(other) for one, other in pairwise(said))
    written = any(word.form.startswith("me") and _a_deed(word) for word in said)
    return without or (written and any(word.form in known.asking for word in said))


def _a_deed(word: Said) -> bool:
    return word.stem == "keras" or any(word.stem in acts for acts in rules().acts.values())


def _passive(asked: _Asked) -> Iterator[str]:
    """What was done to somebody, where that says enough by itself."""
    known = rules()
    yield from (code for code, acts in known.passive.items() if asked.passive & acts)
    yield from (code for code, forms in known.alone.items() if asked.forms & forms)


def _done(asked: _Asked) -> Iterator[str]:
    """Something that is done, with who does it or bears it."""
    known = rules()
    persons = [person for person, names in known.persons.items() if asked.stems & names]
    for code, acts in known.acts.items():
        if asked.told & acts and (persons or asked.mine):
            yield from persons
            if code or not persons:
                yield code or "BANTUAN"
    if asked.mine:
        for sets in (known.mine, known.close):
            yield from (code for code, listed in sets.items() if asked.stems & listed)
    yield from _touched(asked, bool(persons))


def _touched(asked: _Asked, by_somebody: bool) -> Iterator[str]:
    """What may be harmless, done to me, to somebody by somebody, or again and again."""
    again = asked.passive & asked.twice
    by_hand = asked.passive | asked.twice if by_somebody else again
    for code, acts in rules().touched.items():
        if acts & (asked.stems if asked.mine else by_hand):
            yield code


def _together(asked: _Asked) -> Iterator[str]:
    known = rules()
    for rows, said in ((known.together, asked.told), (known.named, asked.stems), (known.lay, asked.stems)):
        yield from _matching(rows, said, set(rows) - set(_ALWAYS))


def _seeking(asked: _Asked) -> Iterator[str]:
    """Who does not want to live, and who looks for help."""
    known = rules()
    yield from _matching(known.together, asked.told, ("JIWA",))
    for rows in (known.together, known.named, known.lay):
        yield from _matching(rows, asked.stems, ("BANTUAN",))
    yield from _matching(known.lay, asked.stems, ("JIWA",))
    if asked.forms & known.calling and asked.forms <= known.bare:
        yield "BANTUAN"


def _matching(rows: Mapping[str, Sequence[Row]], said: frozenset[str], codes: Iterable[str]) -> Iterator[str]:
    """The codes of which a row is said."""
    for code in codes:
        if any(not any(each.isdisjoint(said) for each in row) for row in rows.get(code, ())):
            yield code
