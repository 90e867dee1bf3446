"""What Indonesian puts before and after its roots, and what may be left when it is taken off again. Pure tables and cuts;
which of the readings is the right one, `search.morphology` decides.

After Nazief and Adriani (1996; Adriani et al. 2007) and their enhanced confix stripping, widened by spoken Indonesian.
"""

from __future__ import annotations

from collections.abc import Iterator

VOWELS = frozenset("aeiou")

#: Clitics, outermost first: particles, then possessives.
PARTICLES = ("lah", "kah", "pun", "tah")
POSSESSIVES = ("nya", "ku", "mu")
#: What derives words, the longest first. `in` is spoken Indonesian for `kan` and `i`.
DERIVING = ("isasi", "wati", "wan", "an", "kan", "in", "i")

#: Which first prefix never goes with which deriving suffix.
UNHEARD = frozenset(
    {
        ("di", "an"),
        ("me", "an"),
        ("te", "an"),
        ("be", "i"),
        ("ke", "kan"),
        ("se", "i"),
        ("se", "kan"),
        *((prefix, suffix) for prefix in ("ke", "se", "be", "ku") for suffix in ("in", "isasi", "wan", "wati")),
    }
)

Reading = tuple[str, str, int]
"""What is left, the kind of prefix or suffix that was taken off, and how unlikely that is (0 is nothing)."""

_SHORTEST = 2  # letters that a root has at least
_ONE_SYLLABLE = 4  # letters at most of what menge- and penge- go with


def without_endings(word: str) -> list[Reading]:
    """The word as it stands, and every way to take endings off it. The kind is that of the deriving suffix, or empty."""
    stems = [(word, 0)]
    for endings in (PARTICLES, POSSESSIVES):
        stems += [
            (stem[: -len(ending)], cost + 2)
            for stem, cost in stems
            for ending in endings
            if stem.endswith(ending) and len(stem) - len(ending) >= _SHORTEST
        ]
    found = [(stem, "", cost) for stem, cost in stems]
    for stem, cost in stems:
        found += [
            (stem[: -len(ending)], ending, cost + (3 if ending in _SELDOM else 2))
            for ending in DERIVING
            if stem.endswith(ending) and len(stem) - len(ending) > _SHORTEST
        ]
    return found


_SELDOM = frozenset({"in", "wan", "wati", "isasi"})


def without_prefix(word: str) -> Iterator[Reading]:
    """Every way to take one prefix off. Nasals give back the letter that they have swallowed: memukul, pukul."""
    cut = _CUTS.get(word[:1])
    return cut(word) if cut and len(word) > _SHORTEST + 1 else iter(())


def _after_d(word: str) -> Iterator[Reading]:
    if word[1] == "i":
        yield word[2:], "di", 2


def _after_k(word: str) -> Iterator[Reading]:
    if word[1] == "e":
        yield word[2:], "ke", 2
    elif word.startswith("kau"):
        yield word[3:], "ku", 4
    elif word[1] == "u":
        yield word[2:], "ku", 4


def _after_s(word: str) -> Iterator[Reading]:
    if word[1] == "e":
        yield word[2:], "se", 2


def _after_b(word: str) -> Iterator[Reading]:
    if word.startswith("ber"):
        yield word[3:], "be", 2
        if word[3] in VOWELS:
            yield word[2:], "be", 2
    elif word.startswith("be"):
        yield word[3 if word.startswith("belajar") else 2 :], "be", 3


def _after_t(word: str) -> Iterator[Reading]:
    if word.startswith("ter"):
        yield word[3:], "te", 2
        if word[3] in VOWELS:
            yield word[2:], "te", 2
    elif word.startswith("te"):
        yield word[2:], "te", 3


def _after_m(word: str) -> Iterator[Reading]:
    if word[1] == "e":
        yield from _after_nasal(word, "me")
    else:
        yield from _after_spoken_nasal(word)


def _after_p(word: str) -> Iterator[Reading]:
    if word[1] != "e":
        return
    yield from _after_nasal(word, "pe")
    if word[2] == "r":
        yield word[3:], "pe", 2
    elif word.startswith("pelajar"):
        yield word[3:], "pe", 2
    yield word[2:], "pe", 2 if word[2] in "rlmnwy" else 3


def _after_nasal(word: str, kind: str) -> Iterator[Reading]:
    """me(N)- and pe(N)-."""
    if kind == "me" and word[2] in "lmnrwy":
        yield word[2:], kind, 2
    if word.startswith("ng", 2):
        yield from _after_ng(word[4:], kind)
    elif word.startswith("ny", 2):
        yield "s" + word[4:], kind, 2
    elif word[2] == "n" and len(word) > 3:
        yield ("t" if word[3] in VOWELS else "") + word[3:], kind, 2
        if word[3] == "e" and "tr" + word[5:] == "t" + word[4:]:
            yield "t" + word[4:], kind, 3
    elif word[2] == "m" and len(word) > 3:
        yield ("p" if word[3] in VOWELS else "") + word[3:], kind, 2


def _after_ng(rest: str, kind: str) -> Iterator[Reading]:
    if not rest:
        return
    yield rest, kind, 2
    if rest[0] in VOWELS:
        yield "k" + rest, kind, 2
    if rest[0] == "e" and len(rest) - 1 <= _ONE_SYLLABLE + 2:
        yield rest[1:], kind, 3


def _after_spoken_nasal(word: str) -> Iterator[Reading]:
    """ng-, nge-, ny-, n-, m- of spoken Indonesian: ngelapor, nyakitin, nolak, mukul."""
    if word.startswith("ng"):
        yield from ((rest, "N", cost + 2) for rest, _, cost in _after_ng(word[2:], "N"))
        if word[2] == "e":
            yield word[3:], "N", 4
    elif word.startswith("ny"):
        yield "s" + word[2:], "N", 4
        yield "c" + word[2:], "N", 5
    elif word[1] in VOWELS:
        yield ("t" if word[0] == "n" else "p") + word[1:], "N", 4
    else:
        yield word[1:], "N", 5


_CUTS = {
    "b": _after_b,
    "d": _after_d,
    "k": _after_k,
    "m": _after_m,
    "n": _after_spoken_nasal,
    "p": _after_p,
    "s": _after_s,
    "t": _after_t,
}
