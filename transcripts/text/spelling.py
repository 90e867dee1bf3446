"""How words are compared whatever their case, accents and signs, how long they take, and where a sentence ends.

What sounds alike is the matter of `transcripts.text.sounds`.
"""

import unicodedata
from functools import lru_cache

SENTENCE_ENDS = (".", "?", "!", "…")
CLAUSE_ENDS = (",", ";", ":")
CLOSING_SIGNS = "\"'”’»)]"

DIGIT_NAMES = "nol satu dua tiga empat lima enam tujuh delapan sembilan"
DIGITS = dict(zip("0123456789", DIGIT_NAMES.split(), strict=True))
"""How digits are read aloud one by one."""

# How long it takes to say them, in letters: "tiga", "te", a breath.
DIGIT_LENGTH, LETTER_LENGTH, REST_LENGTH = 4.0, 2.0, 2.0

ABBREVIATIONS = frozenset(
    ("dr", "drg", "dra", "drs", "ir", "hj", "jl", "no", "prof", "st", "ny", "sdr", "sdri", "yth", "hlm", "kab", "kec")
)
"""Words (bare) whose full stop belongs to them and ends no sentence."""


@lru_cache(maxsize=100_000)
def bare(text: str) -> str:
    """`text` as letters and digits only, in one case and without accents; a text of signs only stays as it is."""
    plain = text if text.isascii() else unicodedata.normalize("NFKD", text)
    return "".join(sign for sign in plain.casefold() if sign.isalnum()) or text


@lru_cache(maxsize=100_000)
def letters(text: str) -> str:
    """`text` without signs, but in its own case: what a person who changes only a comma leaves alone."""
    return "".join(sign for sign in text if sign.isalnum()) or text


@lru_cache(maxsize=100_000)
def ends_sentence(text: str) -> bool:
    """Whether a sentence may end with the word `text`."""
    seen = text.rstrip(CLOSING_SIGNS)
    return seen.endswith(SENTENCE_ENDS) and not (seen.endswith(".") and bare(seen) in ABBREVIATIONS)


@lru_cache(maxsize=100_000)
def length(text: str) -> float:
    """How long it takes to say `text`, in letters of an ordinary word: digits and letters that are named one by one
    take longer, and before a comma or a full stop people rest.
    """
    key = bare(text)
    named = len(key) > 1 and letters(text).isupper()
    spoken = sum(DIGIT_LENGTH if sign.isdigit() else LETTER_LENGTH if named else 1 for sign in key)
    return spoken + (REST_LENGTH if text.rstrip(CLOSING_SIGNS).endswith(SENTENCE_ENDS + CLAUSE_ENDS) else 0)
