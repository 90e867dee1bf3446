"""Steps that tests can steer, in place of the pipeline's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from siniar.jobs import pipeline, runner
from siniar.jobs.models import Job
from siniar.jobs.pipeline import Step
from siniar.jobs.progress import Progress

FIRST = Step("first", f"{__name__}.first", "First")
SECOND = Step("second", f"{__name__}.second", "Second", after=("first",))
THIRD = Step("third", f"{__name__}.third", "Third", after=("first", "second"))
LONG = Step("long", f"{__name__}.long", "Long", polite=True)
STEPS = (FIRST, SECOND, THIRD, LONG)

Work = Callable[[str, Progress], object]


class Deeds:
    """What the steps do when they are run (nothing, unless a test says something else), and what they did."""

    def __init__(self) -> None:
        self.done: list[tuple[str, str]] = []
        self.work: dict[str, Work] = {}

    def do(self, step: str, subject: str, progress: Progress) -> object:
        self.done.append((step, subject))
        work = self.work.get(step)
        return work(subject, progress) if work else None


_deeds = Deeds()


def _function(name: str) -> Work:
    return lambda subject, progress: _deeds.do(name, subject, progress)


first, second, third, long = (_function(step.name) for step in STEPS)


@pytest.fixture(autouse=True)
def deeds(monkeypatch: pytest.MonkeyPatch) -> Iterator[Deeds]:
    """The pipeline of these tests: second after first, third after both, and long by itself."""
    monkeypatch.setattr(f"{__name__}._deeds", Deeds())
    own = dict(pipeline.STEPS)  # put back as it was: the order of the steps means something
    pipeline.STEPS.clear()
    pipeline.STEPS.update({step.name: step for step in STEPS})
    yield _deeds
    pipeline.STEPS.clear()
    pipeline.STEPS.update(own)
    runner.stop_requested.clear()


def raising(error: BaseException) -> Work:
    """Work that ends with an error."""

    def work(subject: str, progress: Progress) -> None:
        raise error

    return work


@pytest.fixture
def begin(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> Callable[..., list[Job]]:
    """runner.start, with the messages sent that follow the commit."""

    def start(*steps: Step, subject: object = "a", input_hash: str = "1", **options: Any) -> list[Job]:
        with django_capture_on_commit_callbacks(execute=True):
            return runner.start(steps, subject, input_hash, **options)

    return start


def fresh(job: Job) -> Job:
    """The row as it is now."""
    return Job.objects.get(pk=job.pk)
