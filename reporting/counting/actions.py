"""Every write to counts: sums grow, days on which not everything was counted are noted. Nothing is ever taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import F, QuerySet

from downloads.actions import first_open_day
from episodes.models import Topic
from reporting.counting import places
from reporting.counting.periods import quarter_of
from reporting.models import DailyCount, Entry, Outcome, QuarterlyCount, UncountedDay

Reason = UncountedDay.Reason


@dataclass(frozen=True)
class Happened:
    """One kind of thing that may happen on a day. `topic` and `region` are codes, empty where nothing is known."""

    day: date
    outcome: Outcome
    topic: str = ""
    entry: str = ""
    region: str = ""


@transaction.atomic
def keep(counts: Mapping[Happened, int], uncounted: Iterable[tuple[date, Reason]] = ()) -> None:
    """Adds these counts to the sums: all or nothing. Raises DatabaseError.

    A day that ended minutes ago is closed, because its month may soon be shown: what comes too late for it is left out
    and noted. Codes that nobody knows count as none.
    """
    opened = first_open_day()
    daily, quarterly = Counter[tuple[date, str, str, str]](), Counter[tuple[date, str, str]]()
    topics = set(Topic.objects.values_list("code", flat=True)) if counts else set()
    late = {(happened.day, Reason.NOT_WRITTEN) for happened in counts if happened.day < opened}
    for happened, count in counts.items():
        if happened.day < opened:
            continue
        topic = happened.topic if happened.topic in topics else ""
        daily[happened.day, topic, Entry.of(happened.entry), happened.outcome] += count
        if happened.outcome.regional:
            region = happened.region if happened.region in places.known() else ""
            quarterly[quarter_of(happened.day), region, happened.outcome] += count
    for (day, topic, entry, outcome), count in sorted(daily.items()):
        row, _new = DailyCount.objects.get_or_create(day=day, topic=topic, entry=entry, outcome=outcome)
        _grow(DailyCount.objects.filter(pk=row.pk), count)
    for (quarter, region, outcome), count in sorted(quarterly.items()):
        part, _new = QuarterlyCount.objects.get_or_create(quarter=quarter, region=region, outcome=outcome)
        _grow(QuarterlyCount.objects.filter(pk=part.pk), count)
    for day, reason in {*uncounted, *late}:
        UncountedDay.objects.get_or_create(day=day, reason=reason)


def _grow(row: QuerySet[DailyCount] | QuerySet[QuarterlyCount], count: int) -> None:
    """Adds in the database, so that two processes do not write over each other."""
    row.update(count=F("count") + count)
