"""Where people speak and pause in a stretch of sound, and the best place to cut it.

Stands on the Silero voice detector inside faster-whisper, which it imports on first use. It judges seconds to
minutes of sound at once; streaming a recording past it is the work of `transcripts.windows`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, chain

import numpy as np

from transcripts.engines.protocol import SAMPLE_RATE, EngineUnavailable, Pcm

SEARCHED = 0.2
"""The last part of a stretch in which its end is looked for."""

GRID = SAMPLE_RATE // 100
SHORTEST_PAUSE_MS = 200
QUIET_SAMPLES = SAMPLE_RATE // 5
"""How long a place is whose loudness is compared when nobody pauses: long enough to fall between words."""


SPEECH = {"min_silence_duration_ms": 500, "speech_pad_ms": 300}
"""What counts as speech for every engine: measured against the detector's own settings on conversations."""


@dataclass(frozen=True, slots=True)
class Passage:
    """Speech out of a sound, its pauses cut out: `pcm`, and for each part of it its first sample here and there."""

    pcm: Pcm
    parts: tuple[tuple[int, int], ...]

    def span(self, start: float, end: float) -> tuple[float, float]:
        """`start` and `end` in seconds of the passage as seconds of the whole sound.

        Both belong to the part in which their middle lies: a word does not last through a pause that was cut out.
        """
        middle = (start + end) / 2 * SAMPLE_RATE
        here, there = max((part for part in self.parts if part[0] <= middle), default=self.parts[0])
        return start + (there - here) / SAMPLE_RATE, end + (there - here) / SAMPLE_RATE


def passages(pcm: Pcm, longest: float) -> Iterator[Passage]:
    """Yield the speech of `pcm` in passages of about `longest` seconds at most, cut at pauses alone.

    Who speaks longer without a pause gets a longer passage. Raises EngineUnavailable as `pauses` does.
    """
    held: list[tuple[int, int]] = []
    for start, end in _speech(pcm, SPEECH):
        if held and sum(last - first for first, last in held) + end - start > longest * SAMPLE_RATE:
            yield _passage(pcm, held)
            held = []
        held.append((start, end))
    if held:
        yield _passage(pcm, held)


def _passage(pcm: Pcm, held: list[tuple[int, int]]) -> Passage:
    here = accumulate((end - start for start, end in held), initial=0)
    parts = tuple((position, start) for position, (start, _end) in zip(here, held, strict=False))
    return Passage(np.concatenate([pcm[start:end] for start, end in held]), parts)


def _speech(pcm: Pcm, settings: dict[str, int]) -> list[tuple[int, int]]:
    """Where somebody speaks, as first sample and the one after the last."""
    if not len(pcm):
        return []
    try:
        from faster_whisper.vad import VadOptions, get_speech_timestamps
    except ImportError as error:
        raise EngineUnavailable(EngineUnavailable.PACKAGE_MISSING, package="faster-whisper") from error
    return [(int(each["start"]), int(each["end"])) for each in get_speech_timestamps(pcm, VadOptions(**settings))]


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch without speech, in samples from the start of the sound."""

    start: int
    end: int


def pauses(pcm: Pcm) -> list[Pause]:
    """The stretches of `pcm` without speech that last at least 0.2 s, in order.

    Raises EngineUnavailable (PACKAGE_MISSING) when the voice detector is not installed.
    """
    if not len(pcm):
        return []
    # Unpadded: the whole pause is wanted, not what is left of it after courtesy to the neighbours.
    settings = {"min_silence_duration_ms": SHORTEST_PAUSE_MS, "speech_pad_ms": 0}
    borders = [0, *chain.from_iterable(_speech(pcm, settings))]
    borders.append(len(pcm))
    between = zip(borders[::2], borders[1::2], strict=True)
    shortest = SAMPLE_RATE * SHORTEST_PAUSE_MS // 1000
    return [Pause(start, end) for start, end in between if end - start >= shortest]


def stretch(pcm: Pcm, longest: int) -> int:
    """How many samples of `pcm` to take at once: all up to `longest`, else up to a pause in its last fifth.

    The cut is where it harms least: amid the longest pause, or at the quietest place if nobody pauses. It
    lies on whole hundredths of a second, so that no way of storing it moves it. Raises EngineUnavailable.
    """
    if len(pcm) <= longest:
        return len(pcm)
    kept = int(longest * (1 - SEARCHED))
    return max(GRID, (kept + _best_cut(pcm[kept:longest])) // GRID * GRID)


def _best_cut(pcm: Pcm) -> int:
    found = pauses(pcm)
    if found:
        widest = max(found, key=lambda pause: pause.end - pause.start)
        return (widest.start + widest.end) // 2
    return _quietest(pcm)


def _quietest(pcm: Pcm) -> int:
    """The middle of the 0.2 s of `pcm` with the least energy; its end when it is shorter than that."""
    if len(pcm) < QUIET_SAMPLES:
        return len(pcm)
    energy = np.concatenate(([0.0], np.cumsum(np.square(pcm, dtype=np.float64))))
    return int(np.argmin(energy[QUIET_SAMPLES:] - energy[:-QUIET_SAMPLES])) + QUIET_SAMPLES // 2
