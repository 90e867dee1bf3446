"""The stem of an Indonesian word, by endings and beginnings alone. A stand-in for a stemmer that knows roots."""

from __future__ import annotations

import re
from functools import lru_cache

ENOUGH = 4  # letters that a stem keeps
_PARTICLE = re.compile(r"(?:lah|kah|tah|pun|nya|ku|mu)$")
_ENDING = re.compile(r"(?:kan|an|i)$")
_BEGINNING = re.compile(r"^(?:meng|meny|men|mem|me|peng|peny|pen|pem|per|pe|ber|ter|di|ke|se)")


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """What the forms of a word share; `word` is in small letters."""
    for ending in (_PARTICLE, _ENDING, _BEGINNING):
        shorter = ending.sub("", word)
        if len(shorter) >= ENOUGH:
            word = shorter
    return word


def terms(text: str) -> list[str]:
    """The stems of all words of a text."""
    return [stem(word) for word in re.findall(r"[^\W_]+", text.lower())]
