"""Waveforms, which show where somebody speaks and where it is quiet: about 400 bars of the whole for listeners, and
20 figures a second for editors, who set chapters by it.

Samples come block by block; what is kept is one figure per 10 ms.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from episodes.audio.ffmpeg import reading, stream

BARS = 400
PER_SECOND = 20
"""Figures a second in the fine waveform: three hours are 216 kB."""

_WINDOW = 0.01  # seconds
_RATE = 8000  # Hz; enough for peaks, and quick to decode


class Bars:
    """Collects samples and gives both waveforms at the end."""

    def __init__(self, rate: int, bars: int = BARS) -> None:
        self._window = max(1, round(rate * _WINDOW))
        self._bars = bars
        self._rest = b""
        self._peaks = bytearray()
        self.frames = 0

    def feed(self, block: bytes) -> None:
        """Take little-endian 16-bit samples of one channel; a block may end anywhere."""
        data = self._rest + block if self._rest else block
        windows = len(data) // (2 * self._window)
        used = windows * self._window
        self._rest = data[2 * used :]
        self._take(np.frombuffer(data, dtype="<i2", count=used).reshape(windows, self._window))

    def values(self) -> tuple[int, ...]:
        """The bars, 0 to 255, the highest 255; fewer than asked for if the sound is very short.

        A bar is the mean of the peaks of its windows: one loud syllable in nine seconds does not make a high bar.
        """
        peaks = self._all()
        if not len(peaks):
            return ()
        bounds = np.linspace(0, len(peaks), min(self._bars, len(peaks)) + 1).astype(int)
        means = np.add.reduceat(peaks, bounds[:-1]) / np.diff(bounds)
        highest = means.max()
        return tuple(int(bar) for bar in np.rint(means * (255 / highest if highest else 0)))

    def fine(self) -> bytes:
        """One byte for each twentieth of a second: its highest peak, 255 for the highest of all.

        Here a peak is what one looks for: the first sound after a pause must stand out.
        """
        peaks, each = self._all(), round(1 / (PER_SECOND * _WINDOW))
        whole = np.pad(peaks, (0, -len(peaks) % each)).reshape(-1, each).max(axis=1)
        highest = whole.max(initial=0)
        return bytes(np.rint(whole * (255 / highest if highest else 0)).astype(np.uint8))

    def _all(self) -> npt.NDArray[np.int32]:
        odd = len(self._rest) // 2
        if odd:
            self._take(np.frombuffer(self._rest, dtype="<i2", count=odd).reshape(1, odd))
            self._rest = b""
        return np.frombuffer(bytes(self._peaks), dtype="<i4")

    def _take(self, windows: npt.NDArray[np.int16]) -> None:
        self.frames += windows.size
        # not abs(): that of -32768 is negative in 16 bits
        peaks = np.maximum(windows.max(axis=1).astype("<i4"), -windows.min(axis=1).astype("<i4"))
        # one growing buffer: thousands of little arrays would keep the large blocks between them from being given back
        self._peaks += peaks.tobytes()


def listen(path: Path, *, ffmpeg: Path, seconds: float) -> bytes:
    """The fine waveform of a sound file of about `seconds` seconds, decoded once. Raises Setback."""
    bars = Bars(_RATE)
    raw = ["-map", "0:a:0", "-c:a", "pcm_s16le", "-ac", "1", "-ar", str(_RATE), "-f", "s16le", "pipe:1"]
    stream(ffmpeg, [*reading(path), *raw], bars.feed, time_limit=60 + seconds / 10)
    return bars.fine()
