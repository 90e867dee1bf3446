"""What the search stores of a public episode: SearchDocument, and a Passage for each line that is said in it.

Pure: what is public and approved has been asked by whoever gives it (search.gathering). What is withheld never gets
into a passage. Keys are the same on every engine and each time they are made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from search import compounds, words

#: Bits of a key. Passages sort by the moment of publication, then by episode, then as they are said.
NUMBER_BITS, EPISODE_BITS = 16, 23
MOST_PASSAGES = 1 << NUMBER_BITS
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
_GRAIN = 600  # seconds: 24 bits of them last for three centuries
_LATEST = (1 << 24) - 1

#: How many words of a passage, and of the next one, are known together, so that words on both sides of the border are.
TAIL, HEAD = 4, 6

#: The files that decide what stands in an index: all that says what a word is and what its stem. Who changes one of
#: them gets all episodes indexed anew. Patterns.
MAKERS = (
    "document.py",
    "gathering.py",
    "words.py",
    "compounds.py",
    "indonesian.py",
    *(f"language/{name}.py" for name in ("affixes", "glossary", "guessing", "lexicon", "morphology", "normalising")),
    "language/data/*",
    "../transcripts/data/glossary.json",
)


@dataclass(frozen=True, slots=True)
class Passage:
    """A line as it is read along: `start` and `end` in seconds. `joined`: the next passage follows without a gap."""

    number: int
    start: float
    end: float
    speaker: str
    text: str
    joined: bool = True


@dataclass(frozen=True, slots=True)
class Row:
    """A passage as engines store it: its words, their stems, and the words around its end: stems, then surfaces
    (search.words.written), so that no phrase in quotes is lost at a border. Behind stems stand the compounds that they
    say (search.compounds). Number 0 is what the episode says of itself.
    """

    passage: Passage
    surfaces: tuple[str, ...]
    stems: tuple[str, ...]
    bridge: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """A public episode. `about` is what it says of itself: title, summary, topics, show, people who agreed to it.

    `until`: when the clock ends that it is public. `version`: the approved text that the passages come from.
    `fingerprint`: of all that the document and its passages are made from.
    """

    episode: int
    show: int
    published: datetime
    until: datetime | None
    about: str
    topics: tuple[str, ...]
    people: tuple[int, ...]
    age: str
    seconds: float
    language: str
    version: int | None
    fingerprint: str

    @property
    def year(self) -> int:
        """The year in which it was published, by the office's clock, which `published` has to be given in."""
        return self.published.year

    @property
    def place(self) -> int:
        """Where it stands among all: by the moment of publication."""
        moment = int((self.published - _EPOCH).total_seconds()) // _GRAIN
        return (min(max(moment, 0), _LATEST) << EPISODE_BITS) | self.episode


def key(place: int, number: int) -> int:
    """The key of a passage: 63 bits."""
    return place << NUMBER_BITS | number


def rows(document: SearchDocument, passages: Iterable[Passage]) -> Iterator[Row]:
    """What engines store of a document: itself first, then its passages."""
    yield _row(Passage(0, 0.0, 0.0, "", document.about, joined=False), None)
    before: Passage | None = None
    for passage in passages:
        if before:
            yield _row(before, passage)
        before = passage
    if before:
        yield _row(before, None)


def _row(passage: Passage, after: Passage | None) -> Row:
    tokens = words.tokens(passage.text)
    following = words.tokens(after.text)[:HEAD] if after and passage.joined else []
    around = [*tokens[-TAIL:], *following] if following else []
    bridge = (*_stems(around), *(words.written(token.surface) for token in around))
    return Row(passage, tuple(token.surface for token in tokens), _stems(tokens), bridge)


def _stems(tokens: Iterable[words.Token]) -> tuple[str, ...]:
    """The stems of the words, and behind them the compounds that they say."""
    stems = [token.stem for token in tokens]
    return (*stems, *compounds.among(stems))


def passages(turns: Iterable[Turn], lines: Lines, withheld: Sequence[tuple[float, float]] = ()) -> Iterator[Passage]:
    """The passages of a text, without the words that sound within a range that is withheld.

    `lines` cuts the words of a turn as listeners read them (transcripts.reading.lines).
    """
    number = 0
    pending: Passage | None = None
    for run in _runs(turns, withheld):
        for passage in _of_run(run, lines):
            number += 1
            if pending:
                yield pending
            if number >= MOST_PASSAGES:
                return
            pending = Passage(number, passage.start, passage.end, passage.speaker, passage.text)
        if pending:
            yield Passage(pending.number, pending.start, pending.end, pending.speaker, pending.text, joined=False)
            pending = None


@dataclass(frozen=True, slots=True)
class Turn:
    """What one voice says in one go; `words` are rows of text, start, end."""

    speaker: str
    words: Sequence[Sequence[Any]]


Lines = Any  # a function from rows of words to (start, text); typing.Protocol would say it in more lines than it has


def _runs(turns: Iterable[Turn], withheld: Sequence[tuple[float, float]]) -> Iterator[list[Turn]]:
    """Turns between two withheld ranges."""
    run: list[Turn] = []
    for turn in turns:
        kept: list[Sequence[Any]] = []
        for word in turn.words:
            if any(word[1] < until and word[2] > since for since, until in withheld):
                if kept:
                    run.append(Turn(turn.speaker, kept))
                if run:
                    yield run
                run, kept = [], []
            else:
                kept.append(word)
        if kept:
            run.append(Turn(turn.speaker, kept))
    if run:
        yield run


def _of_run(run: Sequence[Turn], lines: Lines) -> Iterator[Passage]:
    for turn in run:
        place = 0
        for start, text in lines(turn.words):
            place += _counted(turn.words, place, text)
            yield Passage(0, start, float(turn.words[place - 1][2]), turn.speaker, text)


def _counted(said: Sequence[Sequence[Any]], place: int, text: str) -> int:
    """How many of the words from `place` on a line holds."""
    length, count = -1, 0
    while length < len(text) and place + count < len(said):
        length += 1 + len(said[place + count][0])
        count += 1
    return count


def fingerprint(*parts: object) -> str:
    """Of what a document is made from, and, behind a dot, of the program that makes it."""
    return f"{hashlib.sha256(repr(parts).encode('utf-8', 'replace')).hexdigest()[:48]}.{made_with()[:12]}"


def content(fingerprint: str) -> str:
    """What a fingerprint tells of the content: another program may have cut it into other words."""
    return fingerprint.partition(".")[0]


@cache
def made_with() -> str:
    """Hash of the files that decide what stands in an index."""
    folder = Path(__file__).parent
    files = sorted(path for pattern in MAKERS for path in folder.glob(pattern) if path.is_file())
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
