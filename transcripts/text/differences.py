"""What has changed between two versions of a text, in pieces that people can read.

Words are compared as they are written, signs and case included; where paragraphs are only parted or joined, nothing
is shown. How it looks is the page's work.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from transcripts.text.matching import matches
from transcripts.text.paragraphs import Paragraph, Speaker

CONTEXT = 6  # words that are shown on each side of a change


class Change(StrEnum):
    """What became of the words of a piece. FOLDED ones are the same too, but too many to be shown."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"
    FOLDED = "folded"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that share their fate; a FOLDED one has no text, but knows how many words it stands for."""

    change: Change
    text: str
    words: int


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph in which something has changed: from which second, who speaks now, who spoke before."""

    start: float
    speaker: Speaker
    speaker_before: Speaker
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class _Fate:
    """One word of either text: what became of it and the paragraph (number of the old or new one) it is shown in."""

    change: Change
    text: str
    old: int | None
    new: int | None


def differences(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> list[Passage]:
    """The paragraphs of `new` that differ from `old`, and those of `old` of which nothing is left, in order."""
    made = []
    for (gone, left), run in groupby(_fates(old, new), key=_shown_in):
        fates = list(run)
        paragraph = old[gone] if gone is not None else new[left or 0]
        before = _speaker_before(fates, old, paragraph.speaker)
        if before != paragraph.speaker or any(fate.change is not Change.SAME for fate in fates):
            pieces = tuple(_folded(list(_pieces(fates))))
            made.append(Passage(paragraph.start, paragraph.speaker, before, pieces))
    return made


def _shown_in(fate: _Fate) -> tuple[int | None, int | None]:
    """What the words of one passage have in common: the new paragraph, or the old one if there is no new one."""
    return (None, fate.new) if fate.new is not None else (fate.old, None)


def _fates(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> Iterator[_Fate]:
    """Every word of both texts, in the order in which they are read."""
    before, after = _numbered(old), _numbered(new)
    at_old = at_new = 0
    for block in matches([text for text, _number in before], [text for text, _number in after]):
        here = before[at_old - 1][1] if at_old else None, after[at_new - 1][1] if at_new else None
        there = after[at_new][1] if at_new < len(after) else here[1]
        replaced = at_new < block.new
        for was, run in groupby(before[at_old : block.old], key=lambda word: word[1]):
            gone = list(run)
            whole = len(gone) == len(old[was].words) and not replaced
            shown = None if whole else here[1] if was == here[0] and not replaced else there
            yield from (_Fate(Change.GONE, text, was, shown) for text, _number in gone)
        yield from (_Fate(Change.NEW, text, None, now) for text, now in after[at_new : block.new])
        at_old, at_new = block.old + block.size, block.new + block.size
        for (text, was), (_text, now) in zip(before[block.old : at_old], after[block.new : at_new], strict=True):
            yield _Fate(Change.SAME, text, was, now)


def _numbered(paragraphs: Sequence[Paragraph]) -> list[tuple[str, int]]:
    """The words of all paragraphs with the number of theirs."""
    return [(word.text, number) for number, paragraph in enumerate(paragraphs) for word in paragraph.words]


def _pieces(fates: Iterable[_Fate]) -> Iterator[Piece]:
    for change, run in groupby(fates, key=lambda fate: fate.change):
        texts = [fate.text for fate in run]
        yield Piece(change, " ".join(texts), len(texts))


def _folded(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """`pieces`, of those that are the same only CONTEXT words beside a change."""
    for place, piece in enumerate(pieces):
        head = CONTEXT if place else 0
        tail = CONTEXT if place + 1 < len(pieces) else 0
        if piece.change is not Change.SAME or piece.words <= head + tail + 1:
            yield piece
            continue
        texts = piece.text.split(" ")
        if head:
            yield Piece(Change.SAME, " ".join(texts[:head]), head)
        yield Piece(Change.FOLDED, "", piece.words - head - tail)
        if tail:
            yield Piece(Change.SAME, " ".join(texts[-tail:]), tail)


def _speaker_before(fates: Iterable[_Fate], old: Sequence[Paragraph], now: Speaker) -> Speaker:
    """Who spoke most of the words that were there before; `now` if there were none."""
    spoke = Counter(old[fate.old].speaker for fate in fates if fate.old is not None and fate.change is Change.SAME)
    return spoke.most_common(1)[0][0] if spoke else now
