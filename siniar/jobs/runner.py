"""Runs jobs: claim, run under a lease, finish, try again later, give up with a reason; and sweeps up after workers
that died.

Every change of a Job's state is one conditional UPDATE here, so that two workers, a retry button and the sweeper can
meet on one row and exactly one of them wins. Which worker runs, and who wakes it, is of no concern here.
"""

from __future__ import annotations

import logging
import threading
import traceback
import uuid
from collections.abc import Iterable
from datetime import timedelta
from enum import Enum, auto

from django.db import close_old_connections, connection, transaction
from django.db.models import Exists, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from siniar.jobs import tasks
from siniar.jobs.errors import GiveUp, StepError, Stopped
from siniar.jobs.models import Job, JobQuerySet
from siniar.jobs.pipeline import STEPS, Step
from siniar.jobs.progress import Progress

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=30)
HEARTBEAT = 5.0  # seconds between two renewals of a lease
BACK_OFF = tuple(timedelta(seconds=seconds) for seconds in (10, 60, 300, 1800))
MAX_ATTEMPTS = len(BACK_OFF) + 1
WAKE_AGAIN = timedelta(minutes=1)

#: Set when this process was asked to stop: running steps end at their next report of progress.
stop_requested = threading.Event()


class Outcome(Enum):
    """What a step returns when it is not simply done."""

    MAKE_ROOM = auto()  # it paused at a good place; the rest is to be done after the others had their turn


def start(steps: Iterable[Step], subject: object, input_hash: str, *, again: bool = False) -> list[Job]:
    """Puts the steps on the list of work for `subject`; call it in the transaction that makes their input true.

    A step that was done on the same input is left alone unless `again`; one that was given up gets new attempts; jobs
    on an older input are replaced. A step that is running is not disturbed: it is done once more after its end.
    """
    jobs = []
    for step in steps:
        older = Job.objects.filter(step=step.name, subject=str(subject)).exclude(input_hash=input_hash)
        older.filter(state__in=[Job.State.WAITING, Job.State.DONE, *Job.UNDONE]).update(state=Job.State.REPLACED)
        job, created = Job.objects.get_or_create(step=step.name, subject=str(subject), input_hash=input_hash)
        if not created and (again or job.state in (Job.State.REPLACED, *Job.UNDONE)):
            Job.objects.filter(pk=job.pk).update(wanted_at=timezone.now())
            _requeue(Job.objects.filter(pk=job.pk).exclude(state=Job.State.RUNNING))
        jobs.append(job)
        wake(job)
    return jobs


def retry(job: Job) -> bool:
    """Puts a job that was given up, or that waits for its next attempt, back at the start. Returns whether it did."""
    changed = _requeue(Job.objects.filter(pk=job.pk, state__in=[Job.State.WAITING, *Job.UNDONE]))
    if changed:
        wake(job)
    return bool(changed)


def stop(job: Job, reason: str) -> bool:
    """Ends a job that waits or runs, with a reason for editors; `retry` takes it up again. Returns whether it did.

    Whoever runs it notices within seconds, at its next report after its lease could not be renewed, and its result no
    longer counts. What the step has stored on the way stays.
    """
    stoppable = Job.objects.filter(pk=job.pk, state__in=[Job.State.WAITING, Job.State.RUNNING])
    return bool(
        stoppable.update(
            state=Job.State.STOPPED,
            reason=reason,
            lease_holder="",
            lease_until=None,
            woken_at=None,
            ended_at=timezone.now(),
        )
    )


def forget(subject: object) -> None:
    """Removes all jobs of a subject that is deleted; one that runs notices at its next report and stops."""
    Job.objects.filter(subject=str(subject)).delete()


def _requeue(jobs: JobQuerySet) -> int:
    return jobs.update(
        state=Job.State.WAITING, attempts=0, run_after=timezone.now(), reason="", trace="", progress=0, ended_at=None
    )


def wake(job: Job) -> None:
    """Sends a worker the id of this job once the running transaction is committed."""

    def send() -> None:
        Job.objects.filter(pk=job.pk).update(woken_at=timezone.now())
        tasks.run_job.enqueue(job.pk)

    transaction.on_commit(send)


def run(job_id: int) -> bool:
    """Runs one job if it is due and free. Returns whether it was run by this call, whatever the result."""
    job = _claim(job_id)
    if job is None:
        return False
    logger.debug("%s of %s: attempt %d", job.step, job.subject, job.attempts)
    try:
        with _Lease(job) as lease:
            outcome = job.definition.load()(job.subject, _progress(job, lease))
    except Stopped:
        _release(job, attempts=F("attempts") - 1)
    except StepError as error:
        _fail(job, error.reason, final=isinstance(error, GiveUp))
    except Exception as error:
        logger.exception("%s of %s failed", job.step, job.subject)
        _fail(job, _("Unexpected error: %(error)s") % {"error": str(error) or type(error).__name__}, final=False)
    else:
        if outcome is Outcome.MAKE_ROOM:
            _release(job, attempts=F("attempts") - 1)
        else:
            _finish(job)
    return True


def sweep() -> int:
    """Takes jobs back from workers that died, and wakes what is due and not awake. Returns how many were taken back.

    Safe to call at any time, from any number of processes.
    """
    taken_back = 0
    for job in Job.objects.abandoned():
        worn_out = job.attempts >= MAX_ATTEMPTS
        taken_back += (
            Job.objects.filter(pk=job.pk, lease_holder=job.lease_holder)
            .abandoned()
            .update(
                state=Job.State.FAILED if worn_out else Job.State.WAITING,
                reason=_("The worker stopped %(count)d times during this step.") % {"count": job.attempts}
                if worn_out
                else "",
                ended_at=timezone.now() if worn_out else None,
                lease_holder="",
                lease_until=None,
                woken_at=None,
            )
        )
    asleep = Q(woken_at=None) | Q(woken_at__lt=timezone.now() - WAKE_AGAIN)
    for job in Job.objects.due().filter(asleep, step__in=STEPS):
        if not job.blockers():
            wake(job)
    return taken_back


def _claim(job_id: int) -> Job | None:
    job = Job.objects.due().filter(pk=job_id, step__in=STEPS).first()
    if job is None or job.blockers():
        return None
    now = timezone.now()
    running = Job.objects.filter(subject=job.subject, step=job.step, state=Job.State.RUNNING)
    won = (
        Job.objects.due()
        .filter(~Exists(running), pk=job_id)  # on an older input: one after the other, so that the newer result stays
        .update(
            state=Job.State.RUNNING,
            attempts=F("attempts") + 1,
            lease_holder=uuid.uuid4().hex,
            lease_until=now + LEASE,
            started_at=now,
            ended_at=None,
            reason="",
            trace="",
        )
    )
    if not won:
        return None
    job.refresh_from_db()
    return job


def _progress(job: Job, lease: _Lease) -> Progress:
    def write(percent: int) -> bool:
        return bool(_mine(job).update(progress=percent, lease_until=timezone.now() + LEASE))

    def crowded() -> bool:
        polite = [name for name, step in STEPS.items() if step.polite]
        return any(not other.blockers() for other in Job.objects.due().exclude(step__in=polite))

    return Progress(write, lambda: stop_requested.is_set() or lease.lost, crowded)


def _mine(job: Job) -> JobQuerySet:
    return Job.objects.filter(pk=job.pk, state=Job.State.RUNNING, lease_holder=job.lease_holder)


def _release(job: Job, **changes: object) -> None:
    if _mine(job).update(state=Job.State.WAITING, lease_holder="", lease_until=None, woken_at=None, **changes):
        wake(job)


def _finish(job: Job) -> None:
    if _mine(job).filter(wanted_at__gt=job.started_at).exists():
        _release(job, attempts=0, progress=0)  # asked for again while it ran: it may have read what was true before
        return
    ended = Job.State.REPLACED if _newer(job).exists() else Job.State.DONE
    if _mine(job).update(state=ended, progress=100, lease_holder="", lease_until=None, ended_at=timezone.now()):
        _wake_others(job)


def _newer(job: Job) -> JobQuerySet:
    """The same step on a newer input of the same subject."""
    return Job.objects.filter(subject=job.subject, step=job.step, wanted_at__gt=job.wanted_at).exclude(pk=job.pk)


def _wake_others(job: Job) -> None:
    """Wakes what has waited for the end of this job: the steps after it, and the same step on a newer input."""
    waiting = [job.step, *(step.name for step in STEPS.values() if job.step in step.after)]
    for other in Job.objects.due().filter(subject=job.subject, step__in=waiting):
        wake(other)


def _fail(job: Job, reason: str, *, final: bool) -> None:
    if _newer(job).exists():
        ended = Job.State.REPLACED
    elif final or job.attempts >= MAX_ATTEMPTS:
        ended = Job.State.FAILED
    else:
        ended = Job.State.WAITING
    worn_out = ended in Job.ENDED
    now = timezone.now()
    _mine(job).update(
        state=ended,
        run_after=now if worn_out else now + BACK_OFF[min(job.attempts, len(BACK_OFF)) - 1],
        reason=reason,
        trace=traceback.format_exc()[-4000:],
        lease_holder="",
        lease_until=None,
        woken_at=None,
        ended_at=now if worn_out else None,
    )
    _wake_others(job)


class _Lease:
    """Keeps saying that the job is being worked on, from a thread of its own, while the step computes."""

    def __init__(self, job: Job) -> None:
        self._job, self._ended = job, threading.Event()
        self.lost = False  # once somebody has stopped, taken or removed the job
        self._thread = threading.Thread(target=self._renew, name=f"lease-{job.pk}", daemon=True)

    def __enter__(self) -> _Lease:
        # Inside a transaction nobody else could see a renewal, and on SQLite it would wait for us: nothing to keep.
        if not connection.in_atomic_block:
            self._thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._ended.set()
        if self._thread.is_alive():
            self._thread.join()

    def _renew(self) -> None:
        try:
            while not self._ended.wait(HEARTBEAT):
                try:
                    if not _mine(self._job).update(lease_until=timezone.now() + LEASE):
                        self.lost = True
                        return
                except Exception:
                    logger.warning("could not renew the lease of job %s", self._job.pk, exc_info=True)
                    close_old_connections()
        finally:
            connection.close()
