"""Writes and reads WebVTT. Whatever a text holds, it stays text: no markup, no cue and no block comes out of it.

What is written reads back with times to the millisecond, the same text and lines, the same speakers. Other programs
put speakers before a colon, so that is read, too; a text of nobody that begins like a name is written in `<c>`.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from transcripts.formats import blocks, names, signs, timeline
from transcripts.formats.cue import Cue
from transcripts.formats.errors import FormatError
from transcripts.formats.timeline import Found
from transcripts.formats.timestamps import shown

MEDIA_TYPE = "text/vtt"

HEADER = re.compile(r"WEBVTT(?:[ \t].*)?")
SILENT_BLOCK = re.compile(r"NOTE(?:[ \t].*)?|STYLE\s*|REGION\s*")

# Any other < is text that was not escaped. Possessive, so that no run of signs is tried twice.
TAG = re.compile(r"<(/?)([a-zA-Z]++)(?:\.[^<>\s]*+)?+(?:\s([^<>]*+))?+>|<[0-9:.]++>|</?>")


def write(cues: Iterable[Cue]) -> str:
    """The whole file, in the order of time. Cues without any text are left out.

    Times have milliseconds; a cue ends where the next begins at the latest, and lasts at least one millisecond.
    """
    written = ["WEBVTT\n"]
    for start, end, text, speaker in timeline.in_order(cues):
        written.append(f"{shown(start)} --> {shown(end)}\n{_payload(text, speaker)}\n")
    return "\n".join(written)


def _payload(text: str, speaker: str) -> str:
    """The text of a cue in the voice of its speaker."""
    if speaker:
        return f"<v {signs.escaped(speaker)}>{signs.escaped(text)}"
    return f"<c>{signs.escaped(text)}</c>" if names.before_colon(text)[0] else signs.escaped(text)


def parse(text: str) -> list[Cue]:
    """The cues of a file. Raises FormatError."""
    return timeline.checked(found(text))


def found(text: str) -> Iterator[Found]:
    """What each voice says in each cue, unchecked. Several voices in a cue share its time by the length of their text.

    Comments, styles, regions, names of cues, settings and tags are left out; the text inside tags stays.
    Raises FormatError without the word WEBVTT on top or where times cannot be read.
    """
    lines = signs.lines(text)
    if not HEADER.fullmatch(lines[0]):
        raise FormatError(FormatError.NO_HEADER)
    for block in blocks.timed(_without_silent_blocks(lines), named=True):
        spoken = _spoken(block.text)
        each = (block.end - block.start) / max(1, sum(len(said) for _, said in spoken))
        start = block.start
        for number, (voice, said) in enumerate(spoken, start=1):
            end = block.end if number == len(spoken) else round(start + each * len(said), 3)
            yield Found(block.line, start, end, said, voice)
            start = end


def _without_silent_blocks(lines: list[str]) -> list[str]:
    """`lines`, those of the header, of comments, styles and regions emptied."""
    kept: list[str] = []
    header, silent, above = True, True, "WEBVTT"
    for line in lines:
        if not line.strip() or (header and blocks.ARROW in line):
            header = silent = False
        elif not above.strip():
            silent = bool(SILENT_BLOCK.fullmatch(line))
        kept.append("" if silent else line)
        above = line
    return kept


def _spoken(payload: str) -> list[tuple[str | None, str]]:
    """Who says what in a cue: by its voices, or by a name before a colon that no tag stands before; None for nobody."""
    parts: list[tuple[str | None, str]] = []
    voice, at = None, 0
    for tag in TAG.finditer(payload):
        parts.append((voice, payload[at : tag.start()]))
        at = tag.end()
        if tag[2] == "v":
            voice = None if tag[1] else signs.one_line(signs.unescaped(tag[3] or "")) or None
    parts.append((voice, payload[at:]))
    said = ((voice, "".join(text for _, text in run)) for voice, run in groupby(parts, key=lambda part: part[0]))
    spoken = [(voice, text) for voice, run in said if (text := signs.tidy(signs.unescaped(run)))]
    if spoken and spoken[0][0] is None and not payload.lstrip().startswith("<"):
        spoken[0] = names.before_colon(spoken[0][1])
    return spoken
