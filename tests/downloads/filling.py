"""Numbers as a real show has them: many in the days after a publication, then fewer and fewer; by day and episode."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta

from downloads.models import DailyDownloads
from episodes.models import Episode


def fill(episodes: Iterable[Episode], until: date, days: int, *, height: float = 120.0) -> None:
    """Gives each episode the downloads of so many days before `until`; the same for the same arguments."""
    rows = []
    for place, episode in enumerate(episodes):
        chance = random.Random(place)
        began = chance.randrange(days)
        for age in range(days - began):
            weekend = 0.6 if (until - timedelta(days - began - age)).weekday() >= 5 else 1.0
            count = int(chance.gauss(1, 0.2) * weekend * height / (1 + age / 3))
            if count > 0:
                rows.append(DailyDownloads(episode=episode, day=until - timedelta(days - began - age), count=count))
    DailyDownloads.objects.bulk_create(rows)
