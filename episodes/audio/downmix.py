"""How a recording's channels become one.

Mono is what is shipped, and a plain sum can lose everything: two channels of opposite polarity (a wrongly soldered
cable) cancel to silence. So the channels are compared while they are decoded. This module looks at samples; it runs
nothing.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from episodes.audio.refusals import Caution

_OPPOSITE = -0.75  # correlation with the loudest channel below which a channel is taken as inverted
_ONE_SIDED = 1e-4  # a channel with less than this share of the loudest one's energy (-40 dB) carries nothing
_CLIPPED = 1e-4  # share of samples at full scale; a mastered file has fewer, an overdriven one many more


@dataclass(frozen=True)
class Downmix:
    """One weight per channel. Equal weights, so that a recorder with six microphones loses nobody."""

    weights: tuple[float, ...]

    @classmethod
    def plain(cls, channels: int) -> "Downmix":
        """The mean of all channels; for one channel the channel itself, at its own level."""
        return cls((1 / channels,) * channels)

    @property
    def filter(self) -> str:
        """The same as ffmpeg filters: fix the layout of the usual cases, then mix.

        ffmpeg's own downmix is not used: it drops the low-frequency channel and scales by layout.
        """
        channels = len(self.weights)
        layout = {1: ":channel_layouts=mono", 2: ":channel_layouts=stereo"}.get(channels, "")
        terms = "".join(f"{weight:+.6f}*c{index}" for index, weight in enumerate(self.weights))
        return f"aformat=sample_fmts=flt{layout},pan=mono|c0={terms.removeprefix('+')}"


class Channels:
    """Collects, block by block, what the channels have to do with each other."""

    def __init__(self, count: int, rate: int) -> None:
        self.count = count
        self.rate = rate
        self._rest = b""
        self._products: npt.NDArray[np.float64] = np.zeros((count, count))
        self._full_scale = 0
        self.frames = 0

    def feed(self, block: bytes) -> None:
        """Take interleaved little-endian 16-bit samples; a block may end anywhere."""
        data = self._rest + block if self._rest else block
        whole = len(data) - len(data) % (2 * self.count)
        self._rest = data[whole:]
        samples = np.frombuffer(data, dtype="<i2", count=whole // 2).reshape(-1, self.count)
        self._full_scale += int(np.count_nonzero(samples >= 32767) + np.count_nonzero(samples <= -32768))
        scaled = samples.astype(np.float32) / np.float32(32768)
        self._products += scaled.T @ scaled
        self.frames += len(samples)

    def downmix(self) -> Downmix:
        """The weights for what was heard: inverted channels are turned round."""
        energies = np.diag(self._products)
        loudest = int(np.argmax(energies))
        scale = np.sqrt(energies * energies[loudest])
        alike = np.divide(self._products[loudest], scale, out=np.zeros(self.count), where=scale > 0)
        return Downmix(tuple((-1 if likeness < _OPPOSITE else 1) / self.count for likeness in alike))

    def cautions(self) -> tuple[Caution, ...]:
        """What an editor should know about these channels."""
        energies = np.diag(self._products)
        found = []
        if any(weight < 0 for weight in self.downmix().weights):
            found.append(Caution.INVERTED_CHANNEL)
        if self.count == 2 and energies.max() > 0 and energies.min() < energies.max() * _ONE_SIDED:
            found.append(Caution.ONE_SIDED)
        if self.frames and self._full_scale > self.frames * self.count * _CLIPPED:
            found.append(Caution.CLIPPED)
        return tuple(found)
