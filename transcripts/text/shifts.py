"""Suggests where chapters may begin: where the vocabulary changes, somebody pauses, somebody else takes over.

They are suggestions, for an editor to take or leave one by one. Titles are made to be replaced: as players show them on
locked screens, they hold no name and no word of the glossary.
"""

import math
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import fmean, pstdev

from transcripts.engines.protocol import Word
from transcripts.text.lexicon import lexicon
from transcripts.text.paragraphs import Paragraph
from transcripts.text.roots import is_everyday, is_function, root
from transcripts.text.spelling import CLOSING_SIGNS, bare, ends_sentence

CLOSEST = 90.0  # seconds between two chapters
REACH = 20  # sentences that are compared before and after a place
SHORTEST_WORD = 4  # letters; what is shorter hardly ever is a subject
WEIGHTS = {"topic": 0.5, "pause": 0.3, "speaker": 0.1, "question": 0.1}
ENOUGH = 0.4  # the score from which on a place is suggested
PAUSE = (0.5, 1.5)  # seconds of silence that say nothing, and those that say all
SHARP = 1.5  # how soon a deep place is as good as a deeper one
NOTABLE = 0.5  # from this part of a reason on it is told
TITLE = 60  # letters at most
WORDS_IN_TITLE = 3


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A place where a chapter may begin: `start` in seconds, `score` 0..1, the reasons (keys of WEIGHTS)."""

    start: float
    score: float
    title: str
    why: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Sentence:
    """What is said between two full stops; `subjects` are the roots of its words that may be subjects."""

    words: tuple[Word, ...]
    speaker: object
    subjects: Counter[str]

    @property
    def start(self) -> float:
        return self.words[0].start

    @property
    def end(self) -> float:
        return self.words[-1].end

    @property
    def asks(self) -> bool:
        return self.words[-1].text.rstrip(CLOSING_SIGNS).endswith("?")


def suggested(paragraphs: Sequence[Paragraph], length: float, *, closest: float = CLOSEST) -> list[Suggestion]:
    """Where chapters may begin in a recording of `length` seconds, in order, none nearer than `closest` seconds to
    another, to the beginning (there the first chapter begins anyway), or to the end.
    """
    sentences = list(_sentences(paragraphs))
    reasons = _reasons(sentences)
    scores = {place: sum(WEIGHTS[name] * part for name, part in found.items()) for place, found in reasons.items()}
    chosen: list[int] = []
    taken = [0.0, length]
    for place in sorted(scores, key=lambda place: (-scores[place], place)):
        if scores[place] < ENOUGH:
            break
        start = sentences[place].start
        at = bisect_left(taken, start)
        if all(abs(start - moment) >= closest for moment in taken[max(0, at - 1) : at + 1]):
            taken.insert(at, start)
            chosen.append(place)
    places = sorted(chosen)
    everywhere = Counter(subject for sentence in sentences for subject in sentence.subjects.elements())
    return [
        Suggestion(
            start=round(sentences[place].start, 3),
            score=round(scores[place], 3),
            title=_title(sentences[place:end], everywhere),
            why=tuple(name for name, part in reasons[place].items() if part >= NOTABLE),
        )
        for place, end in pairwise([*places, len(sentences)])
    ]


def _sentences(paragraphs: Sequence[Paragraph]) -> Iterator[_Sentence]:
    for paragraph in paragraphs:
        words: list[Word] = []
        for word in paragraph.words:
            words.append(word)
            if ends_sentence(word.text):
                yield _sentence(words, paragraph.speaker)
                words = []
        if words:
            yield _sentence(words, paragraph.speaker)


def _sentence(words: Sequence[Word], speaker: object) -> _Sentence:
    subjects = Counter(root(bare(word.text)) for word in words if _may_be_subject(word.text))
    return _Sentence(tuple(words), speaker, subjects)


def _may_be_subject(text: str) -> bool:
    return len(bare(text)) >= SHORTEST_WORD and not is_function(text)


def _reasons(sentences: Sequence[_Sentence]) -> dict[int, dict[str, float]]:
    """For each sentence but the first, how much (0..1) each reason speaks for a chapter that begins with it."""
    depths = _depths(_likeness(sentences))
    return {
        place: {
            "topic": depths[place - 1],
            "pause": min(1.0, max(0.0, (after.start - before.end - PAUSE[0]) / (PAUSE[1] - PAUSE[0]))),
            "speaker": float(before.speaker != after.speaker),
            "question": float(after.asks and not before.asks),
        }
        for place, (before, after) in enumerate(pairwise(sentences), start=1)
    }


def _likeness(sentences: Sequence[_Sentence]) -> list[float]:
    """How alike (0..1) the subjects before and after each place between two sentences are.

    A subject counts the more, the fewer sentences have it; between neighbours near ones count more than far ones.
    """
    holding = Counter(subject for sentence in sentences for subject in sentence.subjects)
    rarity = {subject: math.log(1 + len(sentences) / count) for subject, count in holding.items()}
    return [
        _cosine(
            _weighed(sentences[max(0, place - REACH) : place][::-1], rarity),
            _weighed(sentences[place : place + REACH], rarity),
        )
        for place in range(1, len(sentences))
    ]


def _weighed(sentences: Sequence[_Sentence], rarity: dict[str, float]) -> dict[str, float]:
    """The subjects of `sentences`, the nearest of which comes first."""
    weights: dict[str, float] = {}
    for distance, sentence in enumerate(sentences):
        nearness = 1 - distance / REACH
        for subject, count in sentence.subjects.items():
            weights[subject] = weights.get(subject, 0.0) + nearness * count * rarity[subject]
    return weights


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    shared = sum(weight * other[subject] for subject, weight in one.items() if subject in other)
    size = math.sqrt(sum(weight**2 for weight in one.values()) * sum(weight**2 for weight in other.values()))
    return shared / size if size else 0.0


def _depths(likeness: Sequence[float]) -> list[float]:
    """How deep (0..1) each place lies between the nearest hills on both sides, beside how deep places mostly are."""
    before, after = _hills(likeness), _hills(likeness[::-1])[::-1]
    depths = [left + right - 2 * here for left, right, here in zip(before, after, likeness, strict=True)]
    deep = fmean(depths) + 2 * pstdev(depths) if depths else 0.0
    return [math.tanh(SHARP * depth / deep) if deep else 0.0 for depth in depths]


def _hills(likeness: Sequence[float]) -> list[float]:
    """The height of the first hill before each place: where it goes up no more, seen from there."""
    hills: list[float] = []
    for place, here in enumerate(likeness):
        hills.append(hills[-1] if place and likeness[place - 1] >= here else here)
    return hills


def _title(part: Sequence[_Sentence], everywhere: Counter[str]) -> str:
    """The question that a part begins with, or what it speaks of more than the rest does (the subjects `everywhere`);
    empty if neither will do.
    """
    question = " ".join(word.text for word in part[0].words)
    if part[0].asks and len(question) <= TITLE and not any(_is_delicate(*each) for each in enumerate(part[0].words)):
        return question
    here = Counter(subject for sentence in part for subject in sentence.subjects.elements())
    spelt = _spellings(part)
    weights = {subject: count**2 / everywhere[subject] for subject, count in here.items() if subject in spelt}
    best = sorted(weights, key=lambda subject: -weights[subject])[:WORDS_IN_TITLE]
    return ", ".join(spelt[subject] for subject in best)[:TITLE].capitalize()


def _spellings(part: Sequence[_Sentence]) -> dict[str, str]:
    """How the subjects of `part` are written there most often, those left out that a title must not hold."""
    written: dict[str, Counter[str]] = {}
    delicate = set()
    for sentence in part:
        for place, word in enumerate(sentence.words):
            if _may_be_subject(word.text):
                subject = root(bare(word.text))
                written.setdefault(subject, Counter())[re.sub(r"^\W+|\W+$", "", word.text).lower()] += 1
                if _is_delicate(place, word):
                    delicate.add(subject)
    return {subject: texts.most_common(1)[0][0] for subject, texts in written.items() if subject not in delicate}


def _is_delicate(place: int, word: Word) -> bool:
    """Whether the word at `place` of a sentence may be a name, or belongs to a term of the glossary."""
    may_be_name = word.text[:1].isupper() and (place > 0 or not is_everyday(word.text))
    return may_be_name or root(bare(word.text)) in _glossary_roots()


@cache
def _glossary_roots() -> frozenset[str]:
    words = (word for text in lexicon().right.values() for word in text.split())
    return frozenset(root(bare(word)) for word in words if not is_function(word))
