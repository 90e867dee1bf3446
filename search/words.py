"""Writes each word of a text as every engine can take it: small ASCII letters and digits, nothing else.

All engines get the same words in the same order and analyse nothing themselves, so they find the same; and since no
other sign ever reaches them, no query can be more than words. What is a word, and its stem, says search.indonesian.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from search import indonesian

LONGEST = 40  # signs of a word that count
MOST_IN_PHRASE = 8  # words of a phrase that count
_WRITTEN = "zw"  # what the surface of a word begins with where stems stand too
_OTHER = "zz"  # what a word of another script begins with; its letters are written as numbers


class Token(NamedTuple):
    """A word of a text as engines know it, and where in the text it stands: from the first sign to behind the last."""

    surface: str
    stem: str
    start: int
    end: int


def tokens(text: str) -> list[Token]:
    """The words of a text, in order."""
    found = []
    for word in indonesian.words(text):
        surface = safe(word.form)
        if surface:
            found.append(Token(surface, safe(word.stem) or surface, word.start, word.end))
    return found


def stems(text: str) -> tuple[str, ...]:
    """The stems of the words of a text."""
    return tuple(token.stem for token in tokens(text))


def written(surface: str) -> str:
    """A surface as it is told from stems where both stand together (search.document.Row.bridge)."""
    return _WRITTEN + surface


@lru_cache(maxsize=300_000)
def safe(word: str) -> str:
    """A word in signs that mean nothing to any engine; empty if nothing of it is a letter or digit."""
    letters = "".join(sign for sign in word if sign.isalnum())
    if letters.isascii():
        return letters.lower()[:LONGEST]
    return f"{_OTHER}{letters[: LONGEST // 4].encode('utf-8', 'ignore').hex()}"
