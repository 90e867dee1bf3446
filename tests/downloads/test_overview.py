"""What an editor sees of a month, and for whom it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from downloads.models import DailyDownloads, MeasuringGap, OpenDay
from downloads.overview import Overview, episodes_of, months_of, overview, shows
from episodes.models import Episode, Show
from tests import factories
from tests.downloads.filling import fill
from tests.siniar.jobs.clock import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

SEPTEMBER, OCTOBER = date(2026, 9, 1), date(2026, 10, 1)
Count = Callable[..., None]


def count(episode: Episode, *counts: int, first: date = SEPTEMBER) -> None:
    """Those downloads on the days from `first` on."""
    DailyDownloads.objects.bulk_create(
        DailyDownloads(episode=episode, day=first + timedelta(place), count=each) for place, each in enumerate(counts)
    )


def numbers(found: Overview) -> list[int]:
    """Every number on the page."""
    several = [
        *(each.count for each in found.days),
        *(each.count for each in found.months),
        *(number for each in found.episodes for number in (each.total, each.days, each.rest)),
        found.rest,
        found.total,
    ]
    return [number for number in several if number is not None]


def test_a_month_that_is_over_is_complete(episode: Episode) -> None:
    count(episode, 40, 9, 8, 7, 12)
    found = overview([episode], SEPTEMBER)
    assert [day.count for day in found.days[:6]] == [40, None, None, None, 12, None]
    assert (found.rest, found.total, found.over) == (None, 52, True)  # 24 of three days would be too telling


def test_the_other_days_come_with_the_end_of_the_month(episode: Episode) -> None:
    count(episode, 40, 5, 4, 3, 2)
    count(episode, 40, 5, 4, 3, 2, first=OCTOBER)
    assert overview([episode], SEPTEMBER).rest == 14
    assert overview([episode], OCTOBER).rest is None


def test_a_month_is_not_over_before_its_last_day_is_added_up(episode: Episode) -> None:
    count(episode, 40, 5, 4, 3, 2)
    OpenDay.objects.create(day=date(2026, 9, 30))
    found = overview([episode], SEPTEMBER)
    assert (found.over, found.rest, found.months[-1].open) == (False, None, True)


def test_right_after_midnight_a_month_is_not_over_yet(episode: Episode, clock: Clock) -> None:
    clock.now = clock.now.replace(day=1, hour=0, minute=1)
    assert not overview([episode], SEPTEMBER).over
    clock.forward(timedelta(minutes=5))
    assert overview([episode], SEPTEMBER).over


def test_today_has_no_number_yet(episode: Episode) -> None:
    days = overview([episode], OCTOBER).days
    assert next(day.day.day for day in days if day.open) == 10
    assert len(days) == 31


def test_a_show_has_the_sum_of_what_its_episodes_show() -> None:
    show = factories.show()
    one, other, small = (factories.episode(show) for _number in range(3))
    count(one, 40, 9)
    count(other, 20, 30)
    count(small, 9, 9)
    found = overview([one, other, small], SEPTEMBER)
    assert [day.count for day in found.days[:3]] == [60, 30, None]
    assert found.total == 90
    assert [(each.episode, each.total) for each in found.episodes] == [(other, 50), (one, 40)]
    assert found.silent == 1


def test_the_months_show_what_each_month_shows_by_itself(episode: Episode, clock: Clock) -> None:
    episode.first_published_at = clock.now - timedelta(days=500)
    fill([episode], date(2026, 10, 10), 300)
    found = overview([episode], OCTOBER)
    assert len(found.months) == 12
    for month in found.months:
        assert month.count == overview([episode], month.first).total


@hypothesis_settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(st.lists(st.integers(0, 14), max_size=40), min_size=1, max_size=3))
def test_no_number_on_the_page_is_below_ten(episode: Episode, tables: list[list[int]]) -> None:
    DailyDownloads.objects.all().delete()
    every = [episode, *Episode.objects.exclude(pk=episode.pk)[:2]]
    for one, counts in zip(every, tables, strict=False):
        count(one, *counts)
    for first in (SEPTEMBER, OCTOBER):
        assert all(number >= 10 for number in numbers(overview(every, first)))


def test_days_that_were_not_measured_whole_are_marked(episode: Episode, clock: Clock) -> None:
    begins = clock.now.replace(day=3)
    MeasuringGap.objects.create(begins=begins, ends=begins + timedelta(days=1), reason="not_running")
    found = overview([episode], OCTOBER)
    assert [day.day.day for day in found.days if day.gap] == [3, 4]
    assert [month.first for month in found.months if month.gap] == [OCTOBER]
    assert len(found.gaps) == 1
    assert overview([episode], SEPTEMBER).gaps == []


def test_the_queries_do_not_grow_with_the_episodes() -> None:
    show, queries = factories.show(), []
    for episodes in (1, 4):
        every = [factories.episode(show) for _number in range(episodes)]
        fill(every, date(2026, 10, 1), 60)
        with CaptureQueriesContext(connection) as context:
            overview(list(show.get_children().type(Episode).specific()), SEPTEMBER)
        queries.append(len(context))
    assert queries[0] == queries[1]


def test_the_months_begin_with_the_first_publication(episode: Episode, clock: Clock) -> None:
    episode.first_published_at = clock.now - timedelta(days=40)
    assert [month.first for month in overview([episode], OCTOBER).months] == [date(2026, 8, 1), SEPTEMBER, OCTOBER]


# For whom it is --------------------------------------------------------------------------------------------------


@pytest.fixture
def two_shows() -> tuple[Show, Show]:
    one, other = factories.show("Satu"), factories.show("Dua")
    factories.episode(one)
    factories.episode(other)
    return one, other


def test_an_editor_sees_the_shows_of_which_episodes_may_be_changed(two_shows: tuple[Show, Show]) -> None:
    editor = factories.user()
    assert list(shows(editor)) == []
    group = Group.objects.create(name="Satu")
    permit(group, two_shows[0])
    editor.groups.add(group)
    editor = type(editor).objects.get(pk=editor.pk)
    assert list(shows(editor)) == [two_shows[0]]
    assert episodes_of(two_shows[0], editor).count() == 1
    assert episodes_of(two_shows[1], editor).count() == 0


def permit(group: Group, show: Show) -> None:
    """Lets a group change a show and what is below it."""
    from django.contrib.auth.models import Permission
    from wagtail.models import GroupPagePermission

    change: Any = Permission.objects.get(content_type__app_label="wagtailcore", codename="change_page")
    GroupPagePermission.objects.create(group=group, page=show, permission=change)


def test_months_begin_with_the_first_publication(clock: Clock) -> None:
    show = factories.show()
    episode = factories.episode(show)
    Episode.objects.filter(pk=episode.pk).update(first_published_at=clock.now - timedelta(days=70))
    assert months_of(show) == [OCTOBER, SEPTEMBER, date(2026, 8, 1)]


def test_a_show_without_episodes_has_this_month() -> None:
    assert months_of(factories.show()) == [OCTOBER]
