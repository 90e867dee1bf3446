"""What the hand-off does by the clock, each minute: asks how the other side stands, and forgets what is over."""

from __future__ import annotations

import time

from reporting.handoff import adapters, codes, keys, probe


def tick() -> None:
    """Everything is tried; forgetting comes first, because asking may take seconds."""
    try:
        codes.forget_expired()
        keys.destroy_over(adapters.folder(), int(time.time()))
    finally:
        probe.look()
