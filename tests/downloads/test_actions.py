"""Days that end, and times in which nothing was measured."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from pathlib import Path

import pytest

from downloads import actions, disclosure
from downloads.actions import BEAT, Heard
from downloads.models import DailyDownloads, Listener, MeasuringGap, MeasuringProcess, OpenDay
from episodes.models import Episode
from tests.siniar.jobs.clock import Clock

pytestmark = pytest.mark.django_db

ONE, TWO = uuid.UUID(int=1), uuid.UUID(int=2)
TODAY = date(2026, 10, 10)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


def heard(episode: Episode, day: date = TODAY, count: int = 1, name: str = "t") -> dict[str, Heard]:
    """So many listeners, each with a whole minute."""
    return {f"{name}{number}": Heard(day, episode.pk, 60_000, [(0, 60_000)]) for number in range(count)}


def gaps() -> list[tuple[str, timedelta]]:
    """The gaps there are: why, and how long."""
    return [(gap.reason, gap.ends - gap.begins) for gap in MeasuringGap.objects.all()]


# A day and its end -----------------------------------------------------------------------------------------------


def test_a_day_that_goes_on_is_not_added_up(episode: Episode, clock: Clock) -> None:
    actions.keep(heard(episode), ONE)
    clock.forward(11 * HOUR)
    assert actions.add_up() == 0
    assert Listener.objects.count() == 1


def test_after_midnight_it_waits_a_moment_for_what_is_on_its_way(episode: Episode, clock: Clock) -> None:
    actions.keep(heard(episode), ONE)
    clock.forward(12 * HOUR + timedelta(seconds=30))
    assert actions.add_up() == 0
    actions.keep(heard(episode, name="late"), ONE)
    clock.forward(timedelta(minutes=2))
    assert actions.add_up() == 1
    assert DailyDownloads.objects.get().count == 2


def test_the_key_does_not_wait(episode: Episode, clock: Clock, day_keys: Path) -> None:
    day_keys.mkdir()
    (day_keys / "2026-10-10").write_text("key")
    clock.forward(12 * HOUR)
    actions.add_up()
    assert list(day_keys.iterdir()) == []


def test_after_days_of_standstill_every_day_is_added_up(episode: Episode, clock: Clock, day_keys: Path) -> None:
    day_keys.mkdir()
    for past in range(3):
        day = TODAY + timedelta(past)
        (day_keys / day.isoformat()).write_text("key")
        actions.keep(heard(episode, day, past + 1, f"day{past}-"), ONE)
        clock.forward(DAY)
    clock.forward(5 * DAY)
    actions.by_the_clock()
    assert list(DailyDownloads.objects.order_by("day").values_list("count", flat=True)) == [1, 2, 3]
    assert not Listener.objects.exists()
    assert not OpenDay.objects.exists()
    assert list(day_keys.iterdir()) == []


def test_adding_up_twice_is_harmless(episode: Episode, clock: Clock) -> None:
    actions.keep(heard(episode), ONE)
    clock.forward(DAY)
    assert [actions.add_up(), actions.add_up()] == [1, 0]
    assert DailyDownloads.objects.get().count == 1


def test_who_heard_less_than_a_minute_is_not_in_the_number(episode: Episode, clock: Clock) -> None:
    actions.keep({"short": Heard(TODAY, episode.pk, 60_000, [(0, 59_999)])}, ONE)
    clock.forward(DAY)
    actions.add_up()
    assert not DailyDownloads.objects.exists()


def test_what_comes_for_a_day_that_was_added_up_is_a_gap_and_changes_no_number(episode: Episode, clock: Clock) -> None:
    actions.keep(heard(episode), ONE)
    clock.forward(DAY)
    actions.add_up()
    actions.keep(heard(episode, name="far-too-late"), TWO)
    actions.add_up()
    assert DailyDownloads.objects.get().count == 1
    assert "not_written" in dict(gaps())


def test_an_episode_that_is_gone_does_not_hold_up_the_others(episode: Episode, clock: Clock) -> None:
    gone = {"gone": Heard(TODAY, 10**6, 60_000, [(0, 60_000)])}
    actions.keep(gone | heard(episode), ONE)
    assert Listener.objects.count() == 1


def test_an_episode_takes_its_numbers_along(episode: Episode, clock: Clock) -> None:
    actions.keep(heard(episode), ONE)
    DailyDownloads.objects.create(episode=episode, day=TODAY - DAY, count=30)
    episode.delete()
    assert not Listener.objects.exists()
    assert not DailyDownloads.objects.exists()


def test_a_flood_ends_at_a_limit_and_is_a_gap(episode: Episode, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_LISTENERS", 5)
    actions.keep(heard(episode, count=4), ONE)
    actions.keep(heard(episode, count=8), ONE)
    actions.keep(heard(episode, count=8, name="more"), ONE)
    assert Listener.objects.count() == 5
    clock.forward(DAY)
    actions.add_up()
    assert ("flood", 12 * HOUR) in gaps()


def test_one_place_never_makes_a_number_public_by_itself() -> None:
    assert actions.MOST_OF_ONE_PLACE < disclosure.LEAST


def test_the_limit_of_a_place_holds_for_any_number_of_places_at_once(
    episode: Episode, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "_AT_ONCE", 2)
    for block in range(2):
        actions.keep(
            {
                f"{place:016x}{block}{number:015x}": Heard(TODAY, episode.pk, 60_000, [(0, 60_000)])
                for place in range(5)
                for number in range(3)
            },
            ONE,
        )
    assert Listener.objects.count() == 5 * actions.MOST_OF_ONE_PLACE


# When nothing was measured ---------------------------------------------------------------------------------------


def test_before_the_first_process_nothing_was_measured(episode: Episode, clock: Clock) -> None:
    Episode.objects.filter(pk=episode.pk).update(first_published_at=clock.now - 3 * DAY)
    actions.keep({}, ONE)
    assert gaps() == [("not_yet", 3 * DAY)]


def test_where_nothing_was_published_before_there_is_no_gap(db: None, clock: Clock) -> None:
    actions.keep({}, ONE)
    assert gaps() == []


def test_as_long_as_one_goes_on_there_is_no_gap(db: None, clock: Clock) -> None:
    for _beat in range(100):
        actions.keep({}, ONE)
        clock.forward(BEAT)
    actions.by_the_clock()
    assert gaps() == []


def test_a_restart_is_no_gap(db: None, clock: Clock) -> None:
    actions.keep({}, ONE)
    actions.stop_measuring(ONE)
    clock.forward(5)
    actions.keep({}, TWO)
    clock.forward(HOUR)
    actions.keep({}, TWO)
    actions.bury()
    assert ("not_running", HOUR) not in gaps()
    assert [reason for reason, _long in gaps()] == ["not_written"]  # TWO was silent for an hour, ONE left no gap


def test_a_night_without_the_site_is_a_gap(db: None, clock: Clock) -> None:
    actions.keep({}, ONE)
    actions.stop_measuring(ONE)
    clock.forward(8 * HOUR)
    actions.keep({}, TWO)
    assert gaps() == [("not_running", 8 * HOUR)]


def test_a_killed_process_is_a_gap_though_another_goes_on(db: None, clock: Clock) -> None:
    actions.keep({}, ONE)
    for _beat in range(10):
        actions.keep({}, TWO)
        clock.forward(BEAT)
    assert actions.bury() == 1
    assert gaps() == [("killed", BEAT)]
    assert list(MeasuringProcess.objects.values_list("pk", flat=True)) == [TWO]


def test_one_that_was_killed_and_came_back_much_later_is_one_gap(db: None, clock: Clock) -> None:
    actions.keep({}, ONE)
    clock.forward(HOUR)
    actions.keep({}, TWO)
    actions.bury()
    assert gaps() == [("not_running", HOUR)]


def test_nobody_is_buried_twice(db: None, clock: Clock) -> None:
    actions.keep({}, ONE)
    clock.forward(HOUR)
    assert [actions.bury(), actions.bury()] == [1, 0]


def test_gaps_of_one_kind_that_touch_are_one(db: None, clock: Clock) -> None:
    for _time in range(3):
        actions.note_gap(clock.now - HOUR, clock.now, MeasuringGap.Reason.FLOOD)
        clock.forward(HOUR)
    assert gaps() == [("flood", 3 * HOUR)]
