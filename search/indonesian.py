"""Indonesian for every search engine of this project: the words of a text and the stems by which they are found. Pure.

How a word is taken apart stands in `search.morphology`, how it is spelled the same in `search.normalising`; synonyms are
not stems (`search.glossary`). The method, its sources and what it costs: docs/search-language.md.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from search.lexicon import stemmer
from search.normalising import bare, word_spans

#: Written short for a word said twice: anak2, anak2nya. Other digits are left alone (sapa129, dp3ap2).
_TWICE = re.compile(r"([a-z]{3,})2([a-z]{0,4})")
_ALIKE = 3  # letters at the end, or consonants, that make one word of two: sayur-mayur, bolak-balik
_KEPT = 200_000  # stems in memory; a year of talk has fewer distinct words


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
    return _stem(word) if len(word) < _LONGEST else _made(word)


def terms(text: str) -> list[str]:
    """The stems of a text in the order of its words, for indexing as for asking; anak-anak is one, PPA-PPO two."""
    return [word.stem for word in words(text)]


def words(text: str) -> list[Word]:
    """The words of a text with their places in it."""
    found: list[Word] = []
    for start, end in word_spans(text):
        written = text[start:end]
        form = bare(written)
        if "-" not in form or _said_twice(form):
            if form:
                found.append(Word(start, end, form, stem(form)))
        else:
            found += _apart(written, start)
    return found


def _apart(written: str, start: int) -> list[Word]:
    found = []
    for part in re.finditer(r"[^-‐‑‒–−﹣－]+", written):
        form = bare(part[0])
        if form:
            found.append(Word(start + part.start(), start + part.end(), form, stem(form)))
    return found


_LONGEST = 64  # letters of a word that is worth keeping in memory


def _made(word: str) -> str:
    form = bare(word).strip()
    if not form:
        return word
    if "-" in form:
        return _said_twice(form) or "-".join(filter(None, map(_single, form.split("-")))) or form
    return _single(form)


_stem = lru_cache(maxsize=_KEPT)(_made)


def _single(form: str) -> str:
    """The stem of a form without hyphens."""
    short = _TWICE.fullmatch(form)
    return stemmer().stem(short[1] + short[2] if short else form)


def _said_twice(form: str) -> str:
    """The stem of a form whose two parts are one word said twice (menakut-nakuti, sayur-mayur), else nothing."""
    first, _, second = form.partition("-")
    if not first or not second or "-" in second or not (first + second).isalpha():
        return ""
    one, other = _single(first), _single(second)
    if one == other or first == second:
        return one
    if other.endswith(one) or one in second:
        return one
    return one if _rhyme(first, second) else ""


def _rhyme(first: str, second: str) -> bool:
    """Whether the second word is the first one varied: sayur-mayur, gerak-gerik, bolak-balik."""
    if len(first) != len(second):
        return False
    skeletons = [re.sub("[aeiou]", "", part) for part in (first, second)]
    return first[-_ALIKE:] == second[-_ALIKE:] or (len(skeletons[0]) >= _ALIKE and skeletons[0] == skeletons[1])
