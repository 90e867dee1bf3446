"""Joins what an engine cut, or the cues of a file, to paragraphs: what one speaker says in one go.

A paragraph is what an editor corrects in one box and what the public reads as one block. It ends where a sentence
does, at the longest pause that is near. Who the speakers are is not its concern.
"""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from transcripts.engines.protocol import MOST_PROBABLE, Segment, Word
from transcripts.text.room import settled, shared
from transcripts.text.spelling import ends_sentence, length

Speaker = str | int | None
"""Any label of a speaker, None if nobody has told who speaks."""

Doubt = tuple[str, float, float]
"""A code of `transcripts.engines.doubts`, and from which second to which it is about."""

# Seconds. Between the first two a paragraph ends at the sentence with the longest pause behind it.
SHORTEST, LONGEST = 15.0, 45.0
PATIENCE = 60.0  # so long a sentence may go on before it is broken
PAUSE = 1.5  # after a sentence, so much silence ends a paragraph that is not a mere scrap
SCRAP = 5.0
SILENCE = 5.0  # music, or nothing: it ends a paragraph wherever it stands
MOST_WORDS = 1_000  # three times what anybody says in a minute: times that say so are wrong


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What one speaker says in one go. Times are seconds."""

    start: float
    end: float
    speaker: Speaker
    words: tuple[Word, ...]
    doubts: tuple[Doubt, ...] = ()

    @property
    def text(self) -> str:
        """The words as they are read."""
        return " ".join(word.text for word in self.words)


def joined(pieces: Iterable[tuple[Speaker, Segment]]) -> list[Paragraph]:
    """The paragraphs of `pieces` (speaker and what he says), which are in order of time.

    Each word of the pieces is in one of them, none with a probability above MOST_PROBABLE. Pieces without words get
    their time spread over their text; pieces without text are left out.
    """
    paragraphs: list[Paragraph] = []
    for speaker, run in _runs(pieces):
        words = _ordered(word for segment in run for word in _words(segment))
        doubts = deque((code, segment.start, segment.end) for segment in run for code in segment.doubts)
        for part in _cut(words):
            start, end = part[0].start, part[-1].end
            paragraphs.append(Paragraph(start, end, speaker, part, _within(doubts, start, end)))
    return paragraphs


def spread(text: str, start: float, end: float, probability: float = MOST_PROBABLE) -> tuple[Word, ...]:
    """The words of `text` with the seconds from `start` to `end` shared among them by how long they take to say."""
    texts = text.split()
    if not texts:
        return ()
    spans = settled(shared((start, end), [length(word) for word in texts]), (start, end))
    return tuple(Word(word, *span, probability) for word, span in zip(texts, spans, strict=True))


def _runs(
    pieces: Iterable[tuple[Speaker, Segment]],
) -> Iterator[tuple[Speaker, list[Segment]]]:
    """The pieces of one speaker after another, those without text left out."""
    speaking: Speaker = None
    run: list[Segment] = []
    for speaker, segment in pieces:
        if not segment.text.strip() and not segment.words:
            continue
        if run and speaker != speaking:
            yield speaking, run
            run = []
        speaking = speaker
        run.append(segment)
    if run:
        yield speaking, run


def _words(segment: Segment) -> Iterable[Word]:
    return segment.words or spread(segment.text, segment.start, segment.end)


def _ordered(words: Iterable[Word]) -> list[Word]:
    """`words`, none of which begins before the one before it ends or is surer than a machine can be."""
    made: list[Word] = []
    earliest = 0.0
    for word in words:
        start, end = max(word.start, earliest), max(word.end, word.start, earliest)
        if start != word.start or end != word.end or word.probability > MOST_PROBABLE:
            word = Word(word.text, start, end, min(word.probability, MOST_PROBABLE))
        made.append(word)
        earliest = end
    return made


def _within(doubts: deque[Doubt], start: float, end: float) -> tuple[Doubt, ...]:
    """What of `doubts` (in order) lies between `start` and `end`. Those that are over are taken from it."""
    while doubts and doubts[0][2] <= start:
        doubts.popleft()
    begun = takewhile(lambda doubt: doubt[1] < end, doubts)
    return tuple((code, max(start, since), min(end, until)) for code, since, until in begun if until > start)


def _cut(words: Sequence[Word]) -> Iterator[tuple[Word, ...]]:
    """`words` of one speaker in paragraphs."""
    first, looked = 0, -1
    for place in range(1, len(words)):
        spoken = words[place].end - words[first].start
        # Who has looked once and found no place finds none before a sentence has ended.
        anew = looked != first or spoken > PATIENCE or ends_sentence(words[place - 1].text)
        if _ends_here(words, first, place):
            cut = place
        elif spoken > LONGEST and anew:
            cut, looked = _best(words, first, place, whole_sentences=spoken <= PATIENCE), first
        else:
            continue
        if cut > first:
            yield tuple(words[first:cut])
            first = cut
    if words:
        yield tuple(words[first:])


def _ends_here(words: Sequence[Word], first: int, place: int) -> bool:
    """Whether the paragraph that began with `first` ends before the word at `place`, however long it is."""
    pause = words[place].start - words[place - 1].end
    if pause > SILENCE or place - first >= MOST_WORDS:
        return True
    spoken = words[place - 1].end - words[first].start
    return pause > PAUSE and spoken >= SCRAP and ends_sentence(words[place - 1].text)


def _best(words: Sequence[Word], first: int, place: int, *, whole_sentences: bool) -> int:
    """The word before `place` with which a paragraph had best begin, `first` if with none: the one after the longest
    pause.
    """
    after = words[first].start + SHORTEST
    places = [
        at
        for at in range(first + 1, place + 1)
        if words[at - 1].end >= after and (not whole_sentences or ends_sentence(words[at - 1].text))
    ]
    return max(places, key=lambda at: words[at].start - words[at - 1].end, default=first)
