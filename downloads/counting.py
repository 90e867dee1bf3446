"""What a server can know of a download: which seconds of sound were asked for, and whether they make one.

Pure. After IAB Tech Lab's Podcast Measurement Technical Guidelines 2.2: a download is one minute of sound, asked for in
one or many requests. Knows nothing of listeners, days and rows.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

MINUTE = 60_000  # ms of sound that make a download
PROBE = 1_000  # ms; who asks for less looks whether the file is there, and is not listening

#: From where to where in the sound, in ms: the first included, the second not.
Stretch = tuple[int, int]


@dataclass(frozen=True)
class Sound:
    """One encoded file: `size` in bytes, `duration` in seconds, `bitrate` (bit/s) of the sound alone."""

    size: int
    duration: float
    bitrate: int

    @property
    def length(self) -> int:
        """How long it is, in ms."""
        return round(self.duration * 1000)

    @property
    def tags(self) -> int:
        """Bytes that are no sound: what the file has more than its bit rate explains. They stand at its beginning."""
        return max(0, self.size - round(self.bitrate * self.duration / 8))

    @property
    def needed(self) -> int:
        """How many ms of it make a download: a minute, or all of it if it is shorter."""
        return min(MINUTE, self.length)

    def stretch(self, first: int, last: int) -> Stretch | None:
        """The sound in bytes `first` to `last`, both included; None if that is too little to be more than a probe.

        Times follow from the mean bit rate, so that requests for different files of one episode can be joined.
        """
        if self.length <= 0 or self.size <= 0:
            return None
        begin, end = self._moment(first), self._moment(min(last, self.size - 1) + 1)
        return (begin, end) if end - begin >= min(PROBE, self.needed) else None

    def _moment(self, byte: int) -> int:
        """When the sound is that begins at this byte: the same for the end of one request and the start of the next."""
        return max(0, byte - self.tags) * self.length // (self.size - self.tags)


def joined(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """The same sound as few stretches that neither overlap nor touch, in order: what was asked for twice stands once.

    As no stretch is shorter than a probe, less than a minute is never more than sixty stretches.
    """
    result: list[Stretch] = []
    for begin, end in sorted(stretches):
        if result and begin <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((begin, end))
    return tuple(result)


def length(stretches: Iterable[Stretch]) -> int:
    """How many ms of sound that is; what was asked for twice counts once."""
    return sum(end - begin for begin, end in joined(stretches))
