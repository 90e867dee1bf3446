"""Cuts a text into words and writes each as every engine can take it: small ASCII letters and digits, nothing else.

All engines get the same words in the same order and analyse nothing themselves, so they find the same; and since no
other sign ever reaches them, no query can be more than words. Stems come from search.indonesian.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from search import indonesian

LONGEST = 40  # signs of a word that count
#: Signs that stand within words and tell nothing: accents, soft hyphens, marks of direction, apostrophes (jum'at).
_WITHIN = "\u0300-\u036f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
_WORD = re.compile(rf"[^\W_](?:[{_WITHIN}'’ʼ]*[^\W_]|[\u0300-\u036f])*")
_SILENT = re.compile(rf"[{_WITHIN}'’ʼ]")


class Token(NamedTuple):
    """A word of a text as engines know it, and where in the text it stands: from the first sign to behind the last."""

    surface: str
    start: int
    end: int


def tokens(text: str) -> Iterator[Token]:
    """The words of a text, in order."""
    for found in _WORD.finditer(text):
        surface = surface_of(found[0])
        if surface:
            yield Token(surface, *found.span())


def surfaces(text: str) -> list[str]:
    """The words of a text as they are said."""
    return [surface for surface in map(surface_of, _WORD.findall(text)) if surface]


@lru_cache(maxsize=200_000)
def surface_of(word: str) -> str:
    """One word as engines know it; words of other scripts are written as numbers. Empty if nothing of it is a word."""
    plain = unicodedata.normalize("NFKD", _SILENT.sub("", word)).casefold()
    if not plain.isascii():
        plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return _safe(plain)


@lru_cache(maxsize=200_000)
def stem_of(surface: str) -> str:
    """The stem of a word that `surface_of` has written."""
    return _safe(indonesian.stem(surface)) or surface


def _safe(word: str) -> str:
    if word.isascii() and word.isalnum():
        return word.lower()[:LONGEST]
    letters = "".join(sign for sign in word if sign.isalnum())
    if letters.isascii():
        return letters.lower()[:LONGEST]
    return f"zz{letters[: LONGEST // 4].encode('utf-8', 'ignore').hex()}"
