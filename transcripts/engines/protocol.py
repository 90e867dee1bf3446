"""What every engine that turns sound into text takes, gives back and may fail with.

Data and one Protocol: it knows no engine, no file and no database. Times are seconds throughout.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
"""Samples a second of the sound that engines take."""

MOST_PROBABLE = 0.999
"""The most that an engine may say of a word. 1.0 means that a person vouches for it."""

Pcm = NDArray[np.float32]
"""Mono sound, float32 in -1..1, SAMPLE_RATE samples a second."""


def require_mono(pcm: Pcm) -> None:
    """Raise ValueError unless `pcm` has the shape that engines take."""
    if pcm.ndim != 1 or pcm.dtype != np.float32:
        raise ValueError(f"mono float32 is wanted, not {pcm.ndim} dimensions of {pcm.dtype}")


@dataclass(frozen=True, slots=True)
class Word:
    """What stands between two blanks, punctuation included; `probability` is the engine's own, 0 to MOST_PROBABLE."""

    text: str
    start: float
    end: float
    probability: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of speech as the engine cut it; its words joined by blanks are its text.

    `words` is empty when the engine knows no word times. `doubts` holds codes from
    `transcripts.engines.doubts`: reasons for a person to look twice, never a reason to drop the text unseen.
    `speaker` is a name or a number as the engine knows it, empty where it does not tell voices apart.
    """

    start: float
    end: float
    text: str
    words: tuple[Word, ...] = ()
    average_log_probability: float = 0.0
    no_speech_probability: float = 0.0
    compression_ratio: float = 1.0
    doubts: tuple[str, ...] = ()
    speaker: str = ""

    def shifted(self, seconds: float) -> "Segment":
        """The same segment `seconds` later: from the clock of a window to the clock of the recording.

        Times are rounded to the millisecond, so that a transcript read back from JSON equals the one written.
        """
        words = tuple(
            replace(word, start=round(word.start + seconds, 3), end=round(word.end + seconds, 3)) for word in self.words
        )
        return replace(self, start=round(self.start + seconds, 3), end=round(self.end + seconds, 3), words=words)


@dataclass(frozen=True, slots=True)
class Options:
    """What an episode may ask of an engine.

    `language` is a Whisper language code and is never guessed from the sound. `hotwords` are names and terms
    to listen for, the most important first; an engine may use fewer of them than it is given.
    """

    language: str = "id"
    hotwords: tuple[str, ...] = ()


class Transcriber(Protocol):
    """An engine. Not safe for two threads at once: a worker transcribes one recording at a time."""

    @property
    def name(self) -> str:
        """The engine, as a setting names it."""

    @property
    def model(self) -> str:
        """The model that it runs, for people to read."""

    def fingerprint(self, options: Options) -> str:
        """A hex hash of all that decides the text: engine, settings, the model's content, `options`.

        Windows that were stored under another fingerprint are not reused.
        Raises EngineUnavailable when the model cannot be read.
        """

    def transcribe(self, pcm: Pcm, options: Options, *, offset: float = 0.0) -> Iterator[Segment]:
        """Yield the segments of `pcm` in order, times counted from its first sample.

        `offset` is the second of the recording at which `pcm` begins; who hears it all in the sound ignores it.
        Closing the iterator stops the work. Sound without speech yields nothing.
        Raises EngineUnavailable when the model or its package is missing, ValueError for sound of the wrong
        shape or a language that the model does not know.
        """


class EngineUnavailable(Exception):
    """The engine cannot work here until somebody mends something.

    `code` is stable and says what is wrong, one of the constants below; `details` names the file, size or
    package that it is about. The words for a person are made where they are shown.
    """

    PACKAGE_MISSING = "package_missing"  # details: package
    EXTRA_MISSING = "extra_missing"  # details: package
    WEIGHTS_BROKEN = "weights_broken"  # details: path, reason
    WEIGHTS_UNREACHABLE = "weights_unreachable"  # details: size, tried
    WEIGHTS_ENGLISH_ONLY = "weights_english_only"  # details: path, language
    WEIGHTS_COMPRESSED = "weights_compressed"  # details: path
    SIZE_UNKNOWN = "size_unknown"  # details: size, known
    FOLDER_UNUSABLE = "folder_unusable"  # details: folder, reason
    DISK_FULL = "disk_full"  # details: folder, needed_bytes, free_bytes
    TEXT_MISSING = "text_missing"  # details: reason, if there is one
    TEXT_UNREADABLE = "text_unreadable"  # details: name, line, reason

    def __init__(self, code: str, **details: str) -> None:
        """Keep `code` and `details`; the message is for the log."""
        self.code = code
        self.details = details
        super().__init__(code, details)

    def __str__(self) -> str:
        """Code and details in one line of English."""
        told = ", ".join(f"{name}={value}" for name, value in self.details.items())
        return f"{self.code} ({told})" if told else self.code
