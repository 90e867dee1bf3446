"""Makes cues that can be read in time out of words with times: at most two lines, one to seven seconds.

It knows no file format. Words keep their order and spelling; only where a cue ends, where its line breaks and how
long it stays is decided here. A word that is wider than a line is broken.
"""

import math
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby, pairwise
from operator import itemgetter

from transcripts.engines.protocol import Segment, Word
from transcripts.formats import joints
from transcripts.formats.cue import Cue

# What each cue costs, so that there are not too many; what one costs that is gone before the eye has found it; what
# each second costs that is missing to read it.
EACH_CUE, SCRAP, HURRY = 1.5, 4.0, 2.0
SCRAP_CHARACTERS = 12


@dataclass(frozen=True, slots=True)
class Rules:
    """How much a cue may hold. Lengths in characters, times in seconds, speed in characters a second.

    `labelled` keeps room on the first line for the speaker's name where the speaker changes. `shift` is by how much a
    cue may begin before or after its first word, so that it or the one before it can be read.
    """

    line: int = 42
    lines: int = 2
    shortest: float = 1.0
    longest: float = 7.0
    speed: float = 17.0
    pause: float = 0.6
    shift: float = 0.5
    labelled: bool = False


DEFAULT = Rules()
"""For WebVTT."""

NARROW = Rules(line=32, labelled=True)
"""For SRT, as Podcasting 2.0 asks."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """One or several words that stand together on a line; `cost` of a break before them."""

    text: str
    start: float
    end: float
    cost: float


@dataclass(frozen=True, slots=True)
class _Run:
    """What one speaker says without a pause, `until` the next speech; a label takes `indent` of the first line."""

    speaker: str | None
    pieces: Sequence[_Piece]
    indent: int
    until: float


def cues(
    segments: Iterable[Segment],
    *,
    speaker: str | None = None,
    names: Collection[str] = (),
    rules: Rules = DEFAULT,
) -> list[Cue]:
    """The cues of what one speaker says in `segments`; as `conversation`."""
    return conversation(((speaker, segment) for segment in segments), names=names, rules=rules)


def conversation(
    said: Iterable[tuple[str | None, Segment]], *, names: Collection[str] = (), rules: Rules = DEFAULT
) -> list[Cue]:
    """The cues of what speakers (None: nobody known) say in turn; no cue holds two speakers.

    Always: cues in order, none over another, lines and widths as `rules` say, none longer than the longest, no break
    within `names`, unless a name alone is wider than a line, and each word once. What is said over somebody else is
    shown after it. Segments without words get their time spread over their text.
    Where speech leaves room: no cue shorter than the shortest or faster than the speed. For that it stays on in the
    pause after it, makes the next begin late, or begins early, neither by more than the shift. Speech that goes on
    faster than the speed is not cut: its cues follow each other without a gap.
    """
    made = [
        Cue(part[0].start, part[-1].end, _wrapped(part, rules, run.indent if first else 0), run.speaker)
        for run in _runs(said, names, rules)
        for first, part in _parts(run, rules)
    ]
    return _readable(made, rules)


def _runs(said: Iterable[tuple[str | None, Segment]], names: Collection[str], rules: Rules) -> Iterator[_Run]:
    """What is said, cut where the speaker changes or pauses."""
    runs: list[_Run] = []
    last: str | None = None
    known = joints.known(names)
    for speaker, words in groupby(_words(said, rules.line), key=itemgetter(0)):
        indent = 0 if speaker == last or not rules.labelled else len(f"{speaker}: " if speaker else ">> ")
        for pieces in _between_pauses(_pieces([word for _, word in words], known, rules), rules.pause):
            runs.append(_Run(speaker, pieces, indent, math.inf))
            indent = 0
        last = speaker
    for run, after in pairwise([*runs, None]):
        if run:
            yield replace(run, until=after.pieces[0].start) if after else run


def _words(said: Iterable[tuple[str | None, Segment]], line: int) -> Iterator[tuple[str | None, Word]]:
    """All words in order, none starting before the one before it ends, none wider than a line."""
    earliest = 0.0
    for speaker, segment in said:
        for word in segment.words or (Word(segment.text, segment.start, segment.end, 0.0),):
            start = max(word.start, earliest)
            earliest = max(word.end, start)
            for piece in _spread(word, start, earliest, line):
                yield speaker or None, piece


def _spread(word: Word, start: float, end: float, line: int) -> Iterator[Word]:
    """`word` as words without blanks and of at most `line` characters, its time spread over their characters."""
    texts = [whole[at : at + line] for whole in word.text.split() for at in range(0, len(whole), line)]
    each = (end - start) / max(1, sum(map(len, texts)))
    for number, text in enumerate(texts, start=1):
        until = end if number == len(texts) else start + each * len(text)
        yield Word(text, start, until, word.probability)
        start = until


def _pieces(words: Sequence[Word], names: joints.Known, rules: Rules) -> list[_Piece]:
    """The words of one speaker, those together that must not be parted."""
    texts = [word.text for word in words]
    pieces: list[_Piece] = []
    for at, (word, held) in enumerate(zip(words, joints.held(texts, names), strict=True)):
        last = pieces[-1] if held else None
        fits = last and len(last.text) + 1 + len(word.text) <= rules.line and word.end - last.start <= rules.longest
        if last and fits:
            pieces[-1] = _Piece(f"{last.text} {word.text}", last.start, word.end, last.cost)
        else:
            cost = joints.cost(texts[at - 1], word.text) if at else 0.0
            pieces.append(_Piece(word.text, word.start, word.end, cost))
    return pieces


def _between_pauses(pieces: Iterable[_Piece], pause: float) -> Iterator[list[_Piece]]:
    """`pieces` cut where the speaker pauses for longer than `pause`."""
    run: list[_Piece] = []
    for piece in pieces:
        if run and piece.start - run[-1].end > pause:
            yield run
            run = []
        run.append(piece)
    if run:
        yield run


def _parts(run: _Run, rules: Rules) -> Iterator[tuple[bool, Sequence[_Piece]]]:
    """`run` cut into cues at the places that cost least in all; of each whether it is the first."""
    pieces, size = run.pieces, len(run.pieces)
    starts = [*(piece.start for piece in pieces), run.until]
    costs = [*(piece.cost for piece in pieces), 0.0]
    lengths = [0, *accumulate(len(piece.text) + 1 for piece in pieces)]
    least, began = [0.0, *[math.inf] * size], [0] * (size + 1)
    for first in range(size):
        for end in _fitting(pieces, first, 0 if first else run.indent, rules):
            characters, stay = lengths[end] - lengths[first] - 1, starts[end] - starts[first]
            total = least[first] + EACH_CUE + costs[end] + HURRY * max(0.0, characters / rules.speed - stay)
            if stay < rules.shortest or characters < SCRAP_CHARACTERS:
                total += SCRAP
            if total < least[end]:
                least[end], began[end] = total, first
    cuts = [size]
    while cuts[-1]:
        cuts.append(began[cuts[-1]])
    return ((first == 0, pieces[first:end]) for first, end in pairwise(reversed(cuts)))


def _fitting(pieces: Sequence[_Piece], first: int, indent: int, rules: Rules) -> Iterator[int]:
    """Every end of a cue that begins with piece `first`: one always fits, more if lines and time allow."""
    lines, width = 1, indent - 1
    latest = pieces[first].start + rules.longest
    for at in range(first, len(pieces)):
        piece = pieces[at]
        width += 1 + len(piece.text)
        if width > rules.line:
            lines, width = lines + 1, len(piece.text)
        if at > first and (lines > rules.lines or piece.end > latest):
            return
        yield at + 1


def _wrapped(part: Sequence[_Piece], rules: Rules, indent: int = 0) -> str:
    """The text of a cue in as few lines as it needs, broken where it disturbs least and lengths are alike."""
    text = " ".join(piece.text for piece in part)
    if indent and indent + len(part[0].text) > rules.line:  # the name gets a line of its own
        return _wrapped(part, replace(rules, lines=rules.lines - 1))
    if indent + len(text) <= rules.line or len(part) == 1 or rules.lines < 2:
        return text
    rest = replace(rules, lines=rules.lines - 1)
    best, least = "", math.inf
    for at in range(1, len(part)):
        upper = " ".join(piece.text for piece in part[:at])
        if indent + len(upper) > rules.line:
            break
        lower = _wrapped(part[at:], rest)
        widths = [len(line) for line in lower.split("\n")]
        if max(widths) > rules.line or len(widths) > rest.lines:
            continue
        total = part[at].cost + abs(indent + len(upper) - widths[0]) / 6
        if total < least:
            best, least = f"{upper}\n{lower}", total
    return best or text


def _readable(made: Sequence[Cue], rules: Rules) -> list[Cue]:
    """Cues with the time that their texts need, as far as there is room, and never more than the longest."""
    starts, ends = [*(cue.start for cue in made), math.inf, math.inf], [*(cue.end for cue in made), math.inf]
    needs = [*(max(rules.shortest, len(cue.text) / rules.speed) for cue in made), 0.0]
    readable: list[Cue] = []
    free, earliest = 0.0, 0.0  # when the cue before is gone, and when this one may begin
    for at, cue in enumerate(made):
        start, after = max(cue.start, earliest), starts[at + 1]
        end = max(cue.end, start, min(start + needs[at], after))
        earliest = 0.0
        if end - start < needs[at]:
            kept = needs[at + 1] if end - start >= rules.shortest else rules.shortest  # by the next one
            spare = max(ends[at + 1], starts[at + 2]) - kept
            earliest = min(start + needs[at], after + rules.shift, spare)
            end = max(end, earliest)
            start = min(start, max(start - rules.shift, free, end - needs[at]))
        end = min(end, start + rules.longest)
        readable.append(replace(cue, start=start, end=end))
        free = end
    return readable
