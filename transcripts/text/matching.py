"""Finds the words that two texts have in common, in order, in a time that has an end whatever the texts are.

What counts as the same word is said by whoever asks; what follows from it is the matter of
`transcripts.text.alignment` and `transcripts.text.differences`.
"""

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz.distance import Levenshtein

MOST_PAIRS = 2_000_000_000
"""Words times words up to which two texts are compared whole: half a second, and more than four hours of talk."""

Place = tuple[int, int]
"""A place in one text and the place in the other that is the same."""


class Match(NamedTuple):
    """So many words are the same, from the word `old` of one text and `new` of the other on."""

    old: int
    new: int
    size: int


def matches(old: Sequence[str], new: Sequence[str]) -> Iterator[Match]:
    """The stretches that `old` and `new` have in common, in order; the last has no words and stands behind both.

    They are the most that can be found; of very long texts only piece by piece, so that what stands in another piece
    of the other text counts as changed.
    """
    for (old_from, new_from), (old_to, new_to) in pairwise(_seams(old, new)):
        codes = Levenshtein.opcodes(old[old_from:old_to], new[new_from:new_to])
        for block in codes.as_matching_blocks():
            if block.size:
                yield Match(old_from + block.a, new_from + block.b, block.size)
    yield Match(len(old), len(new), 0)


def _seams(old: Sequence[str], new: Sequence[str]) -> list[Place]:
    """Where both texts are cut into pieces that are compared with each other, both ends among them."""
    pieces = math.ceil(len(old) * len(new) / MOST_PAIRS)
    seams = [(0, 0)]
    if pieces > 1:
        end = len(old), len(new)
        anchors = [*_anchors(old, new), end]
        for number in range(1, pieces):
            place, other = (length * number // pieces for length in end)
            anchor = anchors[bisect_left(anchors, (place, 0))]
            near = anchor[0] < place + len(old) // pieces
            seams.append(anchor if near else (place, min(max(seams[-1][1], other), anchor[1])))
    return [*seams, (len(old), len(new))]


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[Place]:
    """The words that both texts have exactly once, as many as stand in the same order in both."""
    once = {word for word, count in Counter(new).items() if count == 1}
    where = {word: place for place, word in enumerate(new) if word in once}
    alone = {word for word, count in Counter(old).items() if count == 1 and word in where}
    pairs = [(place, where[word]) for place, word in enumerate(old) if word in alone]
    ends: list[int] = []  # the least place in `new` with which a row of so many pairs can end
    rows: list[int] = []  # how many pairs stand before each one in its row
    for _place, other in pairs:
        rows.append(bisect_left(ends, other))
        ends[rows[-1] : rows[-1] + 1] = [other]
    kept: list[Place] = []
    wanted = len(ends) - 1
    for pair, row in zip(reversed(pairs), reversed(rows), strict=True):
        if row == wanted and (not kept or pair[1] < kept[-1][1]):
            kept.append(pair)
            wanted -= 1
    return kept[::-1]
