"""The words of an Indonesian text and their stems, by endings and beginnings alone. A stand-in for a stemmer that knows
roots.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

ENOUGH = 4  # letters that a stem keeps
_PARTICLE = re.compile(r"(?:lah|kah|tah|pun|nya|ku|mu)$")
_ENDING = re.compile(r"(?:kan|an|i)$")
_BEGINNING = re.compile(r"^(?:meng|meny|men|mem|me|peng|peny|pen|pem|per|pe|ber|ter|di|ke|se)")
#: Signs that stand within words and tell nothing: accents, soft hyphens, marks of direction, apostrophes (jum'at).
_WITHIN = "\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_WORD = re.compile(rf"[^\W_](?:[{_WITHIN}'’ʼ]*[^\W_]|[\u0300-\u036f])*")
_SILENT = re.compile(rf"[{_WITHIN}'’ʼ]")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: `text[start:end]` as it was written, `form` as it is compared, `stem` as it is found."""

    start: int
    end: int
    form: str
    stem: str


def words(text: str) -> list[Word]:
    """The words of a text with their places in it."""
    found = ((*match.span(), _form(match[0])) for match in _WORD.finditer(text))
    return [Word(start, end, form, stem(form)) for start, end, form in found if form]


def terms(text: str) -> list[str]:
    """The stems of all words of a text."""
    return [word.stem for word in words(text)]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """What the forms of a word share; `word` is in small letters."""
    for ending in (_PARTICLE, _ENDING, _BEGINNING):
        shorter = ending.sub("", word)
        if len(shorter) >= ENOUGH:
            word = shorter
    return word


@lru_cache(maxsize=200_000)
def _form(word: str) -> str:
    plain = unicodedata.normalize("NFKD", _SILENT.sub("", word)).casefold()
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
