"""Makes cues that can be read in time out of words with times: at most two lines, one to seven seconds.

It knows no file format. Words keep their order and spelling; only where a cue ends and where its line breaks
is decided here. A word that is wider than a line is broken.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from transcripts.engines.protocol import Segment, Word
from transcripts.formats.cue import Cue

CONJUNCTIONS = frozenset({"dan", "atau", "tetapi", "tapi", "karena", "yang", "sehingga", "agar", "kalau", "bahwa"})
"""Words that a cue or a line may well begin with."""

SENTENCE_ENDS = (".", "?", "!", "…")
CLAUSE_ENDS = (",", ";", ":", "–")

# What a break costs, the cheaper the better, and what each cue costs so that there are not too many.
AFTER_SENTENCE, AFTER_CLAUSE, BEFORE_CONJUNCTION, ANYWHERE, IN_A_NAME = 0.0, 2.0, 3.0, 5.0, 9.0
EACH_CUE, SCRAP = 1.5, 4.0
SCRAP_CHARACTERS = 12


@dataclass(frozen=True, slots=True)
class Rules:
    """How much a cue may hold. Lengths in characters, times in seconds, speed in characters a second."""

    line: int = 42
    lines: int = 2
    shortest: float = 1.0
    longest: float = 7.0
    speed: float = 17.0
    pause: float = 0.6
    gap: float = 0.08


DEFAULT = Rules()


def cues(segments: Iterable[Segment], *, speaker: str | None = None, rules: Rules = DEFAULT) -> list[Cue]:
    """The cues of what one speaker says in `segments`, in order and without overlap.

    A cue that is too short to be read stays longer, as far as the next one leaves room. Segments without
    words get their time spread over their text.
    """
    made = [
        Cue(part[0].start, part[-1].end, _wrapped(part, rules), speaker)
        for run in _runs(_words(segments, rules.line), rules.pause)
        for part in _parts(run, rules)
    ]
    return [_readable(cue, after, rules) for cue, after in zip_longest(made, made[1:])]


def _words(segments: Iterable[Segment], line: int) -> Iterator[Word]:
    """All words in order, none starting before the one before it ends, none wider than a line."""
    earliest = 0.0
    for segment in segments:
        for word in segment.words or (Word(segment.text, segment.start, segment.end, 0.0),):
            start = max(word.start, earliest)
            earliest = max(word.end, start)
            yield from _spread(replace(word, start=start, end=earliest), line)


def _spread(word: Word, line: int) -> Iterator[Word]:
    """`word` as words without blanks and of at most `line` characters, its time spread over their characters."""
    pieces = [whole[at : at + line] for whole in word.text.split() for at in range(0, len(whole), line)]
    each = (word.end - word.start) / max(1, sum(map(len, pieces)))
    start = word.start
    for number, piece in enumerate(pieces, start=1):
        end = word.end if number == len(pieces) else start + each * len(piece)
        yield replace(word, text=piece, start=start, end=end)
        start = end


def _runs(words: Iterable[Word], pause: float) -> Iterator[list[Word]]:
    """`words` cut where the speaker pauses for longer than `pause`."""
    run: list[Word] = []
    for word in words:
        if run and word.start - run[-1].end > pause:
            yield run
            run = []
        run.append(word)
    if run:
        yield run


def _parts(run: Sequence[Word], rules: Rules) -> list[Sequence[Word]]:
    """`run` cut into cues at the places that cost least in all."""
    cost = [0.0] + [math.inf] * len(run)
    began = [0] * (len(run) + 1)
    for first in range(len(run)):
        for end in _fitting(run, first, rules):
            total = cost[first] + EACH_CUE + _cost_of_break(run, end) + _cost_of_scrap(run[first:end], rules)
            if total < cost[end]:
                cost[end], began[end] = total, first
    parts: list[Sequence[Word]] = []
    end = len(run)
    while end:
        parts.append(run[began[end] : end])
        end = began[end]
    return parts[::-1]


def _fitting(run: Sequence[Word], first: int, rules: Rules) -> Iterator[int]:
    """Every end of a cue that begins with word `first`: one word always fits, more if lines and time allow."""
    lines, width = 1, -1
    for at in range(first, len(run)):
        width += 1 + len(run[at].text)
        if width > rules.line:
            lines, width = lines + 1, len(run[at].text)
        if at > first and (lines > rules.lines or run[at].end - run[first].start > rules.longest):
            return
        yield at + 1


def _cost_of_break(words: Sequence[Word], at: int) -> float:
    """How much it disturbs to break before word `at`."""
    if at == len(words):
        return 0.0
    before, after = words[at - 1].text.rstrip("\"'”’)]"), words[at].text.lstrip("\"'“‘([")
    if before.endswith(SENTENCE_ENDS):
        return AFTER_SENTENCE
    if before.endswith(CLAUSE_ENDS):
        return AFTER_CLAUSE
    if before[:1].isupper() and after[:1].isupper():
        return IN_A_NAME
    return BEFORE_CONJUNCTION if after.casefold() in CONJUNCTIONS else ANYWHERE


def _cost_of_scrap(part: Sequence[Word], rules: Rules) -> float:
    """How much it disturbs that a cue is gone before the eye has found it."""
    brief = part[-1].end - part[0].start < rules.shortest
    return SCRAP if brief or sum(len(word.text) for word in part) < SCRAP_CHARACTERS else 0.0


def _wrapped(part: Sequence[Word], rules: Rules) -> str:
    """The text of a cue in as few lines as it needs, broken where it disturbs least and lengths are alike."""
    text = " ".join(word.text for word in part)
    if len(text) <= rules.line or len(part) == 1:
        return text
    rest = replace(rules, lines=rules.lines - 1)
    best, least = "", math.inf
    for at in range(1, len(part)):
        upper = " ".join(word.text for word in part[:at])
        if len(upper) > rules.line:
            break
        lower = _wrapped(part[at:], rest)
        widths = [len(line) for line in lower.split("\n")]
        if max(widths) > rules.line or len(widths) > rest.lines:
            continue
        total = _cost_of_break(part, at) + abs(len(upper) - widths[0]) / 6
        if total < least:
            best, least = f"{upper}\n{lower}", total
    return best or text


def _readable(cue: Cue, after: Cue | None, rules: Rules) -> Cue:
    """`cue` with the time that its text needs, as far as there is room, and never more than the longest."""
    needed = cue.start + max(rules.shortest, len(cue.text) / rules.speed)
    room = after.start - rules.gap if after else math.inf
    return replace(cue, end=min(max(cue.end, min(needed, room)), cue.start + rules.longest))
