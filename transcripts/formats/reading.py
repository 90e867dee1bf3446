"""Reads a transcript file whose format nobody told: by what stands in it, never by its name.

It knows which kinds of file there are and hands the text to the module of its format.
"""

import codecs
import re
from types import ModuleType

from transcripts.formats import html, plain, podcast_json, signs, srt, timeline, webvtt
from transcripts.formats.blocks import ARROW, TIMING
from transcripts.formats.cue import Cue
from transcripts.formats.errors import FormatError
from transcripts.formats.timeline import MOST_LINES
from transcripts.formats.timestamps import TIME

JSON_BEGINS = re.compile(r"\{|\[\s*[\[{\"\]]")
HTML_TIME = re.compile(r"<time\b", re.IGNORECASE)
ANY_TIME = re.compile(TIME)

MOST_BYTES = 10_000_000
"""What people are told as 10 MB."""

FORMATS: dict[str, ModuleType] = {"webvtt": webvtt, "srt": srt, "json": podcast_json, "html": html, "plain": plain}

# Signs of other files that people upload by mistake, and where they stand. What is no text is refused anyhow; these
# can be named.
OTHER_FILES = {
    (b"%PDF-", 0): "pdf",
    (b"PK\x03\x04", 0): "zip",
    (b"\xd0\xcf\x11\xe0", 0): "doc",
    (b"{\\rtf", 0): "rtf",
    (b"\xff\xd8\xff", 0): "jpeg",
    (b"\x89PNG", 0): "png",
    (b"GIF8", 0): "gif",
    (b"ID3", 0): "mp3",
    (b"RIFF", 0): "wav",
    (b"OggS", 0): "ogg",
    (b"fLaC", 0): "flac",
    (b"\x1f\x8b", 0): "gzip",
    (b"ftyp", 4): "mp4",
}


def read(data: bytes, *, length: float | None = None) -> list[Cue]:
    """The cues of a transcript file for a recording of `length` seconds, if that is known.

    Cues are in order, do not overlap, and have text. Raises FormatError with a code and the line for everything else.
    """
    text = decoded(data)
    cues = timeline.checked(FORMATS[kind(text)].found(text), length)
    if not cues:
        raise FormatError(FormatError.NO_CUES)
    return cues


def decoded(data: bytes) -> str:
    """The text of a file in UTF-8 or, with a byte order mark, UTF-16. Raises FormatError."""
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        raise FormatError(FormatError.EMPTY)
    if len(data) > MOST_BYTES:
        raise FormatError(FormatError.TOO_LARGE, bytes=len(data), most=MOST_BYTES)
    for (beginning, at), name in OTHER_FILES.items():
        if data.startswith(beginning, at):
            raise FormatError(FormatError.OTHER_FILE, kind=name)
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8"
    broken = False
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        text, broken = data[: error.start].decode(encoding), True
    good, zero, _ = text.partition("\0")  # UTF-16 without its mark has zeros, as has what is no text at all
    if broken or zero:
        raise FormatError(FormatError.WRONG_ENCODING, len(signs.lines(good)))
    _refuse_crowds(text)
    return text


def _refuse_crowds(text: str) -> None:
    """Refuse more lines or tags than anybody needs before they cost time."""
    for sign in ("\n", "\r", "<"):
        if text.count(sign) > MOST_LINES:
            rest = text.split(sign, MOST_LINES)[-1]  # not empty: one more stands in it
            raise FormatError(FormatError.TOO_LONG, len(signs.lines(text[: -len(rest)])), most=MOST_LINES)


def kind(text: str) -> str:
    """Which of FORMATS `text` is in. Raises FormatError if it is in none."""
    start = text.removeprefix("\ufeff").lstrip()
    if start.startswith("WEBVTT"):
        return "webvtt"
    if JSON_BEGINS.match(start):
        return "json"
    if start.startswith("<"):
        return _with_times("html", text, HTML_TIME)
    first_line = signs.lines(start[:200])[0]
    if ARROW in text and (TIMING.fullmatch(first_line) or not plain.begins(first_line)):
        return "srt"
    return _with_times("plain", text, ANY_TIME)


def _with_times(name: str, text: str, times: re.Pattern[str]) -> str:
    """`name`, if there is anything in `text` from which times can be read."""
    if not times.search(text):
        raise FormatError(FormatError.UNKNOWN_FORMAT)
    return name
