"""What Indonesian puts before and after its roots, and what may be left when it is taken off again. Pure tables and
cuts; which of the readings is the right one, `search.language.morphology` decides.

After Nazief and Adriani (1996; Adriani et al. 2007) and their enhanced confix stripping, widened by spoken Indonesian.
"""

from __future__ import annotations

from collections.abc import Iterator

VOWELS = frozenset("aeiou")

#: Clitics, outermost first: particles, then possessives; -nyo is Jambi Malay for -nya.
PARTICLES = ("lah", "kah", "pun", "tah")
POSSESSIVES = ("nya", "ku", "mu", "nyo")
#: What derives words. Of equals the first one wins: bentak-an before benta-kan. `in` is spoken for `kan` and `i`.
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
#: Which second prefix may stand behind which first.
SECOND = {
    "di": frozenset({"be", "pe", "ke", "se", "te"}),
    "me": frozenset({"be", "pe", "ke", "se", "te"}),
    "pe": frozenset({"be", "pe", "ke", "se", "te"}),
    "ke": frozenset({"be", "pe", "se", "te"}),
    "se": frozenset({"be", "pe", "ke", "te", "me"}),
    "be": frozenset({"pe", "ke", "se"}),
    "te": frozenset({"be", "pe", "ke", "se"}),
    "ku": frozenset({"be", "pe", "me"}),
    "N": frozenset({"be", "pe"}),
}

Reading = tuple[str, str, int]
"""What is left, the kind of prefix or suffix that was taken off, and how unlikely that is (0 is nothing)."""

USUAL, SELDOM, SPOKEN = 20, 30, 40
_SWALLOWED = 1
_SHORTEST = 3  # letters that a root has at least
_ONE_SYLLABLE = 4  # letters at most of what menge- and penge- go with, or nge- puts a vowel before


def without_endings(word: str) -> list[Reading]:
    """The word as it stands, and every way to take endings off it. The kind is the deriving suffix, or empty."""
    stems = [(word, 0)]
    for endings in (PARTICLES, POSSESSIVES):
        stems += [
            (stem[: -len(ending)], cost + USUAL)
            for stem, cost in stems
            for ending in endings
            if stem.endswith(ending) and len(stem) - len(ending) >= _SHORTEST
        ]
    found = [(stem, "", cost) for stem, cost in stems]
    for stem, cost in stems:
        found += [
            (stem[: -len(ending)], ending, cost + (USUAL if ending in _USUAL_ENDINGS else SELDOM))
            for ending in DERIVING
            if stem.endswith(ending) and len(stem) - len(ending) >= _SHORTEST
        ]
    return found


_USUAL_ENDINGS = frozenset({"an", "kan", "i"})


def without_prefix(word: str) -> Iterator[Reading]:
    """Every way to take one prefix off. Nasals give back the letter that they have swallowed: memukul, pukul."""
    cut = _CUTS.get(word[:1])
    return cut(word) if cut and len(word) > _SHORTEST + 1 else iter(())


def _after_d(word: str) -> Iterator[Reading]:
    if word[1] == "i":
        yield word[2:], "di", USUAL


def _after_k(word: str) -> Iterator[Reading]:
    if word[1] == "e":
        yield word[2:], "ke", USUAL
    elif word.startswith("kau"):
        yield word[3:], "ku", SPOKEN
    elif word[1] == "u":
        yield word[2:], "ku", SPOKEN


def _after_s(word: str) -> Iterator[Reading]:
    if word[1] == "e":
        yield word[2:], "se", USUAL


def _after_b(word: str) -> Iterator[Reading]:
    if word.startswith("ber"):
        yield word[3:], "be", USUAL
        if word[3] in VOWELS:
            yield word[2:], "be", USUAL
    elif word.startswith("be"):
        yield word[2:], "be", SELDOM


def _after_t(word: str) -> Iterator[Reading]:
    if word.startswith("ter"):
        yield word[3:], "te", USUAL
        if word[3] in VOWELS:
            yield word[2:], "te", USUAL
    elif word.startswith("te"):
        yield word[2:], "te", SELDOM


def _after_m(word: str) -> Iterator[Reading]:
    if word[1] == "e":
        yield from _after_nasal(word, "me")
        yield "p" + word[1:], "N", SPOKEN  # meluk
    else:
        yield from _after_spoken_nasal(word)


def _after_p(word: str) -> Iterator[Reading]:
    if word[1] != "e":
        return
    if word[2] == "r":
        yield word[3:], "pe", USUAL
    yield from _after_nasal(word, "pe")
    if word[2] not in "lmnrwy":
        yield word[2:], "pe", USUAL + _SWALLOWED


def _after_nasal(word: str, kind: str) -> Iterator[Reading]:
    """me(N)- and pe(N)-."""
    third = word[2]
    if third in "lmnrwy":
        yield word[2:], kind, USUAL
    if word.startswith("ng", 2):
        yield from _after_ng(word[4:], kind)
    elif word.startswith("ny", 2):
        yield "s" + word[4:], kind, USUAL + _SWALLOWED
    elif third in _SWALLOWS:
        fourth = word[3]
        if fourth in VOWELS or (fourth in "lr" and third == "m"):
            yield _SWALLOWS[third] + word[3:], kind, USUAL + _SWALLOWED
        else:
            yield word[3:], kind, USUAL


_SWALLOWS = {"m": "p", "n": "t"}


def _after_ng(rest: str, kind: str) -> Iterator[Reading]:
    yield rest, kind, USUAL
    if rest[:1] in VOWELS:
        yield "k" + rest, kind, USUAL + _SWALLOWED
    if rest[:1] == "e":
        yield rest[1:], kind, SELDOM


def _after_spoken_nasal(word: str) -> Iterator[Reading]:
    """ng-, nge-, ny-, n-, m- of spoken Indonesian: ngelapor, nyakitin, nolak, mukul."""
    if word.startswith("ng"):
        yield from ((rest, "N", cost + USUAL) for rest, _, cost in _after_ng(word[2:], "N"))
    elif word.startswith("ny"):
        yield "s" + word[2:], "N", SPOKEN
        yield "c" + word[2:], "N", SPOKEN + _SWALLOWED
    elif word[1] in VOWELS:
        yield ("t" if word[0] == "n" else "p") + word[1:], "N", SPOKEN
    else:
        yield word[1:], "N", SPOKEN


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
