"""The word lists of this app, read once: roots, words that no rule reads rightly, spoken spellings. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from search.language.morphology import Stemmer

DATA = Path(__file__).parent / "data"
_SHORT = 4  # letters of a spoken spelling that takes affixes; shorter ones (dgn, aja) would be found in everything


@cache
def stemmer() -> Stemmer:
    """The stemmer over all that this app knows."""
    own = {root: root for line in lines("roots.txt") for root in line.split()}
    whole = pairs("exceptions.txt")
    spoken = {word: whole.get(stem, stem) for word, stem in pairs("spoken.txt").items()}
    short = {word: stem for word, stem in spoken.items() if len(word) < _SHORT and word not in own}
    return Stemmer(own | {word: stem for word, stem in spoken.items() if word not in short} | whole, short)


@cache
def deeds() -> frozenset[str]:
    """The stems of what is done to somebody."""
    return frozenset(stemmer().stem(word) for line in lines("deeds.txt") for word in line.split())


@cache
def needed() -> frozenset[str]:
    """The words by which queries tell of need (crisis.json)."""
    rules = json.loads((DATA / "crisis.json").read_text(encoding="utf-8"))
    told = json.dumps([rules[name] for name in rules.keys() - {"about", "source"}], ensure_ascii=False)
    return frozenset(re.findall("[a-z]+", told))


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
