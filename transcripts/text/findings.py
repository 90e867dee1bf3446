"""The glossary check: where a machine probably misheard an acronym, a name or a term, and what was probably meant.

Everything it says is a suggestion for a person; it changes nothing. What a person vouches for (probability 1.0) is
never touched. It prefers silence to a false alarm: who is warned in vain twice reads no third warning.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, groupby
from typing import ClassVar, NamedTuple

import numpy as np
from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import cdist

from transcripts.engines.protocol import Word
from transcripts.text.lexicon import LETTERS, Kind, Lexicon, Target
from transcripts.text.roots import is_everyday, is_function, root
from transcripts.text.sounds import key
from transcripts.text.spelling import DIGITS, bare, ends_sentence, letters

LONGEST = 9  # words: "u pe te de pe pe a" has seven
LONGEST_MISHEARD = 4  # words that a name may be heard as
MOST_LETTERS = 40

# From which length of the key on: the share of its sounds by which what was heard may differ, and how sure the machine
# may have been of it. Short names resemble much.
CLOSE = ((4, 0.25, 0.5), (6, 0.17, 0.7), (8, 0.2, 0.9), (11, 0.25, 1.0))
SHORT = 6  # a shorter key must stand for a name, and be written like one
CHUNK = 4_096
BATCH = 10_000  # words

NAMED = re.compile(
    "(?:{})+".format("|".join((*sorted(LETTERS.values(), key=len, reverse=True), "oh", *DIGITS.values())))
)
"""A word that may be nothing but names of letters and digits."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Words `first` to `last` (both counted) of paragraph `paragraph`, all from 0: `heard` for `meant`.

    `meant` is empty where only a note is made. `note` tells why: one of the constants below, or "jambi_" and the word.
    """

    SPELLED: ClassVar = "spelled"
    KNOWN: ClassVar = "known"
    SIMILAR: ClassVar = "similar"
    SUPERSEDED: ClassVar = "superseded"
    JAMBI: ClassVar = "jambi_"

    paragraph: int
    first: int
    last: int
    heard: str
    meant: str
    kind: Kind
    note: str


class _Window(NamedTuple):
    """Neighbouring words of a paragraph, `end` not counted, and their letters without blanks."""

    together: str
    paragraph: int
    first: int
    end: int


def findings(paragraphs: Sequence[Sequence[Word]], known: Lexicon) -> list[Finding]:
    """What to look at in the words of `paragraphs`, in order; no two findings share a word."""
    check = _Check(paragraphs, known)
    return sorted(check.findings(), key=lambda found: (found.paragraph, found.first))


class _Check:
    """One run over a text: which words are spoken for, and what was found."""

    def __init__(self, paragraphs: Sequence[Sequence[Word]], known: Lexicon) -> None:
        self._paragraphs = paragraphs
        self._known = known
        self._taken: set[tuple[int, int]] = set()
        self._firsts: dict[tuple[int, str], int] = {}
        for number, words in enumerate(paragraphs):
            for place, word in enumerate(words):
                if bare(word.text) in known.traps:
                    self._firsts.setdefault((number, bare(word.text)), place)

    def findings(self) -> Iterator[Finding]:
        """What is found, paragraph by paragraph some at a time: all windows of days of talk fill the memory."""
        ends = accumulate(map(len, self._paragraphs))
        for _batch, run in groupby(enumerate(ends), key=lambda numbered: numbered[1] // BATCH):
            yield from self._found([window for number, _end in run for window in self._windows(number)])

    def _found(self, windows: Sequence[_Window]) -> Iterator[Finding]:
        for window in sorted(windows, key=lambda window: window.first - window.end):  # the longest first
            if not self._is_free(window):
                continue
            if found := self._sure(window):
                self._take(window)
                yield found
            elif window.together in self._known.right:
                self._take(window)
        unsure = [window for window in windows if self._is_free(window) and self._may_be_misheard(window)]
        for window, target in _closest(unsure, self._known.targets):
            if self._is_free(window) and self._fits(window, target):
                self._take(window)
                yield self._finding(window, target.text, target.kind, Finding.SIMILAR)

    def _windows(self, number: int) -> Iterator[_Window]:
        """The windows of a paragraph, within sentences and around what a person vouches for."""
        words = self._paragraphs[number]
        spelt = ["" if word.probability >= 1 else bare(word.text) for word in words]
        stops = [ends_sentence(word.text) and len(plain) > 2 for word, plain in zip(words, spelt, strict=True)]
        for first in range(len(words)):
            together = ""
            for place in range(first, min(first + LONGEST, len(words))):
                together += spelt[place]
                if not spelt[place] or len(together) > MOST_LETTERS:
                    break
                yield _Window(together, number, first, place + 1)
                if stops[place]:
                    break

    def _sure(self, window: _Window) -> Finding | None:
        """What is said by lists alone."""
        known, together = self._known, window.together
        if now := known.superseded.get(together):
            return self._finding(window, now.text, Kind.TERM, Finding.SUPERSEDED)
        target = known.replacements.get(together)
        if target and not self._is_written(window, target.text):
            return self._finding(window, target.text, target.kind, Finding.KNOWN)
        if together in known.traps and self._is_first_there(window):
            return self._finding(window, "", Kind.JAMBI, Finding.JAMBI + together)
        if meant := self._read_aloud(window) or self._in_wrong_case(window):
            kind = Kind.ACRONYM if meant in known.acronyms else Kind.NAME
            return self._finding(window, meant, kind, Finding.SPELLED)
        return None

    def _read_aloud(self, window: _Window) -> str | None:
        """The acronym whose letters are named, one after another, by these words and nothing else."""
        words = self._words(window)
        if not (_is_named(words[0].text) and all(_is_named(word.text) for word in words)):
            return None
        match = self._known.spelled.fullmatch(window.together)
        meant = self._known.acronyms[(match.lastindex or 1) - 1] if match else None
        return meant if meant and not self._is_written(window, meant) else None

    def _in_wrong_case(self, window: _Window) -> str | None:
        """The right spelling of an acronym that is torn or has no capitals, or of a name of several words without."""
        meant = self._known.right.get(window.together)
        if meant is None or self._is_written(window, meant):
            return None
        if meant in self._known.acronyms:
            return meant
        return meant if meant.istitle() and " " in meant and self._letters(window).islower() else None

    def _may_be_misheard(self, window: _Window) -> bool:
        """Whether it is worth comparing: what everybody says every day was hardly meant as a name."""
        if window.end - window.first > LONGEST_MISHEARD or len(window.together) < CLOSE[0][0]:
            return False
        words = self._words(window)
        if len(words) > 1 and (is_function(words[0].text) or is_function(words[-1].text)):
            return False
        return not all(is_everyday(word.text) for word in words)

    def _fits(self, window: _Window, target: Target) -> bool:
        """Whether the words are near enough to `target`, for its length and for how sure the machine was."""
        words, length = self._words(window), len(target.key)
        _from, share, probability = max(rule for rule in CLOSE if rule[0] <= length)
        if min(word.probability for word in words) > probability or len(words) > len(target.text.split()) + 1:
            return False
        if length < SHORT and not (target.kind is Kind.NAME and self._is_capital_within_a_sentence(window)):
            return False
        plain = "".join(map(bare, target.text.split()))
        if window.together.startswith(plain) or root(window.together) == root(plain):
            return False
        if target.kind is Kind.TERM and not _near(root(window.together), root(plain), share):
            return False  # "pengalihan" and "pengasuhan" have in common only what many words begin and end with
        return _near(key(window.together), target.key, share)

    def _is_capital_within_a_sentence(self, window: _Window) -> bool:
        words = self._paragraphs[window.paragraph]
        begins = window.first == 0 or ends_sentence(words[window.first - 1].text)
        return not begins and words[window.first].text[:1].isupper()

    def _is_first_there(self, window: _Window) -> bool:
        """Whether the paragraph has the word for the first time: one note is enough."""
        return self._firsts.get((window.paragraph, window.together), window.first) >= window.first

    def _words(self, window: _Window) -> Sequence[Word]:
        return self._paragraphs[window.paragraph][window.first : window.end]

    def _is_written(self, window: _Window, meant: str) -> bool:
        return window.end - window.first == len(meant.split()) and self._letters(window) == letters(meant)

    def _letters(self, window: _Window) -> str:
        return "".join(letters(word.text) for word in self._words(window))

    def _take(self, window: _Window) -> None:
        self._taken |= {(window.paragraph, place) for place in range(window.first, window.end)}

    def _is_free(self, window: _Window) -> bool:
        return self._taken.isdisjoint((window.paragraph, place) for place in range(window.first, window.end))

    def _finding(self, window: _Window, meant: str, kind: Kind, note: str) -> Finding:
        heard = " ".join(word.text for word in self._words(window))
        return Finding(window.paragraph, window.first, window.end - 1, heard, meant, kind, note)


@lru_cache(maxsize=100_000)
def _is_named(text: str) -> bool:
    """Whether `text` may be names of letters, or letters themselves."""
    return letters(text).isupper() or len(bare(text)) == 1 or NAMED.fullmatch(bare(text)) is not None


def _near(heard: str, meant: str, share: float) -> bool:
    return Levenshtein.distance(heard, meant) <= share * len(meant)


def _closest(windows: Sequence[_Window], targets: Sequence[Target]) -> Iterator[tuple[_Window, Target]]:
    """Pairs that sound alike, the most alike first."""
    keys = list({key(window.together): None for window in windows})
    targets = [target for target in targets if len(target.key) >= CLOSE[0][0]]
    found: dict[str, list[tuple[float, Target]]] = {}
    for begin in range(0, len(keys), CHUNK):
        part = keys[begin : begin + CHUNK]
        alike = cdist(
            part,
            [target.key for target in targets],
            scorer=Levenshtein.normalized_similarity,
            score_cutoff=1 - max(share for _from, share, _sure in CLOSE),
            dtype=np.float32,
        )
        for row, column in zip(*np.nonzero(alike), strict=True):
            found.setdefault(part[row], []).append((float(alike[row, column]), targets[column]))
    pairs = [(near, window, target) for window in windows for near, target in found.get(key(window.together), ())]
    for _near, window, target in sorted(pairs, key=lambda pair: -pair[0]):
        yield window, target
