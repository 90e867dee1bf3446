"""A person stops a step: what becomes of the row, and of the worker that has it in hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from siniar.jobs import runner
from siniar.jobs.models import Job
from siniar.jobs.progress import Progress
from siniar.jobs.runner import Outcome
from tests.siniar.jobs.conftest import LONG, Deeds, fresh

pytestmark = pytest.mark.django_db

State = Job.State


@pytest.fixture
def job(begin: Callable[..., list[Job]]) -> Job:
    """A long step that waits."""
    return begin(LONG)[0]


def stopped(job: Job) -> tuple[str, str]:
    return (fresh(job).state, fresh(job).reason)


ENDED = (State.STOPPED, "Stopped by Sari.")


def test_a_waiting_job_ends_with_the_reason(job: Job) -> None:
    assert (runner.stop(job, "Stopped by Sari."), stopped(job)) == (True, ENDED)


def test_a_stopped_job_is_not_run(job: Job, deeds: Deeds) -> None:
    runner.stop(job, "Stopped by Sari.")
    assert (runner.run(job.pk), deeds.done) == (False, [])


@pytest.mark.parametrize("state", [State.DONE, State.FAILED, State.STOPPED, State.REPLACED])
def test_a_job_that_has_ended_is_not_stopped(job: Job, state: str) -> None:
    Job.objects.update(state=state, reason="as it was")
    assert (runner.stop(job, "Stopped by Sari."), stopped(job)) == (False, (state, "as it was"))


def test_it_is_taken_up_again_with_new_attempts(job: Job, deeds: Deeds) -> None:
    runner.stop(job, "Stopped by Sari.")
    assert runner.retry(job)
    runner.run(job.pk)
    assert (fresh(job).state, deeds.done) == (State.DONE, [("long", "a")])


def test_it_is_not_taken_up_again_by_itself(job: Job) -> None:
    runner.stop(job, "Stopped by Sari.")
    runner.sweep()
    assert stopped(job) == ENDED


class TestWhileItRuns:
    @pytest.mark.parametrize("ending", [None, Outcome.MAKE_ROOM], ids=["done", "making room"])
    def test_who_stops_it_while_it_finishes_wins(self, job: Job, deeds: Deeds, ending: object) -> None:
        deeds.work["long"] = lambda subject, progress: (runner.stop(job, "Stopped by Sari."), ending)[1]
        runner.run(job.pk)
        assert stopped(job) == ENDED

    def test_who_stops_it_while_it_fails_wins(self, job: Job, deeds: Deeds) -> None:
        def work(subject: str, progress: Progress) -> None:
            runner.stop(job, "Stopped by Sari.")
            raise ValueError("x")

        deeds.work["long"] = work
        runner.run(job.pk)
        assert stopped(job) == ENDED

    def test_a_step_that_is_done_a_moment_earlier_stays_done(self, job: Job) -> None:
        runner.run(job.pk)
        assert (runner.stop(job, "Stopped by Sari."), fresh(job).state) == (False, State.DONE)

    def test_it_ends_at_its_next_report(self, job: Job, deeds: Deeds) -> None:
        reached: list[str] = []

        def work(subject: str, progress: Progress) -> None:
            runner.stop(job, "Stopped by Sari.")
            progress(0.5)
            reached.append("the end")

        deeds.work["long"] = work
        runner.run(job.pk)
        assert (reached, stopped(job)) == ([], ENDED)

    def test_it_asks_before_its_result_replaces_what_is_there(self, job: Job, deeds: Deeds) -> None:
        reached: list[str] = []

        def work(subject: str, progress: Progress) -> None:
            progress(0.99)
            runner.stop(job, "Stopped by Sari.")
            progress(0.99)  # too soon after the last report to be written
            progress.confirm()
            reached.append("the end")

        deeds.work["long"] = work
        runner.run(job.pk)
        assert (reached, stopped(job)) == ([], ENDED)

    def test_a_worker_that_is_still_at_it_does_not_touch_the_next_attempt(self, job: Job, deeds: Deeds) -> None:
        def work(subject: str, progress: Progress) -> None:
            runner.stop(job, "Stopped by Sari.")
            runner.retry(job)
            Job.objects.update(state=State.RUNNING, lease_holder="the next worker")

        deeds.work["long"] = work
        runner.run(job.pk)
        assert (fresh(job).state, fresh(job).lease_holder) == (State.RUNNING, "the next worker")


@pytest.mark.django_db(transaction=True)
def test_a_step_whose_percent_does_not_change_notices_by_its_lease(
    job: Job, deeds: Deeds, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runner, "HEARTBEAT", 0.02)
    reports: list[int] = []

    def work(subject: str, progress: Progress) -> None:
        runner.stop(job, "Stopped by Sari.")
        for report in range(500):
            reports.append(report)
            runner.stop_requested.wait(0.02)
            progress(0.0)

    monkeypatch.setattr("siniar.jobs.progress.INTERVAL", 60.0)
    deeds.work["long"] = lambda subject, progress: (progress(0.0), work(subject, progress))
    runner.run(job.pk)
    assert (stopped(job), len(reports) < 500) == (ENDED, True)
