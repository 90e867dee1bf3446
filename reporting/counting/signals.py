"""Where the hand-off's signal is received. Connected by the app itself: `chosen.connect(signals.on_chosen)`."""

from __future__ import annotations

import logging
from typing import Any

from reporting.counting.recording import count
from reporting.models import Outcome

logger = logging.getLogger(__name__)

#: What the help page itself counts, because it knows the request.
_ELSEWHERE = {Outcome.OPENED, Outcome.REGION, Outcome.DOWN}


def on_chosen(sender: object, *, topic: str, channel: str, outcome: str, region: str, **_more: Any) -> None:
    """Counts one hand-off. `channel` is a code of Entry, `outcome` one of Outcome."""
    if outcome not in Outcome.values:
        logger.warning("a hand-off ended in a way that has no word: it is not counted")
        return
    if (known := Outcome(outcome)) not in _ELSEWHERE:
        count(known, topic=topic, entry=channel, region=region)
