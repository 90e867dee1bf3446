"""One spelling for each word of a text: the same letters, no signs, no lengthened vowels. Pure; what words mean is the
matter of `search.indonesian`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

HYPHENS = "‐‑‒–−﹣－-"
#: Signs that are not seen and stand within words: marks of direction, soft hyphens, joiners, accents of their own.
_UNSEEN = "\u00ad\u0300-\u036f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff"
#: Letters and digits, joined by hyphens (anak-anak) or by an apostrophe (jum'at).
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_UNSEEN}]|['’ʼ‘`´{HYPHENS}](?=[^\W_]))*")
_APOSTROPHES = re.compile(r"['’ʼ‘`´]")
_LENGTHENED = re.compile(r"([a-z])\1{2,}")
_ASCII_HYPHEN = dict.fromkeys(map(ord, HYPHENS), "-")


def normalise(text: str) -> str:
    """The text in small letters without accents, invisible signs and lengthened letters. Any text is welcome."""
    if text.isascii():
        return _LENGTHENED.sub(r"\1", text.lower())
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text.translate(_ASCII_HYPHEN)).casefold())
    kept = "".join(sign for sign in plain if unicodedata.category(sign) not in ("Mn", "Cf", "Cs"))
    return _LENGTHENED.sub(r"\1", unicodedata.normalize("NFKC", kept).lower())


def word_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the words of a text stand, as it was written. What hyphens and apostrophes join is one word."""
    return (found.span() for found in _WORD.finditer(text))


def bare(word: str) -> str:
    """One word, normalised and without apostrophes."""
    return _APOSTROPHES.sub("", normalise(word))
