"""Which numbers of a year the office may know: only of what is over, only what tells nothing small."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from downloads.models import MeasuringGap
from reporting.counting.disclosure import Breakdown
from reporting.counting.overview import MEASURES, overview, rows_of, years
from reporting.models import Outcome, UncountedDay
from tests.reporting.counting.conftest import JAMBI, happened
from tests.siniar.jobs.clock import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

JULY, AUGUST, SEPTEMBER, OCTOBER = (date(2026, month, 1) for month in (7, 8, 9, 10))


def months(measure: str = "opened") -> list[int | None]:
    return [column.count for column in overview(2026).months[measure]]


def test_a_month_is_the_sum_of_its_days() -> None:
    for day in (1, 2, 30):
        happened(SEPTEMBER.replace(day=day), Outcome.OPENED, 7)
    assert months()[8] == 21


def test_a_month_that_goes_on_has_no_number() -> None:
    happened(OCTOBER, Outcome.OPENED, 500)
    column = overview(2026).months["opened"][9]
    assert (column.open, column.count, dict(column.breakdowns)) == (True, None, {})


@pytest.mark.parametrize(("day", "count"), [(1, None), (2, 40)])
def test_a_month_is_shown_from_the_second_day_after_its_end_on(clock: Clock, day: int, count: int | None) -> None:
    happened(SEPTEMBER, Outcome.OPENED, 40)
    clock.now = datetime(2026, 10, day, 0, 30, tzinfo=JAMBI)
    assert months()[8] == count


def test_small_months_are_hidden() -> None:
    happened(SEPTEMBER, Outcome.OPENED, 9)
    assert months()[8] is None


def test_every_kind_of_hand_off_is_one() -> None:
    for outcome in (Outcome.LINK, Outcome.TOKEN, Outcome.CODE):
        happened(SEPTEMBER, outcome, 4)
    assert months("handed")[8] == 12


def test_every_outcome_is_in_one_measure() -> None:
    assert sorted(outcome for outcomes in MEASURES.values() for outcome in outcomes) == sorted(Outcome)


def test_opened_pages_are_broken_down_by_topic_and_by_way_in() -> None:
    for topic, entry, count in (("KDRT", "web", 30), ("TPPO", "qr", 12), ("TPPO", "web", 13)):
        happened(SEPTEMBER, Outcome.OPENED, count, topic=topic, entry=entry)
    told = overview(2026).months["opened"][8].breakdowns
    assert told == {
        "topic": Breakdown({"KDRT": 30, "TPPO": 25}, 0),
        "entry": Breakdown({"web": 43, "qr": 12}, 0),
    }


@pytest.mark.parametrize("measure", [measure for measure in MEASURES if measure != "opened"])
def test_no_other_outcome_is(measure: str) -> None:
    for outcome in Outcome:
        happened(SEPTEMBER, outcome, 30, topic="KDRT", region="tebo")
    assert overview(2026).months[measure][8].breakdowns == {}


def test_chosen_regions_are_shown_by_quarter() -> None:
    for first in (JULY, AUGUST, SEPTEMBER):
        happened(first, Outcome.REGION, 14, region="tebo")
        happened(first, Outcome.REGION, 4, region="bungo")
        happened(first, Outcome.REGION, 5, region="kerinci")
        happened(first, Outcome.CODE, 40, region="merangin")
    column = overview(2026).quarters[2]
    assert column.count == 69
    assert column.breakdowns == {"region": Breakdown({"tebo": 42, "kerinci": 15, "bungo": 12}, 0)}


def test_regions_stay_hidden_beside_a_hidden_month() -> None:
    happened(JULY, Outcome.REGION, 90, region="tebo")
    happened(AUGUST, Outcome.REGION, 90, region="tebo")
    happened(SEPTEMBER, Outcome.REGION, 5, region="tebo")
    column = overview(2026).quarters[2]
    assert (column.open, column.count, column.breakdowns) == (False, None, {"region": None})


def test_regions_wait_for_the_quarter_to_be_over(clock: Clock) -> None:
    for first in (JULY, AUGUST):
        happened(first, Outcome.REGION, 90, region="tebo")
    clock.now = datetime(2026, 9, 20, 12, tzinfo=JAMBI)
    column = overview(2026).quarters[2]
    assert (column.open, column.count, column.breakdowns) == (True, None, {})


def test_other_years_do_not_count() -> None:
    happened(date(2025, 9, 1), Outcome.OPENED, 40)
    assert (months()[8], years()) == (None, [2026, 2025])


def test_without_any_count_there_is_this_year() -> None:
    assert years() == [2026]
    assert months() == [None] * 12


def test_a_month_in_which_something_was_not_counted_is_marked() -> None:
    UncountedDay.objects.create(day=date(2026, 9, 30), reason=UncountedDay.Reason.FLOOD)
    still = datetime(2026, 7, 31, 23, tzinfo=JAMBI)
    MeasuringGap.objects.create(begins=still, ends=still + timedelta(hours=2), reason="not_running")
    marked = [column.first for column in overview(2026).months["opened"] if column.gap]
    assert marked == [JULY, AUGUST, SEPTEMBER]


def test_what_went_wrong_with_downloads_alone_is_no_gap_here() -> None:
    MeasuringGap.objects.create(begins=timezone.now(), ends=timezone.now(), reason="flood")
    assert overview(2026).stood_still == ()


def test_the_rows_of_a_table_are_parts_that_have_a_number() -> None:
    for topic, count in (("KDRT", 30), ("TPPO", 4), ("JIWA", 8)):
        happened(SEPTEMBER, Outcome.OPENED, count, topic=topic)
    assert rows_of(overview(2026).months["opened"], "topic") == ["KDRT"]


def test_a_year_takes_few_queries() -> None:
    for first in (JULY, AUGUST, SEPTEMBER):
        happened(first, Outcome.REGION, 14, region="tebo")
    with CaptureQueriesContext(connection) as context:
        overview(2026)
    assert len(context) == 4
