"""A clock that tests set: timezone.now() stands still until it is moved."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone


class Clock:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        # A little ahead, so that what the database's defaults call now is never in its future.
        self.now: datetime = timezone.now() + timedelta(seconds=1)
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def forward(self, by: timedelta | float) -> None:
        """Moves the clock, by a span or by seconds."""
        self.now += by if isinstance(by, timedelta) else timedelta(seconds=by)
