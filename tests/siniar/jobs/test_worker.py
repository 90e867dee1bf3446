"""The worker inside this process; processes of its own are tested in test_processes."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django_tasks_db.management.commands.db_worker import Worker as QueueWorker

from siniar.jobs import runner, schedule, worker
from siniar.jobs.worker import Worker

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(worker, "TICK", 0.005)
    yield
    runner.stop_requested.clear()


class Ticks:
    """Stands for the schedule: counts, and breaks as often as it is told."""

    def __init__(self, *, broken: int = 0) -> None:
        self.count, self.broken, self.enough = 0, broken, threading.Event()

    def __call__(self) -> None:
        self.count += 1
        if self.count >= 3:
            self.enough.set()
        if self.count <= self.broken:
            raise RuntimeError("no schedule")


def work(monkeypatch: pytest.MonkeyPatch, ticks: Ticks) -> bool:
    """Runs a worker whose queue is empty until the clock has ticked three times; says whether it has."""
    monkeypatch.setattr(schedule, "tick", ticks)
    monkeypatch.setattr(QueueWorker, "run", lambda self: ticks.enough.wait(5))
    Worker().run()
    return ticks.enough.is_set()


def test_the_clock_ticks_beside_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    assert work(monkeypatch, Ticks())


def test_a_broken_schedule_does_not_stop_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    assert work(monkeypatch, Ticks(broken=2))


def test_a_broken_schedule_is_logged(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    work(monkeypatch, Ticks(broken=1))
    assert [record.levelname for record in caplog.records if record.name == worker.__name__] == ["ERROR"]


def test_the_clock_ends_with_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    work(monkeypatch, Ticks())
    assert "schedule" not in {thread.name for thread in threading.enumerate()}


def test_the_clock_ends_when_the_process_is_asked_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    runner.stop_requested.set()
    ticks = Ticks()
    monkeypatch.setattr(schedule, "tick", ticks)
    monkeypatch.setattr(QueueWorker, "run", lambda self: None)
    Worker().run()
    assert ticks.count == 0


def test_a_signal_asks_running_steps_to_stop() -> None:
    busy = Worker()
    busy.running_task = True
    busy.shutdown(signal.SIGTERM, None)
    assert (runner.stop_requested.is_set(), busy.running) == (True, False)


def test_a_signal_ends_an_idle_worker_at_once() -> None:
    with pytest.raises(SystemExit) as exit:
        Worker().shutdown(signal.SIGTERM, None)
    assert exit.value.code == 0


@pytest.mark.parametrize("batch", [True, False])
def test_the_command_starts_a_worker_that_listens_to_signals(monkeypatch: pytest.MonkeyPatch, batch: bool) -> None:
    calls: list[tuple[str, bool]] = []
    monkeypatch.setattr(Worker, "configure_signals", lambda self: calls.append(("signals", self.batch)))
    monkeypatch.setattr(Worker, "run", lambda self: calls.append(("run", self.batch)))
    call_command("work", batch=batch)
    assert calls == [("signals", batch), ("run", batch)]


def test_the_worker_takes_messages_of_every_queue() -> None:
    assert Worker().process_all_queues
