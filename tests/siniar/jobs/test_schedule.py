"""What happens by the clock."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from siniar.jobs import schedule
from siniar.jobs.models import ScheduledRun
from siniar.jobs.schedule import RECURRING, Recurring
from tests import factories
from tests.siniar.jobs.clock import Clock

pytestmark = pytest.mark.django_db

ran: list[str] = []


def by_name() -> None:
    ran.append("by name")


def broken() -> None:
    ran.append("broken")
    raise RuntimeError("no")


MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    ran.clear()
    return Clock(monkeypatch)


@pytest.fixture
def three(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three things: one that breaks, one named by a dotted string, one that is rarer."""
    monkeypatch.setattr(
        schedule,
        "RECURRING",
        (
            Recurring("broken", MINUTE, broken),
            Recurring("by name", MINUTE, f"{__name__}.by_name"),
            Recurring("rare", timedelta(hours=1), lambda: ran.append("rare")),
        ),
    )


@pytest.mark.usefixtures("three")
class TestTick:
    def test_what_never_ran_is_due(self) -> None:
        assert schedule.tick() == ["broken", "by name", "rare"]

    def test_what_breaks_does_not_stop_the_others(self) -> None:
        schedule.tick()
        assert ran == ["broken", "by name", "rare"]

    def test_what_breaks_is_logged(self, caplog: pytest.LogCaptureFixture) -> None:
        schedule.tick()
        assert [record.getMessage().split()[0] for record in caplog.records if record.levelname == "ERROR"] == [
            "broken"
        ]

    def test_what_breaks_is_tried_again_at_its_next_time(self, clock: Clock) -> None:
        schedule.tick()
        clock.forward(MINUTE)
        assert "broken" in schedule.tick()

    def test_the_second_of_two_workers_finds_nothing_to_do(self) -> None:
        schedule.tick()
        assert schedule.tick() == []

    def test_nothing_runs_before_its_time(self, clock: Clock) -> None:
        schedule.tick()
        clock.forward(MINUTE - timedelta(microseconds=1))
        assert schedule.tick() == []

    def test_each_thing_has_its_own_time(self, clock: Clock) -> None:
        schedule.tick()
        clock.forward(MINUTE)
        assert schedule.tick() == ["broken", "by name"]

    def test_what_was_missed_while_no_worker_ran_is_done_once(self, clock: Clock) -> None:
        schedule.tick()
        clock.forward(timedelta(days=3))
        schedule.tick()
        assert (ran.count("by name"), schedule.tick()) == (2, [])

    def test_who_claims_first_wins(self) -> None:
        thing = Recurring("one thing", MINUTE, by_name)
        assert [schedule._claim(thing), schedule._claim(thing)] == [True, False]

    def test_a_row_says_what_it_is(self) -> None:
        schedule.tick()
        assert {str(row) for row in ScheduledRun.objects.all()} == {"broken", "by name", "rare"}


@pytest.mark.parametrize("name", [thing.name for thing in RECURRING])
def test_each_thing_of_the_product_runs(name: str) -> None:
    (thing,) = (thing for thing in RECURRING if thing.name == name)
    thing()


def test_each_thing_has_a_name_of_its_own() -> None:
    assert len({thing.name for thing in RECURRING}) == len(RECURRING)


def due(thing: str) -> None:
    """Lets one thing of the product be due and nothing else."""
    for each in RECURRING:
        later = timedelta(days=1) if each.name != thing else -timedelta(seconds=1)
        ScheduledRun.objects.update_or_create(name=each.name, defaults={"due_at": timezone.now() + later})


@pytest.mark.parametrize(("minutes", "live"), [(61, True), (59, False)], ids=["has come", "has not come"])
def test_a_page_is_published_when_its_time(clock: Clock, minutes: int, live: bool) -> None:
    show = factories.show()
    show.unpublish()
    show.go_live_at = clock.now + timedelta(hours=1)
    show.save_revision().publish()
    clock.forward(timedelta(minutes=minutes))
    due("publish_scheduled")
    schedule.tick()
    show.refresh_from_db()
    assert show.live is live


def test_a_page_whose_time_is_over_is_withdrawn() -> None:
    show = factories.show()
    type(show).objects.filter(pk=show.pk).update(expire_at=timezone.now() - timedelta(seconds=1))
    due("publish_scheduled")
    schedule.tick()
    show.refresh_from_db()
    assert not show.live
