"""The one change that is made to the sound: a static gain, then a limiter for true peaks.

No compressor and no loudness "normaliser": both follow the voice up and down, and are heard doing it.
"""

from episodes.audio.decoded import RATE

CEILING = -2.0
"""dBTP that the limiter holds. The encoders overshoot it by up to about 1 dB, and -1 dBTP is the promise."""


def gain_and_limit(gain: float, ceiling: float) -> str:
    """ffmpeg filters for sound at `RATE`: `gain` dB, then nothing above `ceiling` dBTP.

    The limiter works at four times the rate, where the peaks between the samples are samples too.
    """
    return (
        f"volume={gain:.3f}dB,aresample={4 * RATE},"
        f"alimiter=limit={10 ** (ceiling / 20):.6f}:level=disabled:latency=1:attack=5:release=50,"
        f"aresample={RATE}"
    )
