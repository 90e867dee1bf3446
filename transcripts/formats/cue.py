"""A cue: what one speaker says between two moments. The one value that every transcript format is made of."""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cue:
    """What stands on the screen at once: `start` and `end` in seconds, lines parted by a line feed.

    Raises ValueError for times that are negative, reversed or no numbers.
    """

    start: float
    end: float
    text: str
    speaker: str | None = None

    def __post_init__(self) -> None:
        """Refuse times that no format can write."""
        if not (math.isfinite(self.start) and math.isfinite(self.end) and 0 <= self.start <= self.end):
            raise ValueError(f"no times for a cue: {self.start} to {self.end}")
