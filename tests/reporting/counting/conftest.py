"""A clock, a recorder that writes when a test says so, and sums as they stand in the database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from reporting.counting import recording
from reporting.counting.recording import Recorder
from reporting.models import DailyCount, Outcome, QuarterlyCount
from tests.siniar.jobs.clock import Clock

JAMBI = ZoneInfo("Asia/Jakarta")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """It is noon of the tenth of October 2026 in Jambi until a test moves it."""
    moved = Clock(monkeypatch)
    moved.now = datetime(2026, 10, 10, 12, tzinfo=JAMBI)
    return moved


@pytest.fixture
def recorder(clock: Clock) -> Recorder:
    return Recorder()


@pytest.fixture
def counting(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> Iterator[Recorder]:
    """This process counts; nothing is written before a test says so."""
    monkeypatch.setattr(recording, "recorder", recorder)
    monkeypatch.setattr(Recorder, "_write_on", lambda _self, _ended: None)
    recorder.start()
    yield recorder
    recorder.stop()


def daily() -> list[tuple[str, str, str, int]]:
    """What is kept: topic, way in, outcome, count."""
    return sorted(DailyCount.objects.values_list("topic", "entry", "outcome", "count"))


def quarterly() -> list[tuple[date, str, str, int]]:
    return sorted(QuarterlyCount.objects.values_list("quarter", "region", "outcome", "count"))


def happened(day: date, outcome: Outcome, count: int, *, topic: str = "", entry: str = "web", region: str = "") -> None:
    """Puts sums into both tables, as they would be there by then."""
    row, _new = DailyCount.objects.get_or_create(day=day, topic=topic, entry=entry, outcome=outcome)
    DailyCount.objects.filter(pk=row.pk).update(count=row.count + count)
    if outcome.regional:
        quarter = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        part, _new = QuarterlyCount.objects.get_or_create(quarter=quarter, region=region, outcome=outcome)
        QuarterlyCount.objects.filter(pk=part.pk).update(count=part.count + count)
