"""Indonesian for every search engine of this project: the words of a text and the stems by which they are found. Pure.

How a word is taken apart stands in `search.language.morphology`, how it is spelled the same in
`search.language.normalising`; synonyms are not stems (`search.language.glossary`). The method, its sources and what
it costs: docs/search-language.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from search.language.lexicon import deeds, stemmer
from search.language.normalising import HYPHENS, bare, word_spans

LONGEST = 64  # letters; what is longer is no word, and stays as it is
_KEPT = 100_000  # stems in memory; a million passages have fewer distinct words
#: Written short for a word said twice: anak2, anak2nya. Other digits are left alone (sapa129, dp3ap2).
_TWICE = re.compile(r"([a-z]{3,})2([a-z]{0,4})")
_ALIKE = 3  # letters at the end, or consonants, that make one word of two: sayur-mayur, bolak-balik
_PART = re.compile(f"[^{HYPHENS}]+")
_VOWELS = re.compile("[aeiou]")
#: Affixes that are set off by a hyphen from a loan, a name or an abbreviation: nge-chat, di-PHP-in, KDRT-nya.
_BEFORE = frozenset(
    ["ber", "di", "me", "mem", "men", "meng", "menge", "meny", "ng", "nge", "pem", "pen", "peng", "se", "ter"]
)
_BEHIND = frozenset(["an", "i", "in", "kah", "kan", "ku", "lah", "mu", "nya", "nyo", "pun"])
_SHORTEST_CORE = 2  # letters between them
_PASSIVE = frozenset({"di", "d"})
_OF_VERBS = ("kan", "in")  # endings of a verb behind any root; -i ends too many names (di Bekasi)
_SHORTEST_VERB = 4  # letters of a root before them


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: `text[start:end]` as it was written, `form` as it is compared, `stem` as it is found."""

    start: int
    end: int
    form: str
    stem: str


def stem(word: str) -> str:
    """The stem of one word: stem("dipukulin") and stem("pemukulan") are "pukul". Any text is welcome; the answer is
    empty only if the word is. Hyphens stay between parts that are not one word: stem("PPA-PPO") is "ppa-ppo".
    """
    return _stem(word) if len(word) <= LONGEST else bare(word) or word


def terms(text: str) -> list[str]:
    """The stems of a text in the order of its words, for indexing as for asking; anak-anak is one, PPA-PPO two."""
    return [word.stem for word in words(text)]


def words(text: str) -> list[Word]:
    """The words of a text with their places in it."""
    found = []
    for start, end in word_spans(text):
        written = text[start:end]
        parts = _parts(written) if len(written) <= LONGEST else _parts.__wrapped__(written)
        found += [Word(start + first, start + last, form, stem) for first, last, form, stem in parts]
    return found


def passive(first: str, second: str) -> str:
    """The passive that was typed in two words: passive("di", "pukul") is "dipukul". Empty if the second word is nothing
    that is done to somebody, but perhaps a place: "di rumah", "di jambi".
    """
    form = bare(second)
    return f"di{form}" if bare(first) in _PASSIVE and form.isalpha() and _is_done(form) else ""


def shortened_passive(word: str) -> str:
    """The passive that was typed without its vowel: shortened_passive("dpukul") is "dipukul". Else empty."""
    form = bare(word)
    return passive("d", form[1:]) if form.startswith("d") and not stemmer().known(form) else ""


def uncached(word: str) -> str:
    """The same as `stem`, worked out anew; for measuring."""
    form = bare(word).strip()
    if "-" in form:
        return _one_word(form) or "-".join(filter(None, map(_single, form.split("-")))) or form
    return _single(form) if form else word


_stem = lru_cache(maxsize=_KEPT)(uncached)


@lru_cache(maxsize=_KEPT)
def _parts(written: str) -> tuple[tuple[int, int, str, str], ...]:
    """A word as it was written: from where in it to where, form and stem; several if hyphens join what is not one."""
    form = bare(written)
    if "-" in form and not _one_word(form):
        parts = ((*part.span(), bare(part[0])) for part in _PART.finditer(written))
        return tuple((start, end, form, stem(form)) for start, end, form in parts if form)
    return ((0, len(written), form, stem(form)),) if form else ()


def _is_done(form: str) -> bool:
    """Whether a word without its prefix is a verb: a root of a deed, as it is or with an ending of verbs."""
    root, known = stem(form), stemmer().roots
    if form in known or form in stemmer().alone:
        return root in deeds()
    if form.endswith(_OF_VERBS):
        bases = [word.removesuffix(ending) for word in (form, form.removeprefix("per")) for ending in _OF_VERBS]
        return any(len(base) >= _SHORTEST_VERB and base in known for base in bases)
    return form.endswith("i") and root in deeds() and known.get(form[:-1]) == root


def _single(form: str) -> str:
    """The stem of a form without hyphens."""
    short = _TWICE.fullmatch(form)
    return stemmer().stem(short[1] + short[2] if short else form)


def _one_word(form: str) -> str:
    """The stem of a form with hyphens that is one word nevertheless, else nothing."""
    return _said_twice(form) or _single(_core(form))


def _core(form: str) -> str:
    """What stands between affixes that hyphens set off, if there is nothing else: nge-chat, di-PHP-in; else nothing."""
    first, *rest = form.split("-")
    if first in _BEFORE:
        first, *rest = rest
    whole = len(first) >= _SHORTEST_CORE and first not in _BEHIND and all(part in _BEHIND for part in rest)
    return first if whole else ""


def _said_twice(form: str) -> str:
    """The stem of a form whose two parts are one word said twice (menakut-nakuti, sayur-mayur), else nothing."""
    first, _, second = form.partition("-")
    if not first.isalpha() or not second.isalpha():
        return ""
    one, other = _single(first), _single(second)
    alike = one == other or other.endswith(one) or one in second or _rhyme(first, second)
    return one if alike else ""


def _rhyme(first: str, second: str) -> bool:
    """Whether the second word is the first one varied: sayur-mayur, gerak-gerik, bolak-balik."""
    if len(first) != len(second):
        return False
    consonants = [_VOWELS.sub("", part) for part in (first, second)]
    return first[-_ALIKE:] == second[-_ALIKE:] or (len(consonants[0]) >= _ALIKE and consonants[0] == consonants[1])
