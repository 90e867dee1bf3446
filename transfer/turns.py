"""A worker's turn at one item of an import: tells how far it is, and when others must have theirs.

Others wait no longer than a minute, even in the midst of a long download; transcriptions, which make room for imports,
ten. A turn is no shorter than a minute, so that two imports take turns instead of interrupting each other at every
block.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from siniar.jobs.models import Job
from siniar.jobs.progress import Progress

LENGTH = 60.0  # seconds
LONG = 600.0  # seconds, after which those who are polite themselves have waited enough


class Turn:
    """Call it with a share of the item from 0 to 1; the item is the part from `begin` to `end` of the import. Raises
    Stopped as Progress does.
    """

    def __init__(
        self, progress: Progress, begin: float, end: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._progress, self._tell, self._clock = progress, progress.part(begin, end), clock
        self._share = 0.0
        self._begun = self._asked_at = clock()

    def __call__(self, share: float) -> None:
        self._share = share
        self._tell(share)

    def goes_on(self, count: int = 0) -> None:
        """Something happens, though it cannot be told how much of the whole it is; `count` is for transfer.fetching."""
        self._tell(self._share)

    def is_over(self) -> bool:
        """Whether a minute has passed since this was asked last, and others wait; after ten, whoever they are."""
        now = self._clock()
        if now - self._asked_at < LENGTH:
            return False
        self._asked_at = now
        return self._progress.should_make_room() or (now - self._begun >= LONG and _somebody_waits())


def _somebody_waits() -> bool:
    return any(not job.blockers() for job in Job.objects.due())
