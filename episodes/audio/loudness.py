"""Loudness after EBU R128, as ffmpeg's `ebur128` filter measures it.

Mono is counted as dual mono, because that is how it is heard: -16 LUFS here is -19 on a plain meter. Only mono is
measured, for only mono is shipped.
"""

import re
from dataclasses import dataclass
from pathlib import Path

from episodes.audio.ffmpeg import reading, run
from episodes.audio.progress import Progress
from episodes.audio.refusals import RefusalCode, Setback

TARGET = -16.0
"""LUFS that every rendition is brought to."""
TOLERANCE = 0.5
"""LU by which a rendition may miss it."""
PEAK_LIMIT = -1.0
"""dBTP that no rendition may exceed."""
FLOOR = -70.0
"""LUFS below which the meter counts nothing (its absolute gate); stands for minus infinity as well."""

SHORT = 1.0
"""Seconds below which a sound is repeated to be measured."""
MONO = "aformat=channel_layouts=mono"

_FIGURE = re.compile(r"^\s*(I|LRA|Peak):\s*(-?inf|nan|-?[\d.]+)\s+(?:LUFS|LU|dBFS)", re.MULTILINE)


@dataclass(frozen=True)
class Loudness:
    """`integrated` in LUFS, `true_peak` in dBTP, `range` in LU; to a tenth, as the meter gives them."""

    integrated: float
    true_peak: float
    range: float

    def fits(self, target: float = TARGET) -> bool:
        """Whether a rendition with these figures may be shipped."""
        return abs(self.integrated - target) <= TOLERANCE and self.true_peak <= PEAK_LIMIT


def measure_file(path: Path, *, ffmpeg: Path, seconds: float, progress: Progress | None = None) -> Loudness:
    """Measure an encoded file of about `seconds` seconds. Raises Setback."""
    log = run(
        ffmpeg,
        [*reading(path), "-map", "0:a:0", "-af", f"{MONO},{meter(seconds)}", "-f", "null", "-"],
        time_limit=120 + 2 * seconds,
        seconds=seconds,
        progress=progress,
    )
    return read_summary(log)


def meter(seconds: float, *, peak: bool = True) -> str:
    """The filter for sound of that length; its input has to be mono. It logs a summary when the sound ends.

    Without `peak` it takes half the time. A very short sound is measured as if it went on: one reading takes 0.4 s,
    and a fair value takes several.
    """
    repeat = "aresample=48000,aloop=loop=40:size=48000," if seconds < SHORT else ""
    return f"{repeat}ebur128={'peak=true:' if peak else ''}dualmono=true:framelog=verbose"


def read_summary(log: str) -> Loudness:
    """The figures of the last summary in ffmpeg's log; a peak that was not asked for counts as `FLOOR`.

    Raises Setback(CRASHED) if there is none.
    """
    _, found, summary = log.rpartition("Summary:")
    figures = {name: _number(value) for name, value in _FIGURE.findall(summary)}
    if not found or "I" not in figures:
        raise Setback(RefusalCode.CRASHED, exit=0, log=log[-2000:])
    return Loudness(figures["I"], figures.get("Peak", FLOOR), max(0.0, figures.get("LRA", 0.0)))


def _number(text: str) -> float:
    return FLOOR if text.endswith(("inf", "nan")) else max(FLOOR, float(text))
