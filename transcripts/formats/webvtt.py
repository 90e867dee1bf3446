"""Writes cues as WebVTT. Whatever a text holds, it stays text: no markup, no cue and no block comes out of it."""

import re
from collections.abc import Iterable

from transcripts.formats.cues import Cue

MEDIA_TYPE = "text/vtt"

# Control signs, also those that some readers take for line ends, and halves of surrogate pairs, which no file
# can hold.
UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")


def write(cues: Iterable[Cue]) -> str:
    """The whole file, in the order of time. Cues without any text are left out.

    Times have milliseconds; a cue always lasts at least one, or readers would drop it.
    """
    blocks = ["WEBVTT\n"]
    for cue in sorted(cues, key=lambda cue: cue.start):
        payload = _payload(cue)
        if payload:
            start = round(cue.start * 1000)
            end = max(round(cue.end * 1000), start + 1)
            blocks.append(f"{timestamp(start)} --> {timestamp(end)}\n{payload}\n")
    return "\n".join(blocks)


def timestamp(milliseconds: int) -> str:
    """Hours, minutes, seconds and thousandths, as 01:02:03.004; hours may have more than two digits."""
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{thousandths:03}"


def _payload(cue: Cue) -> str:
    """The lines of a cue. An empty line would end the cue, and what follows could pose as anything."""
    lines = [" ".join(UNPRINTABLE.sub(" ", line).split()) for line in re.split(r"\r\n|\r|\n", cue.text)]
    text = "\n".join(_escaped(line) for line in lines if line)
    name = " ".join(UNPRINTABLE.sub(" ", (cue.speaker or "").replace("\n", " ")).split())
    return f"<v {_escaped(name)}>{text}" if name and text else text


def _escaped(text: str) -> str:
    """`text` with the three signs that mean something. No `>` is left, so that no `-->` is either."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
