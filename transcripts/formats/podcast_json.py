"""Writes and reads the JSON of Podcasting 2.0: segments with speaker, startTime, endTime and body.

A cue may be a paragraph or a single word. What is written reads back with times to the millisecond, the same text and
lines, the same speakers, and may stand inside a page: no sign in it can end a script or a string. Read is also what
Whisper's own programs write, which name the same things otherwise.
"""

import json
import math
import re
from collections.abc import Iterable, Iterator
from typing import Any

from transcripts.formats import signs, timeline
from transcripts.formats.cue import Cue
from transcripts.formats.errors import FormatError
from transcripts.formats.timeline import Found

MEDIA_TYPE = "application/json"
VERSION = "1.0.0"

WHISPER = {"startTime": "start", "endTime": "end", "body": "text"}
"""What Whisper's programs call the fields of a segment."""

# Signs that a page around the file would understand. In JSON they stand in strings only.
IN_PAGES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
BLANKS = re.compile(r"[ \t\n\r]*")

# Whole numbers are read as fractions: Python refuses to read the longest, and as a fraction they are infinite.
DECODER = json.JSONDecoder(parse_int=float, strict=False)


def write(cues: Iterable[Cue]) -> str:
    """The whole file, in the order of time, one segment a line. Cues without any text are left out."""
    segments = []
    for start, end, text, speaker in timeline.in_order(cues):
        named = {"speaker": speaker} if speaker else {}
        segment = {**named, "startTime": start / 1000, "endTime": end / 1000, "body": text}
        segments.append(json.dumps(segment, ensure_ascii=False).translate(IN_PAGES))
    return f'{{"version": "{VERSION}", "segments": [\n' + ",\n".join(segments) + "\n]}\n"


def parse(text: str) -> list[Cue]:
    """The cues of a file. Raises FormatError."""
    return timeline.checked(found(text))


def found(text: str) -> Iterator[Found]:
    """Each segment, unchecked, with the line on which it begins. Of a key that it has twice, the last is taken.

    Raises FormatError for what is no JSON, has no list of segments, or a segment without `startTime` or `start`.
    """
    reader = _Reader("\n".join(signs.lines(text)))
    try:
        for line, segment in _segments(reader):
            if not isinstance(segment, dict):
                raise FormatError(FormatError.BAD_SEGMENT, line, field="startTime")
            start = _time(segment, "startTime", line)
            if start is None:
                raise FormatError(FormatError.MISSING_TIME, line)
            end = _time(segment, "endTime", line)
            yield Found(line, start, end, _text(segment, "body", line), _text(segment, "speaker", line) or None)
    except json.JSONDecodeError as error:
        raise FormatError(FormatError.BAD_JSON, error.lineno, column=error.colno) from None
    except RecursionError:
        raise FormatError(FormatError.TOO_DEEP, reader.line()) from None


def _time(segment: dict[str, Any], field: str, line: int) -> float | None:
    """Seconds to the millisecond, None if the segment does not tell them."""
    value = segment.get(_name(segment, field))
    if value is None:
        return None
    if not isinstance(value, float) or not math.isfinite(value):
        raise FormatError(FormatError.BAD_TIME, line, text=str(value)[:80])
    return round(value, 3)


def _text(segment: dict[str, Any], field: str, line: int) -> str:
    """A text, empty if the segment does not tell it."""
    name = _name(segment, field)
    value = segment.get(name)
    if not isinstance(value, str | None):
        raise FormatError(FormatError.BAD_SEGMENT, line, field=name)
    return value or ""


def _name(segment: dict[str, Any], field: str) -> str:
    """What `segment` calls `field`."""
    return field if segment.get(field) is not None else WHISPER.get(field, field)


class _Reader:
    """Reads JSON value by value and knows where it is, which `json` alone does not tell. Raises JSONDecodeError."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0
        self._line, self._counted = 1, 0

    def line(self) -> int:
        """The line of the next value."""
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = self._at
        return self._line

    def sign(self) -> str:
        """The next sign that is no blank; nothing at the end."""
        blanks = BLANKS.match(self._text, self._at)
        self._at = blanks.end() if blanks else self._at
        return self._text[self._at : self._at + 1]

    def take(self, sign: str) -> None:
        """Go past `sign`."""
        if self.sign() != sign:
            raise json.JSONDecodeError(f"expected {sign}", self._text, self._at)
        self._at += 1

    def value(self) -> Any:
        """The next value, whole."""
        self.sign()
        value, self._at = DECODER.raw_decode(self._text, self._at)
        return value

    def key(self) -> str:
        """The name of the next value, and go to it."""
        if self.sign() != '"':
            self.take('"')
        key = self.value()
        self.take(":")
        return key

    def items(self, end: str) -> Iterator[None]:
        """Stop before each item of a list or an object; whoever asks reads it before the next."""
        more = self.sign() != end
        while more:
            self.sign()
            yield
            more = self.sign() == ","
            if more:
                self.take(",")
        self.take(end)


def _segments(reader: _Reader) -> Iterator[tuple[int, Any]]:
    """Each segment with its line, one at a time: a file may hold more than memory should."""
    if reader.sign() != "{":
        raise FormatError(FormatError.NO_SEGMENTS, reader.line())
    reader.take("{")
    told = False
    for _ in reader.items("}"):
        key = reader.key()
        if key != "segments":
            reader.value()
            continue
        if told or reader.sign() != "[":
            raise FormatError(FormatError.NO_SEGMENTS, reader.line())
        told = True
        reader.take("[")
        for _ in reader.items("]"):
            yield reader.line(), reader.value()
    if not told:
        raise FormatError(FormatError.NO_SEGMENTS)
    if reader.sign():
        reader.take("")
