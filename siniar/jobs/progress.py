"""What a running step holds: it says how far the work is, and tells the step when it must stop or make room."""

from __future__ import annotations

import time
from collections.abc import Callable

from siniar.jobs.errors import Stopped

#: Seconds between two writes of the percent: a progress bar needs no more, a database deserves no more.
INTERVAL = 1.0


class Progress:
    """Call it with a share from 0 to 1. Raises Stopped when the worker was asked to stop or lost its lease."""

    def __init__(
        self,
        write: Callable[[int], bool],
        stopping: Callable[[], bool] = lambda: False,
        crowded: Callable[[], bool] = lambda: False,
    ) -> None:
        self._write, self._stopping, self._crowded = write, stopping, crowded
        self._written_at = float("-inf")
        self._percent = -1

    def __call__(self, share: float) -> None:
        if self._stopping():
            raise Stopped
        percent = max(0, min(99, int(share * 100)))
        if percent != self._percent and time.monotonic() - self._written_at >= INTERVAL:
            self._tell(percent)

    def confirm(self) -> None:
        """Raises Stopped unless the work is still wanted: to be asked right before a result replaces what is there."""
        if self._stopping():
            raise Stopped
        self._tell(max(0, self._percent))

    def _tell(self, percent: int) -> None:
        self._percent, self._written_at = percent, time.monotonic()
        if not self._write(percent):
            raise Stopped

    def should_make_room(self) -> bool:
        """Whether another recording waits for a short step, so that a long one should pause at its next good place."""
        return self._crowded()

    def part(self, start: float, end: float) -> Callable[[float], None]:
        """A progress for a part of the work: its 0 to 1 becomes `start` to `end` of the whole."""
        return lambda share: self(start + share * (end - start))
