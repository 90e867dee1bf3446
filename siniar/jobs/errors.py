"""How a step says that it did not work: for good, for now, or because it was asked to stop."""

from __future__ import annotations


class StepError(Exception):
    """A step failed; `reason` is a sentence for editors, in their language."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = str(reason)


class GiveUp(StepError):
    """Trying again cannot mend it: an editor must do something first."""


class TryLater(StepError):
    """Trying again may mend it: disk, memory or a service was missing."""


class Stopped(Exception):
    """The worker was asked to stop; the job goes back to the queue and the attempt does not count."""
