"""Does the jobs of one subject here and now, showing on a terminal how far they are."""

from __future__ import annotations

import threading
import time
from typing import IO, Any, cast

from django.core.management.base import OutputWrapper
from django.db import connection
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from siniar.jobs import runner
from siniar.jobs.models import Job

GLANCE = 0.5  # seconds between two looks at the database


def follow(subject: str, output: OutputWrapper | Any) -> list[Job]:
    """Runs the subject's jobs in this process until nothing can go on; returns those that were given up.

    Jobs that a worker has taken are waited for. A job that waits for its next attempt is waited for too.
    """
    ended = threading.Event()
    screen = threading.Thread(target=_draw, args=(subject, output, ended), name="progress")
    screen.start()
    try:
        while True:
            runner.sweep()
            jobs = list(Job.objects.of(subject).current())
            if not any(_goes_on(job) for job in jobs):
                return [job for job in jobs if job.state in Job.UNDONE]
            if not any(runner.run(job.pk) for job in jobs if job.state == Job.State.WAITING):
                time.sleep(GLANCE)
    finally:
        ended.set()
        screen.join()


def _goes_on(job: Job) -> bool:
    return job.state == Job.State.RUNNING or (job.state == Job.State.WAITING and not _blocked_for_good(job))


def _blocked_for_good(job: Job) -> bool:
    names = [step.name for step in job.blockers()]
    blocking = Job.objects.of(job.subject).current().filter(step__in=names)
    return len({each.step for each in blocking}) < len(names) or any(not _goes_on(each) for each in blocking)


def _draw(subject: str, output: Any, ended: threading.Event) -> None:
    # Past Django's wrapper: it ends every write with a line break, and the bar would run down the screen.
    console = Console(file=cast("IO[str]", getattr(output, "_out", output)))
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
    )
    bars: dict[int, Any] = {}
    try:
        with Progress(*columns, console=console, transient=False) as progress:
            last = False
            while True:
                for job in Job.objects.of(subject).current():
                    if job.pk not in bars:
                        bars[job.pk] = progress.add_task(str(job.definition.label), total=100)
                    done = 100 if job.state == Job.State.DONE else job.progress
                    # Reasons carry brackets of programs and systems, which would be read as markup.
                    note = f"  [red]{escape(job.reason)}[/]" if job.reason and job.state != Job.State.RUNNING else ""
                    progress.update(bars[job.pk], completed=done, description=f"{job.definition.label}{note}")
                if last:
                    return
                last = ended.wait(GLANCE)
    finally:
        connection.close()
