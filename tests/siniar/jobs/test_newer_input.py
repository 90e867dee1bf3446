"""When the same step is wanted again, or on a newer input, while it is running: the newest result stands in the end."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from siniar.jobs import runner
from siniar.jobs.models import Job
from tests.siniar.jobs.clock import Clock
from tests.siniar.jobs.conftest import FIRST, SECOND, Deeds, fresh

pytestmark = pytest.mark.django_db

Begin = Callable[..., list[Job]]


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def start_while_running(begin: Begin, deeds: Deeds, clock: Clock, **values: object) -> tuple[Job, list[bool]]:
    """Runs a first job; while it runs, `begin` is called again with `values`, and what came is tried at once."""
    (job,) = begin(FIRST)
    tried: list[bool] = []

    def meanwhile(subject: str, progress: object) -> None:
        del deeds.work["first"]  # only the first time
        clock.forward(1)
        (other,) = begin(FIRST, **values)
        tried.append(runner.run(other.pk))

    deeds.work["first"] = meanwhile
    clock.forward(1)
    runner.run(job.pk)
    return job, tried


def test_a_newer_input_waits_for_the_end_of_the_older(begin: Begin, deeds: Deeds, clock: Clock) -> None:
    _job, tried = start_while_running(begin, deeds, clock, input_hash="2")
    assert tried == [False]


def test_the_result_on_the_older_input_is_marked_as_replaced(begin: Begin, deeds: Deeds, clock: Clock) -> None:
    job, _tried = start_while_running(begin, deeds, clock, input_hash="2")
    newer = Job.objects.get(input_hash="2")
    assert (fresh(job).state, newer.state) == (Job.State.REPLACED, Job.State.WAITING)
    assert runner.run(newer.pk)
    assert fresh(newer).state == Job.State.DONE


def test_a_failure_on_the_older_input_is_nobodys_concern(begin: Begin, deeds: Deeds, clock: Clock) -> None:
    (job,) = begin(FIRST)

    def fail(subject: str, progress: object) -> None:
        clock.forward(1)
        begin(FIRST, input_hash="2")
        raise ValueError("too late")

    deeds.work["first"] = fail
    clock.forward(1)
    runner.run(job.pk)
    assert fresh(job).state == Job.State.REPLACED


def test_a_step_that_is_asked_for_again_while_it_runs_is_done_once_more(
    begin: Begin, deeds: Deeds, clock: Clock
) -> None:
    job, _tried = start_while_running(begin, deeds, clock, again=True)
    assert fresh(job).state == Job.State.WAITING
    runner.run(job.pk)
    assert (fresh(job).state, len(deeds.done)) == (Job.State.DONE, 2)


def test_steps_after_it_wait_for_the_input_that_was_wanted_last(begin: Begin, deeds: Deeds, clock: Clock) -> None:
    first, second = begin(FIRST, SECOND)
    clock.forward(1)
    runner.run(first.pk)
    clock.forward(1)
    begin(FIRST, input_hash="2")
    clock.forward(1)
    begin(FIRST, input_hash="1")  # back to what was there before: to be done again
    assert [step.name for step in fresh(second).blockers()] == ["first"]


def test_the_other_subjects_step_runs_beside_it(begin: Begin, deeds: Deeds, clock: Clock) -> None:
    _job, tried = start_while_running(begin, deeds, clock, subject="b")
    assert tried == [True]
