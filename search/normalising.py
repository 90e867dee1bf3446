"""One spelling for each word of a text: the same letters, no signs, no lengthened vowels. Pure; what words mean is the
matter of `search.indonesian`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

#: Letters and digits, joined by hyphens (anak-anak) or by an apostrophe (jum'at).
_WORD = re.compile(r"[^\W_]+(?:['’ʼ‘`´-][^\W_]+)*")
_APOSTROPHES = re.compile(r"['’ʼ‘`´]")
_LENGTHENED = re.compile(r"([a-z])\1{2,}")
_HYPHENS = dict.fromkeys(map(ord, "‐‑‒–−﹣－"), "-")


def normalise(text: str) -> str:
    """The text in small letters without accents, invisible signs and lengthened letters. Any text is welcome."""
    if text.isascii():
        return _LENGTHENED.sub(r"\1", text.lower())
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text.translate(_HYPHENS)).casefold())
    kept = "".join(sign for sign in plain if unicodedata.category(sign) not in ("Mn", "Cf", "Cs"))
    return _LENGTHENED.sub(r"\1", unicodedata.normalize("NFKC", kept).lower())


def word_spans(text: str) -> Iterator[tuple[int, int]]:
    """Where the words of a text stand, as it was written. What hyphens and apostrophes join is one word."""
    return (found.span() for found in _WORD.finditer(text))


def bare(word: str) -> str:
    """One word, normalised and without apostrophes."""
    return _APOSTROPHES.sub("", normalise(word))
