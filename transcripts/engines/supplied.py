"""The engine that hears nothing: it reads the text that lies beside a recording.

Such a file has the recording's name with another suffix, for what people bring as for the stored master. What it may
hold is the matter of `transcripts.formats`; it is never changed here.
"""

from __future__ import annotations

import hashlib
import json
import os
from bisect import bisect_left
from collections.abc import Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path

from transcripts.engines.protocol import SAMPLE_RATE, EngineUnavailable, Options, Pcm, Segment, require_mono
from transcripts.formats.cue import Cue
from transcripts.formats.errors import FormatError
from transcripts.formats.reading import MOST_BYTES, decoded, kind, read
from transcripts.text.paragraphs import spread

SUFFIXES = {"webvtt": ".vtt", "srt": ".srt", "json": ".json"}
"""The formats that are looked for, the one that tells most first. Plain text beside a recording may be anything."""


def beside(audio: Path) -> Path | None:
    """The text that lies beside the recording at `audio`, or None."""
    candidates = (audio.with_suffix(suffix) for suffix in SUFFIXES.values())
    return next((path for path in candidates if path.is_file()), None)


def keep(audio: Path, data: bytes, *, length: float | None = None) -> Path:
    """Lay the text `data` beside the recording at `audio`, `length` seconds long, in the place of any other.

    Raises FormatError, and then nothing has changed, or OSError.
    """
    read(data, length=length)
    suffix = SUFFIXES.get(kind(decoded(data)), SUFFIXES["webvtt"])  # it is read by its content, whatever its name
    final = audio.with_suffix(suffix)
    staged = final.with_name(f".{final.name}")
    staged.write_bytes(data)
    staged.replace(final)
    for other in set(SUFFIXES.values()) - {suffix}:
        with suppress(FileNotFoundError):
            audio.with_suffix(other).unlink()
    return final


class Supplied:
    """A Transcriber over one text; `length` is that of the recording in seconds, if it is known."""

    name = "file"

    def __init__(self, text: Path, length: float | None = None) -> None:
        """Take the file; nothing is read yet."""
        self.text, self.length = text, length

    @property
    def model(self) -> str:
        """The format, as the file's suffix tells it."""
        return self.text.suffix.removeprefix(".")

    def fingerprint(self, options: Options) -> str:
        """See Transcriber: the file's content is the model."""
        decides = [self.name, hashlib.sha256(self._data).hexdigest(), options.language, options.hotwords]
        return hashlib.sha256(json.dumps(decides).encode()).hexdigest()

    def transcribe(self, pcm: Pcm, options: Options, *, offset: float = 0.0) -> Iterator[Segment]:
        """See Transcriber. What begins within `pcm` is its text, even if it ends later; nothing is doubted.

        Raises EngineUnavailable: TEXT_MISSING, TEXT_UNREADABLE (caused by the FormatError that tells why).
        """
        require_mono(pcm)
        return self._segments(offset, offset + len(pcm) / SAMPLE_RATE)

    def _segments(self, start: float, end: float) -> Iterator[Segment]:
        for cue in self._cues[bisect_left(self._starts, start) : bisect_left(self._starts, end)]:
            words = spread(cue.text, cue.start, cue.end)
            text = " ".join(word.text for word in words)
            yield Segment(words[0].start, words[-1].end, text, words, speaker=cue.speaker or "").shifted(-start)

    @cached_property
    def _data(self) -> bytes:
        try:
            with self.text.open("rb") as file:
                return file.read(MOST_BYTES + 1)
        except OSError as error:
            raise EngineUnavailable(EngineUnavailable.TEXT_MISSING, reason=os.strerror(error.errno or 0)) from error

    @cached_property
    def _cues(self) -> list[Cue]:
        try:
            return read(self._data, length=self.length)
        except FormatError as error:
            raise EngineUnavailable(
                EngineUnavailable.TEXT_UNREADABLE, name=self.text.name, line=str(error.line), reason=error.code
            ) from error

    @cached_property
    def _starts(self) -> list[float]:
        return [cue.start for cue in self._cues]
