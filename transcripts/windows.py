"""Cuts a recording of any length at pauses into windows of about four minutes.

Nothing longer than one window is held in memory. The same file gives the same borders every time, also when
it is taken up in the middle. What a window says is the engine's work; storing it is the caller's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from transcripts.engines.pauses import GRID, stretch
from transcripts.engines.protocol import SAMPLE_RATE, Pcm
from transcripts.engines.recordings import decoded


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a recording: its number, its borders in seconds of the recording, its sound."""

    index: int
    start: float
    end: float
    pcm: Pcm = field(repr=False, compare=False)


def windows(
    path: Path, *, target_seconds: float = 240.0, resume_from: tuple[int, float] = (0, 0.0)
) -> Iterator[Window]:
    """Yield the recording at `path` in windows of at most `target_seconds` that end where somebody pauses.

    `resume_from` is (index, start) of the first window that is wanted: the last stored one's index plus one
    and its `end`. What lies before is decoded and thrown away, nothing else. A recording without a sample
    yields nothing. Raises FileNotFoundError; RecordingDamaged, at once or instead of the last window; and
    EngineUnavailable when the voice detector is missing.
    """
    size = max(GRID, _on_grid(target_seconds))
    index, seconds = resume_from
    start = _on_grid(seconds)
    held = np.empty(0, np.float32)
    for block in _skip(decoded(path), start):
        held = np.concatenate((held, block))
        while len(held) > size:
            length = stretch(held, size)
            yield _window(index, start, held[:length])
            held = held[length:].copy()
            index, start = index + 1, start + length
    if len(held):
        yield _window(index, start, held)


def _on_grid(seconds: float) -> int:
    """`seconds` in samples, on the grid of borders."""
    return max(0, round(seconds * 100)) * GRID


def _window(index: int, start: int, pcm: Pcm) -> Window:
    return Window(index, start / SAMPLE_RATE, (start + len(pcm)) / SAMPLE_RATE, pcm)


def _skip(blocks: Iterable[Pcm], samples: int) -> Iterator[Pcm]:
    """`blocks` without their first `samples` samples."""
    for block in blocks:
        if samples < len(block):
            yield block[samples:]
        samples = max(0, samples - len(block))
