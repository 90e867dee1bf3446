"""`python -m transcripts.text.benchmark`: how fast and how true the text work is, beside simpler ways.

It makes its own recordings: words with known times, and what a recogniser would write of them. What real speech does
to accuracy is measured by `manage.py measure_transcripts`.
"""

import random
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from itertools import pairwise
from statistics import median

from transcripts.engines.protocol import Segment, Word
from transcripts.text.alignment import carried, realigned
from transcripts.text.differences import differences
from transcripts.text.findings import findings
from transcripts.text.lexicon import lexicon
from transcripts.text.paragraphs import Paragraph, joined
from transcripts.text.shifts import suggested
from transcripts.text.spelling import SENTENCE_ENDS, bare

SYLLABLES = ("ka", "be", "da", "ri", "pe", "ra", "sa", "ma", "la", "ti", "nya", "kan", "an", "ter", "men", "ber", "se")
SEED = 7
ROUNDS = 9
EDITED = 0.12
TOGETHER = 0.1  # seconds between words that a recogniser may take for one


def spoken(number: int, seed: int = SEED) -> tuple[Word, ...]:
    """`number` invented words with times as people speak: short words often, longer pauses at the ends of sentences."""
    lots = random.Random(seed)  # noqa: S311 - the same words each time
    vocabulary = ["".join(lots.choices(SYLLABLES, k=lots.choice((1, 2, 2, 3, 3, 4)))) for _ in range(2_000)]
    weights = [1 / (rank + 3) for rank in range(len(vocabulary))]
    words, now = [], 0.0
    for text in lots.choices(vocabulary, weights, k=number):
        length = 0.04 + len(text) * lots.uniform(0.045, 0.085)
        ends = lots.random() < 1 / 11
        words.append(Word(text + "." * ends, round(now, 3), round(now + length, 3), 0.9))
        now += length + (lots.uniform(0.2, 1.2) if ends else lots.choice((0.0, 0.0, lots.uniform(0.0, 0.08))))
    return tuple(words)


def misheard(truth: Sequence[Word], share: float = EDITED, seed: int = SEED) -> tuple[Word, ...]:
    """`truth` as a recogniser errs in `share` of its places: words misheard, left out, added, merged and split."""
    lots = random.Random(seed)  # noqa: S311 - the same slips each time
    slips = (_other, _other, _other, _left_out, _added, _merged, _split)
    heard: list[Word] = []
    rest = list(truth)[::-1]
    while rest:
        word = rest.pop()
        if lots.random() >= share:
            heard.append(word)
        else:
            lots.choice(slips)(word, rest, heard, lots)
    return tuple(heard)


def _other(word: Word, rest: list[Word], heard: list[Word], lots: random.Random) -> None:
    text = list(word.text)
    for _ in range(max(1, len(text) // 3)):
        text[lots.randrange(len(text))] = lots.choice("aeioubdgklmnprst")
    heard.append(replace(word, text="".join(text), probability=0.4))


def _left_out(word: Word, rest: list[Word], heard: list[Word], lots: random.Random) -> None:
    """Half of the time the word before it is heard as longer."""
    if heard and lots.random() < 0.5 and word.start - heard[-1].end < TOGETHER:
        heard[-1] = replace(heard[-1], end=word.end)


def _added(word: Word, rest: list[Word], heard: list[Word], lots: random.Random) -> None:
    middle = round((word.start + word.end) / 2, 3)
    heard += [replace(word, end=middle), Word("eh", middle, word.end, 0.3)]


def _merged(word: Word, rest: list[Word], heard: list[Word], lots: random.Random) -> None:
    if rest and not word.text.endswith(SENTENCE_ENDS) and rest[-1].start - word.end < TOGETHER:
        after = rest.pop()
        word = Word(word.text + after.text, word.start, after.end, 0.5)
    heard.append(word)


def _split(word: Word, rest: list[Word], heard: list[Word], lots: random.Random) -> None:
    half = len(word.text) // 2
    if half < 2:
        heard.append(word)
        return
    middle = round(word.start + (word.end - word.start) * half / len(word.text), 3)
    heard.append(Word(word.text[:half], word.start, middle, 0.5))
    heard.append(Word(word.text[half:], middle, word.end, 0.5))


def by_difflib(words: Sequence[Word], text: str) -> list[float]:
    """Starts of the words of `text` the simple way: difflib's equal words, all others spread evenly between them."""
    texts = text.split()
    known = {0: words[0].start, len(texts): words[-1].end}
    matcher = SequenceMatcher(None, [bare(word.text) for word in words], [bare(text) for text in texts], autojunk=False)
    for first, place, size in matcher.get_matching_blocks():
        known |= {place + step: words[first + step].start for step in range(size)}
    starts: list[float] = []
    for (place, start), (after, end) in pairwise(sorted(known.items())):
        starts += [start + (end - start) * step / (after - place) for step in range(after - place)]
    return starts


def timed(work: Callable[[], object]) -> float:
    """Milliseconds of the processor for `work`: the median of ROUNDS."""
    took = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        took.append((time.process_time() - began) * 1000)
    return median(took)


def late(starts: Sequence[float], truth: Sequence[Word], share: float = 0.99) -> float:
    """The error in milliseconds that the starts of `share` of the words do not exceed."""
    errors = sorted(abs(start - word.start) for start, word in zip(starts, truth, strict=True))
    return errors[min(len(errors) - 1, int(len(errors) * share))] * 1000


def main() -> None:
    """Print each figure, the first two beside the simple way."""
    truth = spoken(5_000)
    heard, text = misheard(truth), " ".join(word.text for word in truth)
    ours, plain = timed(lambda: realigned(heard, text)), timed(lambda: by_difflib(heard, text))
    error = late([word.start for word in realigned(heard, text)], truth)
    plain_error = late(by_difflib(heard, text), truth)
    out = sys.stdout.write
    out(f"{'5,000 words, 12 % edited':<36}{'ours':>8}{'difflib':>9}{'ratio':>7}\n")
    out(f"{'realigned, ms':<36}{ours:>8.1f}{plain:>9.1f}{plain / ours:>7.1f}\n")
    out(f"{'start error, p99, ms':<36}{error:>8.0f}{plain_error:>9.0f}{plain_error / error:>7.1f}\n")
    for name, work in _long_work().items():
        out(f"{'30,000 words: ' + name + ', ms':<36}{timed(work):>8.0f}\n")


def _long_work() -> dict[str, Callable[[], object]]:
    """What is done with the text of three hours, by name."""
    truth = spoken(30_000)
    slips, others = misheard(truth, share=0.05), misheard(truth, share=0.3)
    parts, before = _paragraphs(truth), _paragraphs(slips)
    pieces = [Segment(words[0].start, words[-1].end, "…", words) for words in _cut(truth, 12)]
    known = lexicon(("Hendra Wijaya", "Siti Rahmawati"))
    return {
        "joined": lambda: joined((None, piece) for piece in pieces),
        "realigned": lambda: realigned(slips, " ".join(word.text for word in truth)),
        "carried": lambda: carried(truth, others),
        "differences": lambda: differences(before, parts),
        "findings": lambda: findings([part.words for part in parts], known),
        "suggested": lambda: suggested(parts, truth[-1].end),
    }


def _cut(words: Sequence[Word], size: int) -> list[tuple[Word, ...]]:
    return [tuple(words[first : first + size]) for first in range(0, len(words), size)]


def _paragraphs(words: Sequence[Word]) -> list[Paragraph]:
    return [Paragraph(part[0].start, part[-1].end, None, part) for part in _cut(words, 60)]


if __name__ == "__main__":
    main()
