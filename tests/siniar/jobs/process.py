"""What test_processes starts as processes of its own: `python -m tests.siniar.jobs.process compete|renew|work`.

The steps are the tests' own; everything else, the database above all, is the product's.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from datetime import timedelta

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection  # noqa: E402

from siniar.jobs import pipeline, runner, schedule, worker  # noqa: E402
from siniar.jobs.models import Job  # noqa: E402
from siniar.jobs.pipeline import Step  # noqa: E402
from siniar.jobs.progress import Progress  # noqa: E402

COMPETITORS, JOBS = 4, 20
LOG = settings.DATA_DIR / "log"


def note(text: str) -> None:
    """Appends a line to the log of this installation, whole even if others do so at the same time."""
    descriptor = os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.write(descriptor, f"{text}\n".encode())
    os.close(descriptor)


def count(subject: str, progress: Progress) -> None:
    """A step that takes a moment, so that others come while it runs."""
    note(subject)
    progress(0.5)
    time.sleep(0.01)


def silent(subject: str, progress: Progress) -> None:
    """A step that computes longer than its lease without a word."""
    note("began")
    time.sleep(3 * runner.LEASE.total_seconds())


def endless(subject: str, progress: Progress) -> None:
    """A step that goes on until the file `go` lies in the data folder."""
    note("began")
    while not (settings.DATA_DIR / "go").exists():
        progress(0.5)
        time.sleep(0.02)
    note("ended")


for function in (count, silent, endless):
    name = function.__name__
    pipeline.STEPS[name] = Step(name, f"tests.siniar.jobs.process.{name}", name)


def compete() -> None:
    """Several processes try to run the same jobs at the same time; says what each of them ran."""
    jobs = [runner.start([pipeline.STEPS["count"]], number, "1")[0].pk for number in range(JOBS)]
    connection.close()
    go = os.pipe()
    children = [os.fork() or _competitor(jobs, go, seed) for seed in range(COMPETITORS)]
    os.close(go[1])  # now everybody runs
    statuses = [os.waitpid(child, 0)[1] for child in children]
    states = list(Job.objects.values_list("state", "attempts"))
    print(json.dumps({"statuses": statuses, "states": states}))


def _competitor(jobs: list[int], go: tuple[int, int], seed: int) -> int:
    os.close(go[1])
    os.read(go[0], 1)  # returns when the parent and all brothers have closed their end
    try:
        random.Random(seed).shuffle(jobs)
        for job in jobs:
            runner.run(job)
    except BaseException:
        sys.excepthook(*sys.exc_info())
        os._exit(1)
    os._exit(0)


def renew() -> None:
    """One process runs a step that says nothing for three leases, while another sweeps all the time."""
    (job,) = runner.start([pipeline.STEPS["silent"]], "a", "1")
    connection.close()
    if not (child := os.fork()):
        runner.run(job.pk)
        os._exit(0)
    taken = 0
    while os.waitpid(child, os.WNOHANG) == (0, 0):
        taken += runner.sweep()
        time.sleep(0.05)
    job.refresh_from_db()
    print(json.dumps({"taken": taken, "state": job.state, "attempts": job.attempts}))


def work() -> None:
    """The worker with one job to do."""
    runner.start([pipeline.STEPS["endless"]], "a", "1")
    process = worker.Worker()
    process.configure_signals()
    process.run()


if __name__ == "__main__":
    sys.modules["tests.siniar.jobs.process"] = sys.modules["__main__"]
    runner.LEASE, runner.HEARTBEAT, worker.TICK = timedelta(seconds=0.8), 0.1, 0.1
    schedule.RECURRING = (schedule.Recurring("sweep", timedelta(seconds=0.1), runner.sweep),)
    {"compete": compete, "renew": renew, "work": work}[sys.argv[1]]()
