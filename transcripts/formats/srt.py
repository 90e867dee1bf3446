"""Writes and reads SubRip (SRT), with speakers as Podcasting 2.0 has them: `Name: ` where the speaker changes.

SRT has no sign for a speaker and cannot quote one, so two conventions keep what is written readable to people and
unambiguous to `parse`: `>> ` before somebody without a name, as closed captions have it, and the name once more where
the text itself begins like a name (`Rini: Catatan: penting`). What is written reads back with times to the millisecond,
the same text and lines, and the same speakers, if their names look like names (`names.is_name`). Players would take
some texts for more than text: `-->` comes back as `→`, `<b>` as `‹b>`, `{\\an8}` as `(\\an8}`, and a line of digits,
which would pass for the number of the next cue, stands on the line above it.
"""

import re
from collections.abc import Iterable, Iterator

from transcripts.formats import blocks, names, signs, timeline
from transcripts.formats.cue import Cue
from transcripts.formats.timeline import Found
from transcripts.formats.timestamps import shown

MEDIA_TYPE = "application/x-subrip"

CHANGE = ">>"
MARKUP = re.compile(r"</?(?:[biusv]|font|em|strong|span|c|ruby|rt|lang)\b[^<>]*+>|\{\\[^{}]*+\}", re.IGNORECASE)
TAG_BEGINS = re.compile(r"<(?=[a-zA-Z/!?])")
LINE_OF_DIGITS = re.compile(r"\n(?=\d+(?:\n|$))")
LONGEST_LINE = 32


def write(cues: Iterable[Cue]) -> str:
    """The whole file, in the order of time. Cues without any text are left out.

    Times have milliseconds; a cue ends where the next begins at the latest, and lasts at least one millisecond.
    """
    written = []
    last = ""
    for number, (start, end, text, speaker) in enumerate(timeline.in_order(cues), start=1):
        said = LINE_OF_DIGITS.sub(" ", _defused(text))
        label = _label(said, speaker, last)
        if label and "\n" not in said and len(label) + len(said) > LONGEST_LINE:
            label = f"{label.rstrip()}\n"
        written.append(f"{number}\n{shown(start, point=',')} --> {shown(end, point=',')}\n{label}{said}\n")
        last = speaker
    return "\n".join(written)


def parse(text: str) -> list[Cue]:
    """The cues of a file. Raises FormatError."""
    return timeline.checked(found(text))


def found(text: str) -> Iterator[Found]:
    """Each cue, unchecked. A cue without a name is said by whom the cue before it names.

    Numbers may be missing or wrong; tags are left out, the text inside them stays.
    Raises FormatError where times cannot be read.
    """
    speaker: str | None = None
    for block in blocks.timed(signs.lines(text), named=False):
        said = signs.tidy(MARKUP.sub("", block.text))
        if said.startswith(CHANGE):
            speaker, said = None, said.removeprefix(CHANGE).lstrip()
        else:
            name, said = names.before_colon(said)
            speaker = name or speaker
        yield Found(block.line, block.start, block.end, said, speaker)


def _label(text: str, speaker: str, last: str) -> str:
    """What stands before the text of a cue: nothing where the speaker goes on, unless the text would be misread."""
    misread = text.startswith(CHANGE) or names.before_colon(text)[0] is not None
    if speaker == last and not misread:
        return ""
    return f"{_defused(speaker)}: " if speaker else f"{CHANGE} "


def _defused(text: str) -> str:
    """`text` without what players take for a cue, a tag or a command."""
    return TAG_BEGINS.sub("‹", text.replace(blocks.ARROW, "→")).replace("{\\", "(\\")
