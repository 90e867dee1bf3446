"""How far a step has come, told as one number that only rises, although the step has several stages."""

from collections.abc import Callable

Progress = Callable[[float], None]
"""Is called with the finished share, 0.0 to 1.0, never falling. May raise, to end the work."""


class Stages:
    """Deals one progress out to stages that come one after the other, when it is not known how many there will be."""

    def __init__(self, report: Progress | None) -> None:
        self._report = report
        self._told = 0.0
        self._next = 0.0

    def take(self, share: float) -> Progress:
        """The progress for the next stage: it gets this share of what is left."""
        start, self._next = self._next, self._next + share * (1 - self._next)
        width = self._next - start
        return lambda done: self._tell(start + width * min(1.0, max(0.0, done)))

    def done(self) -> None:
        """Everything is finished."""
        self._tell(1.0)

    def _tell(self, value: float) -> None:
        self._told = max(self._told, value)
        if self._report is not None:
            self._report(self._told)
