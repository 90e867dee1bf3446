"""Tells where a line or a cue may break between two words, and how much a break there disturbs.

Names, numbers with what they count, and telephone numbers hold together.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise

CONJUNCTIONS = frozenset({"dan", "atau", "tetapi", "tapi", "karena", "yang", "sehingga", "agar", "kalau", "bahwa"})
"""Words that a cue or a line may well begin with."""

# What a break costs, the cheaper the better. Two capitals may be a name that nobody told us.
AFTER_SENTENCE, AFTER_CLAUSE, BEFORE_CONJUNCTION, ANYWHERE, BETWEEN_CAPITALS = 0.0, 2.0, 3.0, 5.0, 30.0

SENTENCE_ENDS = (".", "?", "!", "…")
CLAUSE_ENDS = (",", ";", ":", "–")
OPENING, CLOSING = "\"'“‘([", "\"'”’)]"

MONTHS = "januari februari maret april mei juni juli agustus september oktober november desember"
COUNTED = frozenset(
    f"{MONTHS} persen % rupiah ribu juta miliar triliun tahun bulan minggu hari jam menit detik wib "
    "kali kg gram km meter cm orang anak perempuan korban kasus".split()
)
"""What stands after a number and is read with it."""

COUNTING = frozenset(f"{MONTHS} rp nomor no. pasal ayat pukul jam tanggal tahun usia umur sebanyak sekitar".split())
"""What stands before a number and is read with it."""

TITLES = frozenset({"bapak", "bu", "ibu", "pak"})
"""What stands before a name."""

ABBREVIATION = re.compile(r"(?:bpk|dra?|drs|hj?|ir|jl|kh|no|prof|sdri?|ust|[A-Z])\.", re.IGNORECASE)
"""The same, shortened, and initials; the dot ends no sentence."""

NUMBER = re.compile(r"[(+]*\d[\d.,:/)-]*")


Known = Mapping[str, Sequence[Sequence[str]]]
"""The words of each name, by the first of them, in small letters."""


def known(names: Collection[str]) -> Known:
    """Names of several words, made ready to be found."""
    found: dict[str, list[list[str]]] = {}
    for name in names:
        words = name.casefold().split()
        if len(words) > 1:
            found.setdefault(words[0], []).append(words)
    return found


def held(words: Sequence[str], names: Known) -> list[bool]:
    """For each word whether it must stand beside the one before it. Names are found whatever their case."""
    joined = [False, *(_hold(before, after) for before, after in pairwise(words))]
    bare = [word.strip(OPENING + CLOSING).casefold() for word in words]
    for at, word in enumerate(bare):
        for name in names.get(word, ()):
            if _stands(name, bare, at):
                joined[at + 1 : at + len(name)] = [True] * (len(name) - 1)
    return joined[: len(words)]


def cost(before: str, after: str) -> float:
    """How much it disturbs to break between two words."""
    before, after = before.rstrip(CLOSING), after.lstrip(OPENING)
    if before.endswith(SENTENCE_ENDS):
        return AFTER_SENTENCE
    if before.endswith(CLAUSE_ENDS):
        return AFTER_CLAUSE
    if before[:1].isupper() and after[:1].isupper():
        return BETWEEN_CAPITALS
    return BEFORE_CONJUNCTION if after.casefold() in CONJUNCTIONS else ANYWHERE


def _hold(before: str, after: str) -> bool:
    """Whether two words are read as one: a number and what it counts, a title and a name."""
    after = after.lstrip(OPENING)
    first, second = before.lstrip(OPENING).casefold(), after.rstrip(".,;:?!" + CLOSING).casefold()
    if NUMBER.fullmatch(second):
        return first in COUNTING or _goes_on(before)
    if _goes_on(before):
        return second in COUNTED
    return after[:1].isupper() and (first in TITLES or bool(ABBREVIATION.fullmatch(first)))


def _goes_on(word: str) -> bool:
    """Whether `word` is a number after which no sentence or clause ends."""
    return bool(NUMBER.fullmatch(word)) and not word.endswith((".", ",", ":"))


def _stands(name: Sequence[str], words: Sequence[str], at: int) -> bool:
    """Whether `name` stands in `words` from `at` on; a sign may follow its last word, but none within."""
    here = words[at : at + len(name)]
    return len(here) == len(name) and [*here[:-1], here[-1].rstrip(".,;:?!…")] == [*name]
