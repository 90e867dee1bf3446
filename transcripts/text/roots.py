"""Indonesian words without what is put before and after them, near enough to see that two of them are one family.

It is no dictionary: roots are compared with each other, never shown. Too little is taken off rather than too much.
"""

import json
import re
from functools import cache, lru_cache
from pathlib import Path

from transcripts.text.spelling import bare

WORDS = Path(__file__).parents[1] / "data" / "words.json"
SHORTEST = 4  # letters that must be left

BEFORE = re.compile(r"^(?:di|ke|se|ber|ter|memper|diper|meng|meny|mem|men|me|peng|peny|pem|pen|per|pe)")
AFTER = re.compile(r"(?:nya|kah|lah|pun|ku|mu)$")
ENDING = re.compile(r"(?:kan|an|i)$")


@lru_cache(maxsize=100_000)
def root(word: str) -> str:
    """What `word` (bare) is made from, roughly: "kekerasannya" gives "keras"."""
    for ending in (AFTER, ENDING):
        word = _without(ending, word)
    return _without(BEFORE, _without(BEFORE, word))


def _without(part: re.Pattern[str], word: str) -> str:
    shorter = part.sub("", word)
    return shorter if len(shorter) >= SHORTEST else word


@cache
def function_words() -> frozenset[str]:
    """Words (bare) that say nothing of what a talk is about."""
    return frozenset(_listed()["function"])


@cache
def everyday_words() -> frozenset[str]:
    """Words (bare) that everybody says, function words among them: hardly ever a name that was misheard."""
    return function_words() | frozenset(_listed()["everyday"])


@lru_cache(maxsize=100_000)
def is_function(word: str) -> bool:
    """Whether `word` says nothing of what a talk is about."""
    return bare(word) in function_words()


@lru_cache(maxsize=100_000)
def is_everyday(word: str) -> bool:
    """Whether `word`, or what it is made from, is an everyday word."""
    plain = bare(word)
    return (
        plain in everyday_words()
        or root(plain) in everyday_words()
        or all(part in everyday_words() for part in re.split(r"\W+", word.casefold()) if part)
    )


@cache
def _listed() -> dict[str, list[str]]:
    found: dict[str, list[str]] = json.loads(WORDS.read_text(encoding="utf-8"))
    return {group: " ".join(lines).split() for group, lines in found.items()}
