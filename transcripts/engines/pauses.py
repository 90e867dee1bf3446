"""Where people pause in a stretch of sound, and the best place to cut it.

Stands on the Silero voice detector inside faster-whisper, which it imports on first use. It judges seconds to
minutes of sound at once; streaming a recording past it is the work of `transcripts.windows`.
"""

from dataclasses import dataclass

import numpy as np

from transcripts.engines.protocol import SAMPLE_RATE, EngineUnavailable, Pcm

SEARCHED = 0.2
"""The last part of a stretch in which its end is looked for."""

GRID = SAMPLE_RATE // 100
SHORTEST_PAUSE_MS = 200
QUIET_SAMPLES = SAMPLE_RATE // 5
"""How long a place is whose loudness is compared when nobody pauses: long enough to fall between words."""


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
    try:
        from faster_whisper.vad import VadOptions, get_speech_timestamps
    except ImportError as error:
        raise EngineUnavailable(EngineUnavailable.PACKAGE_MISSING, package="faster-whisper") from error
    # Unpadded: the whole pause is wanted, not what is left of it after courtesy to the neighbours.
    options = VadOptions(min_silence_duration_ms=SHORTEST_PAUSE_MS, speech_pad_ms=0)
    borders = [0]
    for speech in get_speech_timestamps(pcm, options):
        borders += [int(speech["start"]), int(speech["end"])]
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
