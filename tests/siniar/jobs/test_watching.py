"""Doing the jobs of one subject here and now."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management.base import OutputWrapper

from siniar.jobs import runner, watching
from siniar.jobs.errors import GiveUp, TryLater
from siniar.jobs.models import Job
from siniar.jobs.progress import Progress
from siniar.jobs.runner import BACK_OFF, LEASE, MAX_ATTEMPTS
from siniar.jobs.watching import follow
from tests.siniar.jobs.clock import Clock
from tests.siniar.jobs.conftest import FIRST, LONG, SECOND, THIRD, Deeds, fresh, raising

pytestmark = pytest.mark.django_db

Begin = Callable[..., list[Job]]
State = Job.State


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Time passes only while somebody sleeps; after a day of it the test has hung."""
    made = Clock(monkeypatch)
    end = made.now + timedelta(days=1)

    def sleep(seconds: float) -> None:
        made.forward(max(seconds, 30))
        assert made.now < end, "it waits for something that never comes"

    monkeypatch.setattr(watching, "time", SimpleNamespace(sleep=sleep))
    return made


def names(jobs: list[Job]) -> list[str]:
    return [job.step for job in jobs]


class TestFollow:
    def test_everything_is_done_in_order(self, begin: Begin, deeds: Deeds) -> None:
        begin(LONG, THIRD, SECOND, FIRST)
        follow("a", io.StringIO())
        assert [step for step, _subject in deeds.done if step != "long"] == ["first", "second", "third"]

    def test_nothing_is_returned_if_nothing_was_given_up(self, begin: Begin) -> None:
        begin(FIRST, SECOND)
        assert follow("a", io.StringIO()) == []

    def test_a_subject_without_jobs_is_done(self) -> None:
        assert follow("nobody", io.StringIO()) == []

    def test_other_subjects_are_left_to_the_worker(self, begin: Begin, deeds: Deeds) -> None:
        begin(FIRST, subject="b")
        begin(FIRST)
        follow("a", io.StringIO())
        assert deeds.done == [("first", "a")]

    def test_what_was_given_up_is_returned(self, begin: Begin, deeds: Deeds) -> None:
        begin(FIRST, LONG)
        deeds.work["long"] = raising(GiveUp("no model"))
        assert [(job.step, job.reason) for job in follow("a", io.StringIO())] == [("long", "no model")]

    def test_what_waits_for_a_step_that_was_given_up_is_not_waited_for(self, begin: Begin, deeds: Deeds) -> None:
        begin(FIRST, SECOND, THIRD)
        deeds.work["first"] = raising(GiveUp("no sound"))
        assert names(follow("a", io.StringIO())) == ["first"]

    def test_what_waits_for_a_step_that_was_never_started_is_not_waited_for(self, begin: Begin) -> None:
        begin(SECOND)
        assert follow("a", io.StringIO()) == []

    def test_a_job_that_waits_for_its_next_attempt_is_waited_for(
        self, begin: Begin, deeds: Deeds, clock: Clock
    ) -> None:
        (job,) = begin(FIRST)

        def at_the_third_attempt(subject: str, progress: Progress) -> None:
            if fresh(job).attempts < 3:
                raise TryLater("not yet")

        deeds.work["first"] = at_the_third_attempt
        before = clock.now
        assert (follow("a", io.StringIO()), fresh(job).state) == ([], State.DONE)
        assert clock.now - before >= BACK_OFF[0] + BACK_OFF[1]

    def test_what_waits_for_a_job_that_waits_is_waited_for(self, begin: Begin, deeds: Deeds) -> None:
        begin(FIRST, SECOND, THIRD)
        failures = iter([TryLater("not yet")])

        def at_first(subject: str, progress: Progress) -> None:
            for error in failures:
                raise error

        deeds.work["first"] = at_first
        follow("a", io.StringIO())
        assert [step for step, _subject in deeds.done] == ["first", "first", "second", "third"]

    def test_a_job_that_never_works_is_given_up_in_the_end(self, begin: Begin, deeds: Deeds) -> None:
        begin(FIRST)
        deeds.work["first"] = raising(TryLater("never"))
        assert (names(follow("a", io.StringIO())), len(deeds.done)) == (["first"], MAX_ATTEMPTS)

    def test_a_job_that_a_worker_has_taken_is_waited_for(
        self, begin: Begin, clock: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (job,) = begin(FIRST)
        Job.objects.update(state=State.RUNNING, lease_holder="a worker", lease_until=clock.now + LEASE)
        naps: list[float] = []

        def sleep(seconds: float) -> None:
            naps.append(seconds)
            if len(naps) == 3:
                Job.objects.update(state=State.DONE)

        monkeypatch.setattr(watching, "time", SimpleNamespace(sleep=sleep))
        follow("a", io.StringIO())
        assert (len(naps), fresh(job).attempts) == (3, 0)

    def test_the_job_of_a_worker_that_died_is_taken_over(self, begin: Begin, clock: Clock, deeds: Deeds) -> None:
        begin(FIRST)
        Job.objects.update(state=State.RUNNING, attempts=1, lease_holder="killed", lease_until=clock.now + LEASE)
        follow("a", io.StringIO())
        assert deeds.done == [("first", "a")]

    def test_replaced_jobs_are_not_done(self, begin: Begin, deeds: Deeds) -> None:
        begin(FIRST)
        begin(FIRST, input_hash="2")
        follow("a", io.StringIO())
        assert deeds.done == [("first", "a")]

    def test_a_failure_on_an_older_input_is_not_returned(self, begin: Begin, deeds: Deeds) -> None:
        (old,) = begin(FIRST)
        deeds.work["first"] = raising(GiveUp("no"))
        runner.run(old.pk)
        deeds.work.clear()
        begin(FIRST, input_hash="2")
        assert follow("a", io.StringIO()) == []

    def test_a_step_that_the_pipeline_no_longer_has_is_not_waited_for(self, begin: Begin, deeds: Deeds) -> None:
        begin(FIRST, LONG)
        Job.objects.filter(step="long").update(step="of an older version")
        assert (follow("a", io.StringIO()), deeds.done) == ([], [("first", "a")])

    def test_the_bar_ends_with_it(self, begin: Begin) -> None:
        begin(FIRST)
        follow("a", io.StringIO())
        assert "progress" not in {thread.name for thread in threading.enumerate()}

    def test_the_bar_ends_if_it_is_broken_off(self, begin: Begin, deeds: Deeds) -> None:
        begin(FIRST)
        deeds.work["first"] = raising(KeyboardInterrupt())
        with pytest.raises(KeyboardInterrupt):
            follow("a", io.StringIO())
        assert "progress" not in {thread.name for thread in threading.enumerate()}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class TestBar:
    """Drawn in the test's own thread: another one would not see the rows of the test's transaction."""

    @pytest.fixture
    def draw(self, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
        monkeypatch.setattr(watching, "connection", SimpleNamespace(close=lambda: None))
        monkeypatch.setattr(watching, "GLANCE", 0.01)
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv("COLUMNS", "120")

        def drawn(stream: io.StringIO, *, wrapped: bool = False) -> str:
            ended = threading.Event()
            ended.set()
            watching._draw("a", OutputWrapper(stream) if wrapped else stream, ended)
            return stream.getvalue()

        return drawn

    def test_every_current_job_has_a_line(self, begin: Begin, draw: Callable[..., str]) -> None:
        begin(FIRST, SECOND)
        begin(FIRST, input_hash="2")
        assert [draw(io.StringIO()).count(label) for label in ("First", "Second", "Third")] == [1, 1, 0]

    @pytest.mark.parametrize(("state", "percent"), [(State.RUNNING, "42 %"), (State.DONE, "100 %")])
    def test_a_line_says_how_far_the_job_is(
        self, begin: Begin, draw: Callable[..., str], state: str, percent: str
    ) -> None:
        begin(FIRST)
        Job.objects.update(state=state, progress=42)
        assert percent in draw(io.StringIO())

    @pytest.mark.parametrize(("state", "shown"), [(State.FAILED, True), (State.WAITING, True), (State.RUNNING, False)])
    def test_a_line_says_why_a_job_does_not_go_on(
        self, begin: Begin, draw: Callable[..., str], state: str, shown: bool
    ) -> None:
        begin(FIRST)
        Job.objects.update(state=state, reason="the disk is full")
        assert ("the disk is full" in draw(io.StringIO())) is shown

    @pytest.mark.parametrize("reason", ["[mp3 @ 0x55] Header missing", "cannot write [/tmp/x]"])
    def test_a_reason_is_printed_whatever_signs_are_in_it(
        self, begin: Begin, draw: Callable[..., str], reason: str
    ) -> None:
        begin(FIRST)
        Job.objects.update(state=State.FAILED, reason=reason)
        assert reason in draw(io.StringIO())

    @pytest.mark.parametrize("stream", [Terminal, io.StringIO])
    def test_the_output_of_a_command_gets_the_very_same_signs_as_a_terminal(
        self, begin: Begin, draw: Callable[..., str], stream: type[io.StringIO]
    ) -> None:
        begin(FIRST, SECOND)
        assert draw(stream(), wrapped=True).count("\n") == draw(stream()).count("\n")
