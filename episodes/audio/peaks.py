"""The bars of the little waveform: about 400 figures that show where somebody speaks and where it is quiet.

Samples come block by block; what is kept is one figure per 10 ms.
"""

import numpy as np
import numpy.typing as npt

BARS = 400
_WINDOW = 0.01  # seconds


class Bars:
    """Collects samples and gives the bars at the end."""

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
        odd = len(self._rest) // 2
        if odd:
            self._take(np.frombuffer(self._rest, dtype="<i2", count=odd).reshape(1, odd))
            self._rest = b""
        peaks = np.frombuffer(bytes(self._peaks), dtype="<i4")
        if not len(peaks):
            return ()
        bounds = np.linspace(0, len(peaks), min(self._bars, len(peaks)) + 1).astype(int)
        means = np.add.reduceat(peaks, bounds[:-1]) / np.diff(bounds)
        highest = means.max()
        return tuple(int(bar) for bar in np.rint(means * (255 / highest if highest else 0)))

    def _take(self, windows: npt.NDArray[np.int16]) -> None:
        self.frames += windows.size
        # not abs(): that of -32768 is negative in 16 bits
        peaks = np.maximum(windows.max(axis=1).astype("<i4"), -windows.min(axis=1).astype("<i4"))
        # one growing buffer: thousands of little arrays would keep the large blocks between them from being given back
        self._peaks += peaks.tobytes()
