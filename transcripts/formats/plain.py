"""Writes and reads plain text: for each paragraph a line with time and speaker, the text below, an empty line.

What is written reads back with starts to the second, the same words and speakers. Lines come back as one, and each
paragraph ends where the next begins. A byte order mark and CRLF make it readable in the oldest editors too.
"""

import re
from collections.abc import Iterable, Iterator

from transcripts.formats import names, signs, timeline
from transcripts.formats.cue import Cue
from transcripts.formats.errors import FormatError
from transcripts.formats.timeline import Found
from transcripts.formats.timestamps import TIME, clock, seconds

MEDIA_TYPE = "text/plain"

# 0:09, [00:00:09] or (00:00:09.500) at the start of a line, or after a name that stands alone with it.
STAMPED = re.compile(rf"[\[(]?({TIME})[\])]?(?![\w:.,])\s*[-–—]?\s*(.*)", re.DOTALL)
NAME_FIRST = re.compile(rf"([^\d\[(][^\[(:]{{0,47}}?):?\s+[\[(]?({TIME})[\])]?:?")


def write(cues: Iterable[Cue]) -> str:
    """The whole file, in the order of time, one paragraph a cue. Cues without any text are left out."""
    paragraphs = []
    for start, _, text, speaker in timeline.in_order(cues):
        name = f" {speaker}:" if speaker else ""
        paragraphs.append(f"[{clock(start // 1000)}]{name}\n{text.replace(chr(10), ' ')}\n")
    return "\ufeff" + "\n".join(paragraphs).replace("\n", "\r\n")


def parse(text: str) -> list[Cue]:
    """The cues of a file. Raises FormatError."""
    return timeline.checked(found(text))


def found(text: str) -> Iterator[Found]:
    """Each paragraph, unchecked, with the line of its time.

    The line below a line that holds nothing but time and name is text, whatever it looks like.
    Raises FormatError for text that stands before the first time.
    """
    head: tuple[int, float, str | None] | None = None
    texts: list[str] = []
    for number, line in enumerate(signs.lines(text), start=1):
        below_head = head is not None and not texts and number == head[0] + 1
        stamped = _stamped(line) if ":" in line and not below_head else None
        if stamped:
            if head:
                yield Found(head[0], head[1], None, "\n".join(texts), head[2])
            start, speaker, said = stamped
            head, texts = (number, start, speaker), [said] if said else []
        elif line.strip() and head is None:
            raise FormatError(FormatError.MISSING_TIME, number)
        elif line.strip():
            texts.append(line)
    if head:
        yield Found(head[0], head[1], None, "\n".join(texts), head[2])


def begins(line: str) -> bool:
    """Whether a paragraph begins on `line`: only files of plain text begin with a time or a name and a time."""
    return _stamped(line) is not None


def _stamped(line: str) -> tuple[float, str | None, str] | None:
    """Time, speaker and first words of a line that begins a paragraph."""
    line = signs.one_line(line)
    parts = STAMPED.fullmatch(line)
    if parts:
        start, rest = seconds(parts[1]), parts[2]
        if start is None:
            return None
        if rest.endswith(":"):
            return start, rest[:-1], ""
        return start, *names.before_colon(rest)
    parts = NAME_FIRST.fullmatch(line)
    if not parts or not names.is_name(parts[1]):
        return None
    start = seconds(parts[2])
    return None if start is None else (start, parts[1], "")
