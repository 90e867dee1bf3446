"""Running jobs: what becomes of a row, whatever the step does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from siniar.jobs import runner, tasks
from siniar.jobs.errors import GiveUp, Stopped, TryLater
from siniar.jobs.models import Job
from siniar.jobs.progress import Progress
from siniar.jobs.runner import BACK_OFF, LEASE, MAX_ATTEMPTS, WAKE_AGAIN, Outcome
from tests.siniar.jobs.clock import Clock
from tests.siniar.jobs.conftest import FIRST, LONG, SECOND, THIRD, Deeds, fresh, raising

pytestmark = pytest.mark.django_db

Begin = Callable[..., list[Job]]
State = Job.State


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def messages() -> list[int]:
    """The ids of the jobs that are announced in the queue, oldest first."""
    rows = DBTaskResult.objects.filter(task_path=tasks.run_job.module_path).order_by("enqueued_at")
    return [row.args_kwargs["args"][0] for row in rows]


@pytest.fixture
def job(begin: Begin) -> Job:
    """A job that is due; its message has been taken."""
    (made,) = begin(FIRST)
    DBTaskResult.objects.all().delete()
    return made


class TestStart:
    def test_every_step_gets_a_job_that_waits(self, begin: Begin) -> None:
        assert [(job.step, job.state) for job in begin(FIRST, SECOND)] == [("first", "waiting"), ("second", "waiting")]

    def test_each_job_is_announced_with_its_id(self, begin: Begin) -> None:
        jobs = begin(FIRST, SECOND)
        assert messages() == [job.pk for job in jobs]

    def test_nothing_is_announced_before_the_commit(
        self, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        with django_capture_on_commit_callbacks(execute=False):
            runner.start([FIRST], "a", "1")
        assert messages() == []

    def test_nothing_is_announced_if_the_transaction_is_undone(
        self, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            runner.start([FIRST], "a", "1")
            transaction.set_rollback(True)
        assert (messages(), Job.objects.count()) == ([], 0)

    def test_the_same_input_again_makes_no_second_job(self, begin: Begin) -> None:
        assert begin(FIRST)[0].pk == begin(FIRST)[0].pk

    def test_what_was_done_on_the_same_input_is_left_alone(self, begin: Begin, deeds: Deeds) -> None:
        (job,) = begin(FIRST)
        runner.run(job.pk)
        runner.run(begin(FIRST)[0].pk)
        assert deeds.done == [("first", "a")]

    def test_what_was_done_is_done_again_if_asked(self, begin: Begin, deeds: Deeds) -> None:
        (job,) = begin(FIRST)
        runner.run(job.pk)
        runner.run(begin(FIRST, again=True)[0].pk)
        assert deeds.done == [("first", "a"), ("first", "a")]

    @pytest.mark.parametrize("state", [State.FAILED, State.REPLACED])
    @pytest.mark.parametrize(
        ("field", "value"),
        [("state", State.WAITING), ("attempts", 0), ("reason", ""), ("trace", ""), ("progress", 0), ("ended_at", None)],
    )
    def test_what_had_ended_without_a_result_begins_anew(
        self, begin: Begin, job: Job, clock: Clock, state: str, field: str, value: object
    ) -> None:
        Job.objects.update(
            state=state, attempts=5, reason="no", trace="there", progress=7, ended_at=clock.now, run_after=clock.now
        )
        begin(FIRST)
        assert getattr(fresh(job), field) == value

    @pytest.mark.parametrize("again", [True, False])
    def test_what_is_running_is_not_disturbed(self, begin: Begin, job: Job, again: bool) -> None:
        Job.objects.update(state=State.RUNNING, attempts=1, lease_holder="somebody")
        begin(FIRST, again=again)
        assert (fresh(job).state, fresh(job).attempts, fresh(job).lease_holder) == (State.RUNNING, 1, "somebody")

    @pytest.mark.parametrize("state", [State.WAITING, State.FAILED, State.DONE])
    def test_a_job_on_an_older_input_is_replaced(self, begin: Begin, job: Job, state: str) -> None:
        Job.objects.update(state=state)
        begin(FIRST, input_hash="2")
        assert fresh(job).state == State.REPLACED

    def test_a_running_job_on_an_older_input_is_left_to_its_worker(self, begin: Begin, job: Job) -> None:
        Job.objects.update(state=State.RUNNING)
        begin(FIRST, input_hash="2")
        assert fresh(job).state == State.RUNNING

    def test_a_replaced_job_is_not_run(self, begin: Begin, job: Job, deeds: Deeds) -> None:
        begin(FIRST, input_hash="2")
        assert (runner.run(job.pk), deeds.done) == (False, [])

    def test_an_input_that_returns_replaces_the_newer_one(self, begin: Begin, job: Job) -> None:
        (newer,) = begin(FIRST, input_hash="2")
        begin(FIRST, input_hash="1")
        assert (fresh(job).state, fresh(newer).state) == (State.WAITING, State.REPLACED)

    def test_another_subject_is_not_touched(self, begin: Begin, job: Job) -> None:
        begin(FIRST, subject="b", input_hash="2")
        assert fresh(job).state == State.WAITING

    def test_another_step_is_not_touched(self, begin: Begin, job: Job) -> None:
        begin(SECOND, input_hash="2")
        assert fresh(job).state == State.WAITING

    def test_a_subject_may_be_anything_that_has_a_text(self, begin: Begin) -> None:
        assert fresh(begin(FIRST, subject=17)[0]).subject == "17"


class TestRun:
    def test_the_step_gets_the_subject(self, job: Job, deeds: Deeds) -> None:
        runner.run(job.pk)
        assert deeds.done == [("first", "a")]

    def test_it_says_that_it_ran_it(self, job: Job) -> None:
        assert runner.run(job.pk) is True

    @pytest.mark.parametrize(
        ("field", "value"),
        [("state", State.DONE), ("progress", 100), ("attempts", 1), ("lease_holder", ""), ("lease_until", None)],
    )
    def test_a_job_that_is_done_says_so(self, job: Job, field: str, value: object) -> None:
        runner.run(job.pk)
        assert getattr(fresh(job), field) == value

    def test_it_tells_how_long_it_took(self, job: Job, deeds: Deeds, clock: Clock) -> None:
        deeds.work["first"] = lambda subject, progress: clock.forward(90)
        runner.run(job.pk)
        assert fresh(job).seconds == 90.0

    def test_a_job_that_has_not_ended_took_no_time_yet(self, job: Job) -> None:
        assert job.seconds is None

    def test_what_a_step_returns_does_not_matter(self, job: Job, deeds: Deeds) -> None:
        deeds.work["first"] = lambda subject, progress: False
        runner.run(job.pk)
        assert fresh(job).state == State.DONE

    def test_the_message_runs_it(self, job: Job, deeds: Deeds) -> None:
        tasks.run_job.call(job.pk)
        assert deeds.done == [("first", "a")]

    def test_a_message_that_comes_twice_runs_it_once(self, job: Job, deeds: Deeds) -> None:
        assert [tasks.run_job.call(job.pk), tasks.run_job.call(job.pk)] == [True, False]

    def test_a_message_for_a_job_that_does_not_exist_does_nothing(self, deeds: Deeds) -> None:
        assert (runner.run(10**9), deeds.done) == (False, [])

    @pytest.mark.parametrize("state", [State.RUNNING, State.DONE, State.FAILED, State.REPLACED])
    def test_only_what_waits_is_run(self, job: Job, deeds: Deeds, state: str) -> None:
        Job.objects.update(state=state)
        assert (runner.run(job.pk), deeds.done, fresh(job).state) == (False, [], state)

    def test_what_is_not_due_yet_is_not_run(self, job: Job, clock: Clock, deeds: Deeds) -> None:
        Job.objects.update(run_after=clock.now + timedelta(seconds=1))
        assert (runner.run(job.pk), deeds.done) == (False, [])

    def test_a_step_that_the_pipeline_no_longer_has_is_not_run(self, job: Job) -> None:
        Job.objects.update(step="of an older version")
        assert (runner.run(job.pk), fresh(job).state) == (False, State.WAITING)

    def test_who_comes_second_between_looking_and_taking_does_not_run_it(
        self, job: Job, deeds: Deeds, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def somebody_takes_it(self: Job) -> tuple[()]:
            Job.objects.filter(pk=self.pk).update(state=State.RUNNING, lease_holder="somebody")
            return ()

        monkeypatch.setattr(Job, "blockers", somebody_takes_it)
        assert (runner.run(job.pk), deeds.done, fresh(job).lease_holder) == (False, [], "somebody")

    def test_while_it_runs_it_is_leased(self, job: Job, deeds: Deeds, clock: Clock) -> None:
        seen: list[Job] = []
        deeds.work["first"] = lambda subject, progress: seen.append(fresh(job))
        runner.run(job.pk)
        assert (seen[0].state, seen[0].lease_until, len(seen[0].lease_holder)) == (
            State.RUNNING,
            clock.now + LEASE,
            32,
        )


class TestOrder:
    def test_a_step_waits_for_the_one_before(self, begin: Begin, deeds: Deeds) -> None:
        _first, second = begin(FIRST, SECOND)
        assert (runner.run(second.pk), deeds.done) == (False, [])

    def test_a_step_names_what_it_waits_for(self, begin: Begin) -> None:
        assert begin(FIRST, SECOND, THIRD)[2].blockers() == (FIRST, SECOND)

    def test_a_step_goes_on_when_the_one_before_is_done(self, begin: Begin, deeds: Deeds) -> None:
        for job in begin(FIRST, SECOND):
            runner.run(job.pk)
        assert deeds.done == [("first", "a"), ("second", "a")]

    @pytest.mark.parametrize("state", [State.WAITING, State.RUNNING, State.FAILED, State.REPLACED])
    def test_a_step_before_that_is_not_done_blocks(self, begin: Begin, state: str) -> None:
        first, second = begin(FIRST, SECOND)
        Job.objects.filter(pk=first.pk).update(state=state)
        assert second.blockers() == (FIRST,)

    def test_a_step_before_that_was_never_started_blocks(self, begin: Begin) -> None:
        assert begin(SECOND)[0].blockers() == (FIRST,)

    def test_the_same_step_on_another_subject_does_not_help(self, begin: Begin) -> None:
        runner.run(begin(FIRST, subject="b")[0].pk)
        assert begin(SECOND)[0].blockers() == (FIRST,)

    def test_a_newer_input_of_the_step_before_blocks_again(self, begin: Begin) -> None:
        first, second = begin(FIRST, SECOND)
        runner.run(first.pk)
        begin(FIRST, input_hash="2")
        assert second.blockers() == (FIRST,)

    def test_the_end_of_a_step_wakes_those_that_waited_for_it(
        self, begin: Begin, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        first, second, _long = begin(FIRST, SECOND, LONG)
        DBTaskResult.objects.all().delete()
        with django_capture_on_commit_callbacks(execute=True):
            runner.run(first.pk)
        assert messages() == [second.pk]


class TestFailing:
    @pytest.mark.parametrize("attempt", range(1, MAX_ATTEMPTS))
    def test_each_attempt_waits_longer_than_the_one_before(
        self, job: Job, deeds: Deeds, clock: Clock, attempt: int
    ) -> None:
        Job.objects.update(attempts=attempt - 1)
        deeds.work["first"] = raising(TryLater("the disk is full"))
        runner.run(job.pk)
        assert (fresh(job).state, fresh(job).run_after) == (State.WAITING, clock.now + BACK_OFF[attempt - 1])

    def test_back_off_grows(self) -> None:
        assert list(BACK_OFF) == sorted(set(BACK_OFF))

    @pytest.mark.parametrize("error", [TryLater("the disk is full"), ValueError("the disk is full")])
    def test_the_last_attempt_is_the_last(self, job: Job, deeds: Deeds, clock: Clock, error: Exception) -> None:
        deeds.work["first"] = raising(error)
        for _attempt in range(MAX_ATTEMPTS + 3):
            runner.run(job.pk)
            clock.forward(timedelta(hours=1))
        assert (fresh(job).state, len(deeds.done)) == (State.FAILED, MAX_ATTEMPTS)

    def test_an_attempt_before_its_time_is_not_made(self, job: Job, deeds: Deeds, clock: Clock) -> None:
        deeds.work["first"] = raising(TryLater("the disk is full"))
        runner.run(job.pk)
        clock.forward(BACK_OFF[0] - timedelta(microseconds=1))
        assert runner.run(job.pk) is False

    def test_an_attempt_at_its_time_is_made(self, job: Job, deeds: Deeds, clock: Clock) -> None:
        deeds.work["first"] = raising(TryLater("the disk is full"))
        runner.run(job.pk)
        clock.forward(BACK_OFF[0])
        assert runner.run(job.pk) is True

    def test_what_cannot_be_mended_by_trying_is_given_up_at_once(self, job: Job, deeds: Deeds) -> None:
        deeds.work["first"] = raising(GiveUp("this is no sound"))
        runner.run(job.pk)
        assert (fresh(job).state, fresh(job).attempts) == (State.FAILED, 1)

    def test_a_job_that_was_given_up_has_an_end(self, job: Job, deeds: Deeds, clock: Clock) -> None:
        deeds.work["first"] = raising(GiveUp("this is no sound"))
        runner.run(job.pk)
        assert fresh(job).ended_at == clock.now

    @pytest.mark.parametrize("error", [GiveUp("in words"), TryLater("in words")])
    def test_the_reason_is_the_sentence_of_the_step(self, job: Job, deeds: Deeds, error: Exception) -> None:
        deeds.work["first"] = raising(error)
        runner.run(job.pk)
        assert fresh(job).reason == "in words"

    @pytest.mark.parametrize(
        ("error", "told"), [(ValueError("bad tag 0x5"), "bad tag 0x5"), (MemoryError(), "MemoryError")]
    )
    def test_the_reason_of_an_unexpected_error_is_its_text_or_its_name(
        self, job: Job, deeds: Deeds, error: Exception, told: str
    ) -> None:
        deeds.work["first"] = raising(error)
        runner.run(job.pk)
        assert told in fresh(job).reason

    @pytest.mark.parametrize("error", [ValueError("x"), TryLater("x"), GiveUp("x")])
    def test_developers_are_told_where(self, job: Job, deeds: Deeds, error: Exception) -> None:
        deeds.work["first"] = raising(error)
        runner.run(job.pk)
        assert "conftest.py" in fresh(job).trace

    def test_an_unexpected_error_is_logged(self, job: Job, deeds: Deeds, caplog: pytest.LogCaptureFixture) -> None:
        deeds.work["first"] = raising(ValueError("x"))
        runner.run(job.pk)
        assert [record.levelname for record in caplog.records if record.name == runner.__name__] == ["ERROR"]

    def test_a_step_whose_function_is_not_there_fails_with_a_reason(
        self, job: Job, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delattr("tests.siniar.jobs.conftest.first")
        runner.run(job.pk)
        assert "first" in fresh(job).reason

    def test_the_reason_of_the_last_attempt_goes_when_the_next_begins(
        self, job: Job, deeds: Deeds, clock: Clock
    ) -> None:
        deeds.work["first"] = raising(TryLater("the disk is full"))
        runner.run(job.pk)
        clock.forward(BACK_OFF[0])
        deeds.work.clear()
        runner.run(job.pk)
        assert (fresh(job).state, fresh(job).reason, fresh(job).trace) == (State.DONE, "", "")


def make_room(subject: str, progress: Progress) -> Outcome:
    return Outcome.MAKE_ROOM


class TestPausing:
    @pytest.mark.parametrize("work", [raising(Stopped()), make_room])
    @pytest.mark.parametrize(
        ("field", "value"), [("state", State.WAITING), ("attempts", 0), ("lease_holder", ""), ("lease_until", None)]
    )
    def test_it_is_no_attempt(self, job: Job, deeds: Deeds, work: Any, field: str, value: object) -> None:
        deeds.work["first"] = work
        runner.run(job.pk)
        assert getattr(fresh(job), field) == value

    @pytest.mark.parametrize("work", [raising(Stopped()), make_room])
    def test_the_rest_is_announced_behind_what_waits_already(
        self,
        begin: Begin,
        deeds: Deeds,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
        work: Any,
    ) -> None:
        (long,), (other,) = begin(LONG), begin(FIRST, subject="b")
        deeds.work["long"] = work
        DBTaskResult.objects.filter(args_kwargs__args=[long.pk]).delete()
        with django_capture_on_commit_callbacks(execute=True):
            runner.run(long.pk)
        assert messages() == [other.pk, long.pk]

    def test_it_never_wears_out(self, job: Job, deeds: Deeds) -> None:
        deeds.work["first"] = make_room
        assert [runner.run(job.pk) for _time in range(3 * MAX_ATTEMPTS)] == [True] * 3 * MAX_ATTEMPTS

    def test_what_it_reached_stays_to_be_seen(self, job: Job, deeds: Deeds) -> None:
        def half(subject: str, progress: Progress) -> Outcome:
            progress(0.5)
            return Outcome.MAKE_ROOM

        deeds.work["first"] = half
        runner.run(job.pk)
        assert fresh(job).progress == 50

    def test_a_step_is_stopped_at_its_next_report_when_the_process_is_asked_to_stop(
        self, job: Job, deeds: Deeds
    ) -> None:
        deeds.work["first"] = lambda subject, progress: progress(0.5)
        runner.stop_requested.set()
        runner.run(job.pk)
        assert (fresh(job).state, fresh(job).attempts, fresh(job).progress) == (State.WAITING, 0, 0)

    @pytest.mark.parametrize(
        ("others", "crowded"),
        [
            ([], False),
            ([FIRST], True),
            ([SECOND], False),
            ([LONG], False),
            ([FIRST, SECOND, LONG], True),
        ],
        ids=["nobody waits", "a short step waits", "a step waits for another", "a long step waits", "many wait"],
    )
    def test_it_is_asked_to_make_room_only_for_a_short_step_that_could_run(
        self, begin: Begin, deeds: Deeds, others: list[Any], crowded: bool
    ) -> None:
        (long,) = begin(LONG)
        begin(*others, subject="b")
        asked: list[bool] = []
        deeds.work["long"] = lambda subject, progress: asked.append(progress.should_make_room())
        runner.run(long.pk)
        assert asked == [crowded]


class TestLease:
    def lose(self, job: Job) -> None:
        Job.objects.filter(pk=job.pk).update(lease_holder="a newer one", progress=77, reason="newer")

    def test_progress_is_written_and_renews_the_lease(self, job: Job, deeds: Deeds, clock: Clock) -> None:
        seen: list[Job] = []

        def work(subject: str, progress: Progress) -> None:
            clock.forward(20)
            progress(0.3)
            seen.append(fresh(job))

        deeds.work["first"] = work
        runner.run(job.pk)
        assert (seen[0].progress, seen[0].lease_until) == (30, clock.now + LEASE)

    @pytest.mark.parametrize("error", [None, Stopped(), GiveUp("older"), TryLater("older"), ValueError("older")])
    def test_who_lost_the_lease_changes_nothing_whatever_the_end(
        self, job: Job, deeds: Deeds, error: Exception | None
    ) -> None:
        def work(subject: str, progress: Progress) -> None:
            self.lose(job)
            if error:
                raise error

        deeds.work["first"] = work
        runner.run(job.pk)
        now = fresh(job)
        assert (now.state, now.lease_holder, now.progress, now.reason, now.attempts) == (
            State.RUNNING,
            "a newer one",
            77,
            "newer",
            1,
        )

    def test_who_lost_the_lease_is_stopped_at_the_next_report(self, job: Job, deeds: Deeds) -> None:
        reached: list[str] = []

        def work(subject: str, progress: Progress) -> None:
            self.lose(job)
            progress(0.5)
            reached.append("the end")

        deeds.work["first"] = work
        runner.run(job.pk)
        assert reached == []

    def test_who_lost_the_lease_wakes_nobody(
        self, begin: Begin, deeds: Deeds, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        first, _second = begin(FIRST, SECOND)
        DBTaskResult.objects.all().delete()
        deeds.work["first"] = lambda subject, progress: self.lose(first)
        with django_capture_on_commit_callbacks(execute=True):
            runner.run(first.pk)
        assert messages() == []


class Rows:
    """Stands for the rows of a leased job: tells what was written, and answers as it is told."""

    def __init__(self, *answers: int | Exception) -> None:
        self.answers, self.written, self.enough = list(answers), 0, threading.Event()

    def update(self, **changes: object) -> int:
        self.written += 1
        answer = self.answers.pop(0) if self.answers else 1
        if self.written >= 3 or answer == 0:
            self.enough.set()
        if isinstance(answer, Exception):
            raise answer
        return answer


class TestHeartbeat:
    """The thread that renews a lease; here without a database, of which no other thread could see a test's rows."""

    def hold(self, monkeypatch: pytest.MonkeyPatch, rows: Rows, *, atomic: bool = False) -> runner._Lease:
        closed = SimpleNamespace(in_atomic_block=atomic, close=lambda: None)
        monkeypatch.setattr(runner, "connection", closed)
        monkeypatch.setattr(runner, "HEARTBEAT", 0.005)
        monkeypatch.setattr(runner, "_mine", lambda job: rows)
        return runner._Lease(Job(pk=1))

    def threads(self) -> set[str]:
        return {thread.name for thread in threading.enumerate()}

    def test_the_lease_is_renewed_again_and_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        rows = Rows()
        with self.hold(monkeypatch, rows):
            assert rows.enough.wait(5)

    def test_it_ends_with_the_step(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with self.hold(monkeypatch, Rows()):
            pass
        assert "lease-1" not in self.threads()

    def test_it_ends_with_a_step_that_fails(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(GiveUp), self.hold(monkeypatch, Rows()):
            raise GiveUp("no")
        assert "lease-1" not in self.threads()

    def test_a_busy_database_does_not_end_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        rows = Rows(OSError("database is locked"), OSError("database is locked"))
        with self.hold(monkeypatch, rows):
            assert rows.enough.wait(5)

    def test_it_ends_by_itself_when_the_lease_is_lost(self, monkeypatch: pytest.MonkeyPatch) -> None:
        rows = Rows(0)
        with self.hold(monkeypatch, rows) as _nothing:
            assert rows.enough.wait(5)
            for thread in threading.enumerate():
                if thread.name == "lease-1":
                    thread.join(5)
        assert rows.written == 1

    def test_inside_a_transaction_there_is_nothing_to_renew(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with self.hold(monkeypatch, Rows(), atomic=True):
            assert "lease-1" not in self.threads()

    def test_a_lease_outlasts_several_missed_heartbeats(self) -> None:
        assert LEASE.total_seconds() >= 4 * runner.HEARTBEAT


class TestSweep:
    @pytest.fixture
    def sweep(self, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Callable[[], int]:
        def run() -> int:
            with django_capture_on_commit_callbacks(execute=True):
                return runner.sweep()

        return run

    def abandon(self, job: Job, clock: Clock, *, attempts: int = 1) -> None:
        """As a worker leaves it that was killed."""
        Job.objects.filter(pk=job.pk).update(
            state=State.RUNNING,
            attempts=attempts,
            lease_holder="killed",
            lease_until=clock.now - timedelta(microseconds=1),
            woken_at=clock.now,
        )

    def test_a_job_whose_worker_died_waits_again(self, sweep: Callable[[], int], job: Job, clock: Clock) -> None:
        self.abandon(job, clock)
        sweep()
        assert (fresh(job).state, fresh(job).lease_holder, fresh(job).lease_until) == (State.WAITING, "", None)

    def test_it_is_announced_again_at_once(self, sweep: Callable[[], int], job: Job, clock: Clock) -> None:
        self.abandon(job, clock)
        sweep()
        assert messages() == [job.pk]

    def test_it_can_be_run_again_at_once(self, sweep: Callable[[], int], job: Job, clock: Clock, deeds: Deeds) -> None:
        self.abandon(job, clock)
        sweep()
        assert (runner.run(job.pk), fresh(job).attempts) == (True, 2)

    def test_it_tells_how_many_it_took_back(self, sweep: Callable[[], int], begin: Begin, clock: Clock) -> None:
        for job in begin(FIRST, SECOND):
            self.abandon(job, clock)
        assert [sweep(), sweep()] == [2, 0]

    def test_a_lease_that_has_not_run_out_is_respected(self, sweep: Callable[[], int], job: Job, clock: Clock) -> None:
        Job.objects.update(state=State.RUNNING, lease_holder="busy", lease_until=clock.now)
        assert (sweep(), fresh(job).state) == (0, State.RUNNING)

    def test_a_job_that_killed_its_worker_each_time_is_given_up(
        self, sweep: Callable[[], int], job: Job, clock: Clock
    ) -> None:
        self.abandon(job, clock, attempts=MAX_ATTEMPTS)
        sweep()
        now = fresh(job)
        assert (now.state, str(MAX_ATTEMPTS) in now.reason, now.ended_at) == (State.FAILED, True, clock.now)

    def test_a_job_that_was_given_up_is_not_announced(self, sweep: Callable[[], int], job: Job, clock: Clock) -> None:
        self.abandon(job, clock, attempts=MAX_ATTEMPTS)
        sweep()
        assert messages() == []

    def test_a_lease_that_was_renewed_meanwhile_is_not_taken(
        self, sweep: Callable[[], int], job: Job, clock: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.abandon(job, clock)
        seen = list(Job.objects.all())
        Job.objects.update(lease_until=clock.now + LEASE)
        monkeypatch.setattr("siniar.jobs.models.JobQuerySet.__iter__", lambda self: iter(seen), raising=False)
        assert (runner.sweep(), fresh(job).lease_holder) == (0, "killed")

    @pytest.mark.parametrize(
        ("woken", "announced"),
        [(None, True), (WAKE_AGAIN + timedelta(microseconds=1), True), (WAKE_AGAIN, False), (timedelta(0), False)],
        ids=["never", "more than a minute ago", "a minute ago", "just now"],
    )
    def test_what_is_due_is_announced_again_but_at_most_once_a_minute(
        self, sweep: Callable[[], int], job: Job, clock: Clock, woken: timedelta | None, announced: bool
    ) -> None:
        Job.objects.update(woken_at=None if woken is None else clock.now - woken)
        sweep()
        assert messages() == [job.pk] * announced

    def test_sweeping_every_five_seconds_announces_a_sleeper_once_a_minute(
        self, sweep: Callable[[], int], job: Job, clock: Clock
    ) -> None:
        for _time in range(37):
            sweep()
            clock.forward(5)
        assert len(messages()) == 2

    def test_what_waits_for_its_next_attempt_is_announced_when_its_time_has_come(
        self, sweep: Callable[[], int], job: Job, deeds: Deeds, clock: Clock
    ) -> None:
        deeds.work["first"] = raising(TryLater("the disk is full"))
        runner.run(job.pk)
        announced = []
        for seconds in (9, 1):
            clock.forward(seconds)
            sweep()
            announced.append(messages())
        assert announced == [[], [job.pk]]

    def test_what_waits_for_another_step_sleeps_on(self, sweep: Callable[[], int], begin: Begin) -> None:
        _first, second = begin(FIRST, SECOND)
        DBTaskResult.objects.all().delete()
        Job.objects.update(woken_at=None)
        sweep()
        assert second.pk not in messages()

    def test_a_step_that_the_pipeline_no_longer_has_does_not_stop_it(
        self, sweep: Callable[[], int], begin: Begin, job: Job
    ) -> None:
        Job.objects.filter(pk=job.pk).update(step="of an older version", woken_at=None)
        (other,) = begin(LONG)
        Job.objects.filter(pk=other.pk).update(woken_at=None)
        DBTaskResult.objects.all().delete()
        sweep()
        assert messages() == [other.pk]


class TestRetry:
    @pytest.mark.parametrize(
        ("state", "changed"), [(State.FAILED, True), (State.WAITING, True), (State.RUNNING, False)]
    )
    def test_it_says_whether_it_did_anything(self, job: Job, state: str, changed: bool) -> None:
        Job.objects.update(state=state)
        assert runner.retry(job) is changed

    @pytest.mark.parametrize("state", [State.RUNNING, State.DONE, State.REPLACED])
    def test_what_needs_no_retry_is_left_alone(self, job: Job, state: str) -> None:
        Job.objects.update(state=state, attempts=3)
        runner.retry(job)
        assert (fresh(job).state, fresh(job).attempts) == (state, 3)

    def test_what_was_given_up_is_due_at_once_with_all_its_attempts(self, job: Job, deeds: Deeds, clock: Clock) -> None:
        deeds.work["first"] = raising(GiveUp("no"))
        runner.run(job.pk)
        runner.retry(job)
        assert (fresh(job).state, fresh(job).attempts, fresh(job).run_after) == (State.WAITING, 0, clock.now)

    def test_what_waits_for_its_next_attempt_need_not_wait(self, job: Job, deeds: Deeds) -> None:
        deeds.work["first"] = raising(TryLater("no"))
        runner.run(job.pk)
        runner.retry(job)
        assert runner.run(job.pk) is True

    @pytest.mark.parametrize(("state", "announced"), [(State.FAILED, 1), (State.DONE, 0)])
    def test_it_is_announced_only_if_there_is_something_to_do(
        self,
        job: Job,
        django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
        state: str,
        announced: int,
    ) -> None:
        Job.objects.update(state=state)
        with django_capture_on_commit_callbacks(execute=True):
            runner.retry(job)
        assert len(messages()) == announced


class TestRows:
    def test_a_row_says_what_it_is(self, job: Job) -> None:
        assert str(job) == "first a: waiting"

    def test_the_jobs_of_a_subject_stand_in_the_order_of_the_pipeline(self, begin: Begin) -> None:
        begin(LONG, THIRD, SECOND, FIRST)
        assert [job.step for job in Job.objects.of("a")] == ["first", "second", "third", "long"]

    def test_the_jobs_of_a_subject_are_its_own(self, begin: Begin) -> None:
        begin(FIRST, subject="b")
        assert list(Job.objects.of("a")) == []

    def test_a_step_that_the_pipeline_no_longer_has_stands_last(self, begin: Begin) -> None:
        begin(FIRST, LONG)
        Job.objects.filter(step="first").update(step="of an older version")
        assert [job.step for job in Job.objects.of("a")] == ["long", "of an older version"]

    def test_replaced_jobs_are_not_current(self, begin: Begin) -> None:
        begin(FIRST)
        begin(FIRST, input_hash="2")
        assert [job.input_hash for job in Job.objects.of("a").current()] == ["2"]

    def test_jobs_of_a_step_that_the_pipeline_no_longer_has_are_not_current(self, begin: Begin) -> None:
        begin(FIRST, LONG)
        Job.objects.filter(step="first").update(step="of an older version")
        assert [job.step for job in Job.objects.of("a").current()] == ["long"]

    def test_the_current_jobs_of_many_subjects_come_in_the_order_of_the_pipeline(self, begin: Begin) -> None:
        begin(LONG, SECOND, FIRST, subject=1)
        begin(FIRST, subject=2)
        begin(FIRST, subject=2, input_hash="2")
        begin(FIRST, subject=4)
        found = Job.objects.by_subject([1, 2, 3])
        assert {subject: [(job.step, job.input_hash) for job in jobs] for subject, jobs in found.items()} == {
            "1": [("first", "1"), ("second", "1"), ("long", "1")],
            "2": [("first", "2")],
            "3": [],
        }

    def test_the_current_jobs_of_many_subjects_cost_one_query(
        self, begin: Begin, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for subject in range(5):
            begin(FIRST, SECOND, subject=subject)
        with django_assert_num_queries(1):
            Job.objects.by_subject(range(5))

    def test_states_in_which_nothing_more_happens_are_those_that_run_does_not_touch(self) -> None:
        assert set(State) - Job.ENDED == {State.WAITING, State.RUNNING}
