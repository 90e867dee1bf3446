"""How the reporting module stands, from what was heard of it minute by minute: normal, terganggu (disturbed) or mati.

One bad answer changes nothing, and one good one does not end a bad time: pages must not flicker. Pure.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

DISTURBED_AFTER = 2  # bad answers in a row
DOWN_AFTER = 5
WELL_AFTER = 3  # good answers in a row
STALE = 5 * 60  # seconds after which what was heard says nothing


class State(StrEnum):
    NORMAL = "normal"
    DISTURBED = "terganggu"
    DOWN = "mati"


@dataclass(frozen=True)
class Standing:
    """What was heard until `at` (seconds since 1970); `good` and `bad` answers in a row, one of them 0."""

    state: State
    at: int
    good: int = 0
    bad: int = 0

    def after(self, answered: bool, at: int) -> Standing:
        """The standing once one more answer was heard, or none."""
        good, bad = (min(self.good + 1, WELL_AFTER), 0) if answered else (0, min(self.bad + 1, DOWN_AFTER))
        state = self.state
        if good >= WELL_AFTER:
            state = State.NORMAL
        elif good and state is State.DOWN:
            state = State.DISTURBED
        elif bad >= DOWN_AFTER:
            state = State.DOWN
        elif bad >= DISTURBED_AFTER and state is State.NORMAL:
            state = State.DISTURBED
        return Standing(state, at, good, bad)

    def says(self, now: int) -> State:
        """The state as far as it is known: what is old, or comes from the future, says no more than “disturbed”."""
        return self.state if abs(now - self.at) <= STALE else State.DISTURBED

    def written(self) -> str:
        return json.dumps({"state": self.state, "at": self.at, "good": self.good, "bad": self.bad})


def first(answered: bool, at: int) -> Standing:
    """The standing of whom nothing was heard before."""
    return Standing(State.NORMAL if answered else State.DISTURBED, at, int(answered), int(not answered))


def read(text: str) -> Standing:
    """What `written` wrote. Raises ValueError."""
    try:
        said = json.loads(text)
        return Standing(State(said["state"]), int(said["at"]), int(said["good"]), int(said["bad"]))
    except (KeyError, TypeError, OverflowError, RecursionError) as error:
        raise ValueError(text[:80]) from error
