"""Holds what every transcript has to keep: times that go forward, nobody over another, and not without end.

Formats hand over what they found and where; they write what is put in order here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from transcripts.formats import signs
from transcripts.formats.cue import Cue
from transcripts.formats.errors import FormatError

MOST_CUES = 50_000
"""More than five hours of talk word by word have."""

MOST_WORDS = 200_000
"""More than twenty hours of talk have."""

MOST_LINES = 10 * MOST_CUES
"""More lines or tags than the most cues need, however they are laid out."""

ROUNDING = 0.05
"""Seconds by which two cues may overlap: programs round times. The first one is cut."""

SPARE = 2.0
"""Seconds by which a cue may begin after the end of the recording."""

FASTEST = 20.0
"""Words that nobody says in a second: four times what the fastest do."""

CROWD = 100
"""Words that a cue may hold however short it is, for files that round times."""

SPEECH = 15.0
"""Characters that are said in a second, for a last paragraph whose end no file tells."""


@dataclass(frozen=True, slots=True)
class Found:
    """A cue as it stands in a file from `line` on, unchecked; times in seconds, no `end` where the file has none."""

    line: int
    start: float
    end: float | None
    text: str
    speaker: str | None = None


def checked(found: Iterable[Found], length: float | None = None) -> list[Cue]:
    """The cues of a file for a recording of `length` seconds, if that is known; those without text are dropped.

    A cue without an end lasts until the next. Ends after the end of the recording are cut.
    Raises FormatError with the line of the first cue that cannot be.
    """
    cues: list[Cue] = []
    above: Found | None = None
    words = 0
    for item in found:
        text = signs.tidy(item.text)
        if not text:
            continue
        words += len(text.split())
        _refuse_crowds(item, len(cues) + 1, words)
        end = item.start + len(text) / SPEECH if item.end is None else item.end
        _refuse(item, end, length)
        if above:
            cues[-1] = _before(cues[-1], above, item)
        if length is not None:
            end = max(item.start, min(end, length))
        cues.append(Cue(item.start, end, text, signs.one_line(item.speaker) or None))
        above = item
    if above:
        _refuse_dense(cues[-1], above)
    return cues


def _refuse_crowds(item: Found, cues: int, words: int) -> None:
    """Refuse more than any recording has; `item` is the last of so many `cues`."""
    if cues > MOST_CUES:
        raise FormatError(FormatError.TOO_MANY_CUES, item.line, most=MOST_CUES)
    if words > MOST_WORDS:
        raise FormatError(FormatError.TOO_MANY_WORDS, item.line, most=MOST_WORDS)


def _refuse(item: Found, end: float, length: float | None) -> None:
    """Refuse times that are wrong by themselves."""
    if item.start < 0 or end < 0:
        raise FormatError(FormatError.NEGATIVE_TIME, item.line)
    if end < item.start:
        raise FormatError(FormatError.END_BEFORE_START, item.line, start=item.start, end=end)
    if length is not None and item.start > length + SPARE:
        raise FormatError(FormatError.BEYOND_LENGTH, item.line, start=item.start, length=length)


def _before(cue: Cue, above: Found, item: Found) -> Cue:
    """`cue`, made from `above`, as it is when `item` follows it."""
    if item.start < cue.start:
        raise FormatError(FormatError.OUT_OF_ORDER, item.line, start=item.start, before=cue.start)
    if above.end is None:
        cue = replace(cue, end=item.start)
    elif round(cue.end - item.start, 3) > ROUNDING:
        raise FormatError(FormatError.OVERLAP, item.line, start=item.start, before=cue.end)
    cue = replace(cue, end=min(cue.end, item.start))
    _refuse_dense(cue, above)
    return cue


def _refuse_dense(cue: Cue, item: Found) -> None:
    """Refuse more words in `cue`, made from `item`, than can be said in its time, which is known now."""
    words, seconds = len(cue.text.split()), cue.end - cue.start
    if words > CROWD + FASTEST * seconds:
        raise FormatError(FormatError.TOO_DENSE, item.line, words=words, seconds=round(seconds, 3))


def in_order(cues: Iterable[Cue]) -> Iterator[tuple[int, int, str, str]]:
    """Start and end in milliseconds, tidy text and speaker ("" for nobody) of each cue with text, by start.

    A cue ends where the next begins, and always lasts at least a millisecond, or readers would drop it.
    """
    told = [
        (round(cue.start * 1000), round(cue.end * 1000), text, signs.one_line(cue.speaker))
        for cue in sorted(cues, key=lambda cue: cue.start)
        if (text := signs.tidy(cue.text))
    ]
    for (start, end, text, speaker), (following, *_) in pairwise([*told, (2**63, 0, "", "")]):
        yield start, max(min(end, following), start + 1), text, speaker
