"""Gives times to a text that a person has changed, from the times of the words that were there before.

Words that are the same (whatever their case and signs) keep their times; those that replace others share the time
of what they replace, letter by letter; those that are new get the room between their neighbours. It knows no file
format and no paragraph beyond blank lines.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from rapidfuzz.distance import Indel

from transcripts.engines.protocol import Word
from transcripts.text.matching import matches
from transcripts.text.room import Span, Times, filled, pace, settled, shared
from transcripts.text.spelling import bare, length, letters

BLANK_LINES = re.compile(r"\n\s*\n")

VOUCHED = 1.0
"""The probability of a word that a person has written."""

TOUCHED = 1 / 3
"""The share of its letters that must stand against letters that were heard; else a word counts as new."""

LETTER_BY_LETTER = 100_000_000
"""Letters times letters up to which runs are compared letter by letter; beyond it nothing alike is left anyway."""


def realigned(words: Sequence[Word], text: str, within: Span | None = None) -> tuple[Word, ...]:
    """The words of `text` with times from `words`, whose text a person has changed into `text`.

    A word with the same letters in the same case keeps its probability; any other was written by a person: 1.0.
    Times lie `within` (start, end) in seconds, by default from the first to the last of `words`; they are in order
    and no word is without length. Raises ValueError if there are neither `words` nor `within`.
    """
    texts = text.split()
    if not texts:
        return ()
    origins, times = _timed(words, texts, _range(words, within))
    made = []
    for spelt, origin, (start, end) in zip(texts, origins, times, strict=True):
        heard = words[origin] if origin is not None else None
        same = heard is not None and letters(heard.text) == letters(spelt)
        word = Word(spelt, start, end, heard.probability if heard and same else VOUCHED)
        made.append(heard if heard and heard == word else word)
    return tuple(made)


def realigned_paragraphs(words: Sequence[Word], text: str, within: Span | None = None) -> list[tuple[Word, ...]]:
    """As `realigned`, the words of each paragraph apart: blank lines in `text` part them. No text, no paragraph."""
    sizes = [len(part.split()) for part in BLANK_LINES.split(text) if part.strip()]
    if not sizes:
        return []
    made = realigned(words, text, within)
    return [made[end - size : end] for size, end in zip(sizes, accumulate(sizes), strict=True)]


def carried(old: Sequence[Word], new: Sequence[Word]) -> tuple[tuple[Word, ...], float]:
    """The words of `old` (a text that people have corrected) with the times of `new` (what the machine heard in
    another master of the same talk), one for each of `old`, and the share (0..1) of them that stand in `new` too.

    A low share says that the recording is another one. Raises ValueError if `old` has words and `new` none.
    """
    if not old:
        return (), 0.0
    origins, times = _timed(new, [word.text for word in old], _range(new, None))
    words = tuple(Word(word.text, start, end, word.probability) for word, (start, end) in zip(old, times, strict=True))
    return words, sum(origin is not None for origin in origins) / len(old)


def _range(words: Sequence[Word], within: Span | None) -> Span:
    if within is None and not words:
        raise ValueError("neither words nor a range to take times from")
    return within or (words[0].start, max(word.end for word in words))


def _timed(words: Sequence[Word], texts: Sequence[str], within: Span) -> tuple[list[int | None], list[Span]]:
    """For each of `texts` the number of the same word among `words`, if any, and its start and end."""
    origins: list[int | None] = [None] * len(texts)
    times: Times = [None] * len(texts)
    for old, new in _runs(words, texts, origins):
        times[new] = _shared(words[old], texts[new])
    for place, origin in enumerate(origins):
        if origin is not None:
            times[place] = words[origin].start, words[origin].end
    return origins, settled(filled(times, texts, within, pace(words)), within)


def _runs(words: Sequence[Word], texts: Sequence[str], origins: list[int | None]) -> Iterator[tuple[slice, slice]]:
    """Notes in `origins` which words are the same; yields the stretches between them in which both sides differ."""
    before_old = before_new = 0
    for old, new, size in matches([bare(word.text) for word in words], [bare(text) for text in texts]):
        origins[new : new + size] = range(old, old + size)
        if before_old < old and before_new < new:
            yield slice(before_old, old), slice(before_new, new)
        before_old, before_new = old + size, new + size


def _shared(run: Sequence[Word], texts: Sequence[str]) -> Times:
    """The time of `run` shared among the words that replace it; None for those that were not heard at all."""
    heard, spelt = [bare(word.text) for word in run], [bare(text) for text in texts]
    claims = _claims("".join(heard), spelt)
    if not any(claims):
        return list(shared((run[0].start, run[-1].end), list(map(length, texts))))
    moments = _Moments(run, heard)
    before = accumulate((claim[1] if claim else 0 for claim in claims), max, initial=0)
    last = len("".join(heard))
    after = accumulate((claim[0] if claim else last for claim in claims[:0:-1]), min, initial=last)
    return [
        (moments.start(claim[0], taken), moments.end(claim[1], wanted)) if claim else None
        for claim, taken, wanted in zip(claims, before, reversed(list(after)), strict=False)
    ]


def _claims(heard: str, spelt: Sequence[str]) -> list[tuple[int, int] | None]:
    """Which letters of `heard` each word of `spelt` stands against (first, end), or None if too few."""
    written = "".join(spelt)
    if len(heard) * len(written) > LETTER_BY_LETTER:
        return [None] * len(spelt)
    against: list[int | None] = [None] * len(written)
    for code in Indel.opcodes(heard, written):
        if code.tag == "equal":
            against[code.dest_start : code.dest_end] = range(code.src_start, code.src_end)
    claims: list[tuple[int, int] | None] = []
    for key, end in zip(spelt, accumulate(map(len, spelt)), strict=True):
        found = [place for place in against[end - len(key) : end] if place is not None]
        claims.append((found[0], found[-1] + 1) if len(found) >= len(key) * TOUCHED and found else None)
    return claims


class _Moments:
    """When each letter of a run of words is spoken, as if all letters of a word took the same time."""

    def __init__(self, run: Sequence[Word], spelt: Sequence[str]) -> None:
        self._owner = [number for number, key in enumerate(spelt) for _letter in key]
        self._first = [0, *accumulate(map(len, spelt))]
        self._run = run

    def start(self, letter: int, free_from: int) -> float:
        """When `letter` begins; its whole word, if nothing before the letter belongs to somebody else."""
        owner = self._owner[letter]
        return self._at(owner, letter if self._first[owner] < free_from else self._first[owner])

    def end(self, letter: int, free_to: int) -> float:
        """When the letter before `letter` ends; its whole word, if nothing from there on belongs to somebody else."""
        owner = self._owner[letter - 1]
        return self._at(owner, letter if self._first[owner + 1] > free_to else self._first[owner + 1])

    def _at(self, owner: int, letter: int) -> float:
        word, first = self._run[owner], self._first[owner]
        return word.start + (word.end - word.start) * (letter - first) / (self._first[owner + 1] - first)
