"""From a request to a sum: what counts, what is kept of it, and what happens when that cannot be written."""

from __future__ import annotations

import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from episodes.models import Topic
from reporting.counting import actions, places, recording, signals
from reporting.counting.recording import MOST_AN_HOUR, MOST_WAITING, Recorder, count, count_page
from reporting.models import DailyCount, Entry, Outcome, QuarterlyCount, UncountedDay
from tests.reporting.counting.conftest import JAMBI, daily, quarterly
from tests.siniar.jobs.clock import Clock

pytestmark = pytest.mark.django_db

TODAY, QUARTER = date(2026, 10, 10), date(2026, 10, 1)
CHROME = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/130.0.0.0 Mobile Safari/537.36"


def page(counting: Recorder, *, method: str = "GET", agent: str = CHROME, **more: str) -> None:
    """Somebody opens the help page from an episode about violence at home."""
    request = RequestFactory().generic(method, "/lapor/", HTTP_USER_AGENT=agent, **more)
    count_page(request, topic="KDRT", entry=Entry.PLAYER)


def test_an_opened_page_is_counted_by_topic_and_way_in(counting: Recorder) -> None:
    page(counting)
    page(counting)
    counting.write()
    assert daily() == [("KDRT", "player", "opened", 2)]


def test_it_costs_no_query(counting: Recorder) -> None:
    with CaptureQueriesContext(connection) as context:
        page(counting)
        count(Outcome.CODE, region="kerinci")
    assert len(context) == 0


def test_sums_grow_over_several_writings_and_processes(counting: Recorder) -> None:
    other = Recorder()
    for one in (counting, other, counting):
        one.add(Outcome.CODE, region="kerinci")
        one.write()
    assert quarterly() == [(QUARTER, "kerinci", "code", 3)]


@pytest.mark.parametrize(
    "other",
    [
        {"method": "HEAD"},
        {"method": "POST"},
        {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
        {"agent": "Googlebot/2.1"},
        {"agent": ""},
    ],
    ids=str,
)
def test_programs_and_what_is_fetched_ahead_do_not_count(counting: Recorder, other: dict[str, str]) -> None:
    page(counting, **other)
    counting.write()
    assert daily() == []


def test_a_chosen_region_and_a_module_that_is_down_are_counted_beside_it(counting: Recorder) -> None:
    opening = RequestFactory().get("/lapor/", headers={"User-Agent": CHROME})
    choosing = RequestFactory().post("/lapor/", {"region": "tebo"}, headers={"User-Agent": CHROME})
    count_page(opening, down=True)
    count_page(choosing, region="tebo", down=True)
    counting.write()
    assert [(outcome, number) for _topic, _entry, outcome, number in daily()] == [
        ("down", 1),
        ("opened", 1),
        ("region", 1),
    ]
    assert quarterly() == [(QUARTER, "tebo", "region", 1)]


def test_no_row_crosses_a_day_with_a_region(counting: Recorder) -> None:
    assert not {field.name for field in DailyCount._meta.fields} & {"region", "quarter"}
    assert not {field.name for field in QuarterlyCount._meta.fields} & {"day", "topic", "entry"}


def test_nothing_kept_knows_an_hour_or_a_person(counting: Recorder) -> None:
    kept = {field.name for model in (DailyCount, QuarterlyCount, UncountedDay) for field in model._meta.fields}
    assert kept == {"id", "day", "quarter", "topic", "entry", "outcome", "region", "count", "reason"}


def test_codes_that_nobody_knows_count_as_none(counting: Recorder) -> None:
    counting.add(Outcome.CODE, topic="X", entry="sms", region="desa")
    counting.write()
    assert daily() == [("", "", "code", 1)]
    assert quarterly() == [(QUARTER, "", "code", 1)]


@pytest.mark.parametrize("region", ["", "luar", *places.names()])
def test_every_region_is_known_and_so_is_elsewhere(counting: Recorder, region: str) -> None:
    counting.add(Outcome.TOKEN, region=region)
    counting.write()
    assert quarterly() == [(QUARTER, region, "token", 1)]


def test_a_hand_off_is_counted_by_its_signal(counting: Recorder) -> None:
    told = {"topic": Topic.objects.earliest("code").code, "channel": "sekolah", "outcome": "code", "region": "tebo"}
    signals.on_chosen(object(), signal=None, **told)
    counting.write()
    assert daily() == [(told["topic"], "sekolah", "code", 1)]


@pytest.mark.parametrize("outcome", ["opened", "sent"])
def test_a_signal_counts_neither_the_page_nor_what_has_no_word(counting: Recorder, outcome: str) -> None:
    signals.on_chosen(object(), topic="", channel="web", outcome=outcome, region="")
    counting.write()
    assert daily() == []


def test_where_nobody_counts_nothing_waits(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recording, "recorder", recorder)
    page(recorder)
    count(Outcome.CODE)
    recorder.write()
    assert daily() == []


# What a program that calls all day can do


def test_a_program_that_calls_all_hour_is_counted_so_often_and_no_more(counting: Recorder) -> None:
    for _time in range(MOST_AN_HOUR + 5):
        page(counting)
    count(Outcome.CODE)
    counting.write()
    assert daily() == [("", "", "code", 1), ("KDRT", "player", "opened", MOST_AN_HOUR)]
    assert list(UncountedDay.objects.values_list("day", "reason")) == [(TODAY, "flood")]


def test_the_next_hour_has_room_again(counting: Recorder, clock: Clock) -> None:
    for _time in range(MOST_AN_HOUR + 5):
        page(counting)
    clock.forward(timedelta(hours=1))
    page(counting)
    counting.write()
    assert daily() == [("KDRT", "player", "opened", MOST_AN_HOUR + 1)]


def test_memory_is_bounded_when_somebody_invents_topics(counting: Recorder, clock: Clock) -> None:
    for number in range(MOST_WAITING + 1):
        if number % MOST_AN_HOUR == 0:
            clock.forward(timedelta(hours=1))
        counting.add(Outcome.CODE, topic=str(number))
    assert len(counting._waiting) == MOST_WAITING


# What goes wrong


def test_what_cannot_be_written_waits(
    counting: Recorder, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    page(counting)
    with monkeypatch.context() as broken:
        broken.setattr(actions, "keep", _fail)
        assert not counting.write()
    page(counting)
    assert counting.write()
    assert daily() == [("KDRT", "player", "opened", 2)]
    assert "KDRT" not in caplog.text


def _fail(*_anything: object) -> None:
    raise DatabaseError("database is locked")


def test_an_end_in_order_loses_nothing(counting: Recorder) -> None:
    page(counting)
    counting.stop()
    assert daily() == [("KDRT", "player", "opened", 1)]


def test_what_comes_just_before_midnight_belongs_to_its_day(counting: Recorder, clock: Clock) -> None:
    clock.now = datetime(2026, 12, 31, 23, 59, 58, tzinfo=JAMBI)
    counting.add(Outcome.CODE, region="tebo")
    clock.forward(10)
    counting.write()
    assert DailyCount.objects.get().day == date(2026, 12, 31)
    assert quarterly() == [(QUARTER, "tebo", "code", 1)]


def test_a_day_that_may_have_been_shown_is_not_changed_any_more(counting: Recorder, clock: Clock) -> None:
    page(counting)
    clock.forward(timedelta(days=1))
    counting.write()
    assert daily() == []
    assert list(UncountedDay.objects.values_list("day", "reason")) == [(TODAY, "not_written")]


def test_writing_with_nothing_to_write_asks_nothing(counting: Recorder) -> None:
    with CaptureQueriesContext(connection) as context:
        counting.write()
    assert len(context) == 0


def test_a_failed_writing_adds_all_or_nothing(counting: Recorder, monkeypatch: pytest.MonkeyPatch) -> None:
    counting.add(Outcome.CODE, region="tebo")
    monkeypatch.setattr(QuarterlyCount.objects, "get_or_create", _fail)
    assert not counting.write()
    assert daily() == []


def test_a_process_writes_by_itself_and_at_its_end(clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    written, waiting = threading.Event(), []

    def write(self: Recorder) -> None:
        waiting.append(sum(self._waiting.values()))
        written.set()

    monkeypatch.setattr(Recorder, "write", write)
    monkeypatch.setattr(recording, "BEAT", timedelta(0))
    one = Recorder()
    one.start()
    assert written.wait(30)
    one.add(Outcome.CODE)
    one.stop()
    assert waiting[-1] == 1
    assert not one.running
