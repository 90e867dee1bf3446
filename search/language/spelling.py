"""Which word of a vocabulary a misspelt one may mean: “Mungkin maksud kamu …”. Pure. The vocabulary is given, with
counts, and must hold public words only; nothing else is ever suggested.

Words that sound or are spelled alike by Indonesian habit (oe and u, f and p, kh and k, doubled letters, a dropped h)
have one key. A table of all keys with up to two letters left out finds candidates, RapidFuzz measures them, and what
fingers and ears confuse most is weighed here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import inf, log10

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from search.indonesian import stem
from search.language.glossary import named
from search.language.lexicon import needed, stemmer
from search.language.normalising import bare, word_spans

SHORTEST, LONGEST = 3, 32  # letters of a word that is looked at
_PREFIX = 9  # letters of a key that the table knows
_TWO_FROM = 5  # letters of a key from which two mistakes are looked for
_MEASURED = 24  # candidates that are weighed
#: What all mistakes may count in words of so few letters, which have many neighbours; longer ones may have any.
_AT_MOST = {3: 0.5, 4: 0.85, 5: 0.85}
#: What mistakes count beside 1 for a letter that is nothing like the right one.
_HABIT, _SLIP, _DROPPED, _SWAP, _FIRST_LETTER = 0.5, 0.7, 0.85, 1.2, 0.3

_HABITS = tuple(
    (re.compile(pattern), given)
    for pattern, given in (
        ("oe", "u"),
        ("tj", "c"),
        ("dj", "j"),
        ("nj", "ny"),
        ("sj|sy", "s"),
        ("ch|kh|gh|q", "k"),
        ("x", "ks"),
        ("dh", "d"),
        ("th", "t"),
        ("[fv]|ph", "p"),
        ("z", "s"),
        ("[iy]+(?=[aeou])", "i"),
        ("(?<=[aeou])y", "i"),
        ("(?<=[aeiou])w(?=[aeiou])", "u"),
        ("(?<=[aeiou])h(?=[aeiou])|h$", ""),
        (r"(\w)\1+", r"\1"),
    )
)
_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_NEIGHBOURS = frozenset(
    frozenset(pair)
    for row, below in zip(_ROWS, (*_ROWS[1:], ""), strict=True)
    for pair in (*pairwise(row), *zip(row, below, strict=False), *zip(row[1:], below, strict=False))
)
_ALIKE = frozenset(
    frozenset(pair)
    for letters in ("ae", "ei", "ou", "ai", "fpv", "szc", "jz", "kqc", "jg", "iy", "uw", "bp", "dt")
    for pair in combinations(letters, 2)
)


@dataclass(frozen=True, slots=True)
class Correction:
    """A query with its misspelt words replaced, and which were replaced by what."""

    text: str
    words: tuple[tuple[str, str], ...]


class Speller:
    """Suggestions out of one vocabulary. Building takes about a second for 40,000 words; asking is below 2 ms."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        """`counts`: words (normalised, as `search.indonesian.words` gives their `form`) and how often each occurs."""
        self._words = sorted(word for word in counts if word.isalpha() and SHORTEST <= len(word) <= LONGEST)
        self._counts = [counts[word] for word in self._words]
        self._known = frozenset(counts)
        self._stems = frozenset(map(stem, self._known))
        self._keys, self._numbers = _table(self._words)

    def knows(self, word: str) -> bool:
        """Whether the word or another form of it is in the vocabulary, or is made from a known Indonesian root."""
        form = bare(word)
        return form in self._known or stem(word) in self._stems or bool(stemmer().known(form))

    def suggest(self, word: str, limit: int = 3) -> tuple[str, ...]:
        """The likeliest words that are meant, the best first; the word itself is not among them. None if nothing in the
        vocabulary is near. Whether the word is misspelt at all is not asked (`knows`).
        """
        form = bare(word)
        if not SHORTEST <= len(form) <= LONGEST or not form.isalpha():
            return ()
        most = _AT_MOST.get(len(form), inf)
        weighed = ((_weight(form, other), count, other) for other, count in self._near(form))
        near = sorted((cost - _favour(count), other) for cost, count, other in weighed if cost <= most)
        return tuple(other for _, other in near[:limit])

    def correct(self, text: str, *, forms: bool = False) -> Correction | None:
        """The query with the best suggestion in the place of each unknown word; all else stays. None if there is none.
        With `forms`, for a query without a hit, derived forms that the vocabulary lacks are doubted too, if what is
        suggested has another stem: “pemerkosan” could come from kos.
        """
        parts, replaced, end = [], [], 0
        for start, stop in word_spans(text):
            written = text[start:stop]
            better = self._better(written, forms)
            if better:
                parts += [text[end:start], better]
                replaced.append((written, better))
                end = stop
        return Correction("".join([*parts, text[end:]]), tuple(replaced)) if replaced else None

    def _better(self, word: str, forms: bool) -> str:
        form = bare(word)
        if form in self._known or _right(form) or (not forms and self.knows(word)):
            return ""
        return next((other for other in self.suggest(word, 1) if stem(other) != stem(word)), "")

    def _near(self, form: str) -> Iterator[tuple[str, int]]:
        """Words with not too many mistakes between, each with its count."""
        key = sound(form)
        mistakes = 2 if len(key) >= _TWO_FROM else 1
        hashes = np.fromiter(map(hash, _shortened(key, mistakes)), np.int64)
        first, last = np.searchsorted(self._keys, hashes, "left"), np.searchsorted(self._keys, hashes, "right")
        numbers = {
            int(number)
            for start, stop in zip(first, last, strict=True)
            if start < stop
            for number in self._numbers[start:stop]
        }
        words = {number: self._words[number] for number in numbers if self._words[number] != form}
        cutoff = mistakes + 1  # a habit may cost one more letter
        for word, _, number in process.extract(form, words, scorer=OSA.distance, score_cutoff=cutoff, limit=_MEASURED):
            yield word, self._counts[number]


def _right(form: str) -> bool:
    """Whether a word is never doubted: a listed one, one of the field, one by which queries tell of need."""
    return any(form in words for words in (stemmer().roots, stemmer().alone, named(), needed()))


def sound(word: str) -> str:
    """The key of a word: alike for spellings that Indonesian habit confuses."""
    for pattern, given in _HABITS:
        word = pattern.sub(given, word)
    return word


def _table(words: Iterable[str]) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """The hashes of all shortened keys in order, and beside each the number of its word."""
    hashes: list[int] = []
    numbers: list[int] = []
    for number, word in enumerate(words):
        key = sound(word)
        found = _shortened(key, 2 if len(key) >= _TWO_FROM else 1)
        hashes.extend(map(hash, found))
        numbers.extend([number] * len(found))
    keys, belonging = np.array(hashes, np.int64), np.array(numbers, np.int32)
    order = np.argsort(keys, kind="stable")
    return keys[order], belonging[order]


def _shortened(key: str, letters: int) -> set[str]:
    """The beginning of a key, and all that is left of it without up to so many letters."""
    found = {key[:_PREFIX]}
    newest = found
    for _ in range(letters):
        newest = {each[:at] + each[at + 1 :] for each in newest for at in range(len(each))}
        found = found | newest
    return found


def _favour(count: int) -> float:
    """What being frequent is worth: a tenth of a mistake for each power of ten."""
    return 0.1 * log10(max(count, 1))


def _weight(typed: str, meant: str) -> float:
    """How many mistakes lie between, the likely ones counted less."""
    edits = Levenshtein.editops(typed, meant)
    swapped = len(edits) - OSA.distance(typed, meant)  # two letters in the wrong order are two edits, but one mistake
    cost = _FIRST_LETTER * (typed[0] != meant[0]) - _SWAP * swapped
    for edit in edits:
        if edit.tag == "replace":
            pair = frozenset((typed[edit.src_pos], meant[edit.dest_pos]))
            cost += _HABIT if pair in _ALIKE else _SLIP if pair in _NEIGHBOURS else 1
        elif edit.tag == "insert":
            cost += _left_out(meant, edit.dest_pos)
        else:
            cost += _left_out(typed, edit.src_pos)
    return cost + (0 if sound(typed) != sound(meant) else -_HABIT)


def _left_out(word: str, at: int) -> float:
    """What one letter more in one of two spellings counts: little for h, for one of a pair, for a vowel."""
    letter = word[at]
    doubled = letter in (word[at - 1 : at], word[at + 1 : at + 2])
    return _HABIT if doubled or letter == "h" else _SLIP if letter in "aeiou" else _DROPPED
