"""Phrases of the glossary as words of their own: every engine stores them beside the stems that they consist of, and
looks for one word instead of neighbours.

A phrase of common words (“perlindungan perempuan dan anak”) costs an engine a walk along the places of each of
them, however rare the phrase is. Most phrases that are looked for were never typed: they are other words for the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from search import words
from search.language import glossary

Stems = tuple[str, ...]

_SIGN = "zy"  # what stands before each stem of a compound: hardly a stem of any word begins so


def among(stems: Sequence[str]) -> tuple[str, ...]:
    """The compounds that a row of stems says, in order."""
    known = _by_first()
    return tuple(
        _written(phrase)
        for place, stem in enumerate(stems)
        for phrase in known.get(stem, ())
        if tuple(stems[place : place + len(phrase)]) == phrase
    )


def looked_for(stems: Stems) -> Stems:
    """The stems as they are looked for: one compound if the glossary knows them as a phrase, else themselves."""
    return (_written(stems),) if stems in _by_first().get(stems[0], ()) else stems


def _written(phrase: Stems) -> str:
    return "".join(_SIGN + stem for stem in phrase)


@cache
def _by_first() -> Mapping[str, Sequence[Stems]]:
    """The phrases by their first stem."""
    found: dict[str, list[Stems]] = defaultdict(list)
    for phrase in sorted(set(_phrases())):
        found[phrase[0]].append(phrase)
    return dict(found)


def _phrases() -> Iterator[Stems]:
    for text in glossary.phrases():
        phrase = words.stems(text)[: words.MOST_IN_PHRASE]
        if len(phrase) > 1:
            yield phrase
