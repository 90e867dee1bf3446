"""The word lists of this app, read once: roots, words that no rule reads rightly, spoken spellings. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from search.morphology import Stemmer

DATA = Path(__file__).parent / "data"


@cache
def stemmer() -> Stemmer:
    """The stemmer over all that this app knows."""
    own = {root: root for line in lines("roots.txt") for root in line.split()}
    whole = pairs("exceptions.txt")
    spoken = pairs("spoken.txt")
    return Stemmer(roots=own | {word: whole.get(stem, stem) for word, stem in spoken.items()}, whole=whole)


def pairs(name: str) -> dict[str, str]:
    """A file of `stem: word word …` as each word's stem; the stem stands for itself too."""
    found: dict[str, str] = {}
    for line in lines(name):
        stem, _, words = line.partition(":")
        found |= dict.fromkeys((*words.split(), stem.strip()), stem.strip())
    return found


def lines(name: str) -> Iterator[str]:
    """The lines of a data file that are neither empty nor remarks."""
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line
