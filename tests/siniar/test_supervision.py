"""Keeping children running."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from siniar import supervision
from siniar.config import ROOT
from siniar.supervision import Child, Supervisor
from tests.siniar.conftest import PATIENCE, gone, until


@pytest.fixture
def supervise() -> Iterator[Callable[..., Supervisor]]:
    """Makes supervisors of shell commands; whatever is left of them ends with the test."""
    made: list[Supervisor] = []

    def make(**commands: str) -> Supervisor:
        supervisor = Supervisor([Child(name, ["/bin/sh", "-c", command]) for name, command in commands.items()])
        made.append(supervisor)
        return supervisor

    yield make
    for supervisor in made:
        for child in supervisor.children:
            if child.process and child.process.poll() is None:
                child.process.kill()
                child.process.wait()


def alive(supervisor: Supervisor) -> list[bool]:
    return [child.process is not None and child.process.poll() is None for child in supervisor.children]


SLEEP = "exec sleep 60"


def test_all_children_are_started(supervise: Callable[..., Supervisor]) -> None:
    supervisor = supervise(a=SLEEP, b=SLEEP)
    supervisor.start()
    assert alive(supervisor) == [True, True]


def test_all_children_are_stopped(supervise: Callable[..., Supervisor]) -> None:
    supervisor = supervise(a=SLEEP, b=SLEEP)
    supervisor.start()
    supervisor.stop()
    assert alive(supervisor) == [False, False]


def test_stopping_what_was_never_started_does_nothing(supervise: Callable[..., Supervisor]) -> None:
    supervisor = supervise(a=SLEEP)
    supervisor.stop()
    assert supervisor.children[0].process is None


def test_a_child_that_was_not_started_has_not_died() -> None:
    assert not Child("a", ["true"]).died()


def test_a_child_gets_the_time_to_end_in_order(supervise: Callable[..., Supervisor], tmp_path: Path) -> None:
    ready, ended = tmp_path / "ready", tmp_path / "ended"
    supervisor = supervise(a=f"trap 'touch {ended}; exit 0' TERM; touch {ready}; while :; do sleep 0.02; done")
    supervisor.start()
    until(ready.exists)
    supervisor.stop()
    assert ended.exists()


def test_a_child_that_does_not_listen_is_killed(
    supervise: Callable[..., Supervisor], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervision, "GRACE", 0.1)
    ready = tmp_path / "ready"
    supervisor = supervise(a=f"trap '' TERM; touch {ready}; while :; do sleep 0.02; done")
    supervisor.start()
    until(ready.exists)
    supervisor.stop()
    assert alive(supervisor) == [False]


def test_a_child_has_a_session_of_its_own_so_that_ctrl_c_reaches_the_parent_alone(
    supervise: Callable[..., Supervisor],
) -> None:
    supervisor = supervise(a=SLEEP)
    supervisor.start()
    process = supervisor.children[0].process
    assert process is not None
    assert os.getsid(process.pid) == process.pid != os.getsid(0)


class Running:
    """A supervisor that watches in a thread, until it is asked to stop."""

    def __init__(self, supervisor: Supervisor) -> None:
        self.supervisor = supervisor
        self.thread = threading.Thread(target=supervisor.run)

    def __enter__(self) -> None:
        self.supervisor.start()
        self.thread.start()

    def __exit__(self, *error: object) -> None:
        self.supervisor.ask_to_stop()
        self.thread.join()
        self.supervisor.stop()


def lines(path: Path) -> int:
    return path.read_text().count("\n") if path.exists() else 0


def test_a_child_that_dies_is_started_again(
    supervise: Callable[..., Supervisor], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervision, "RESTART_AFTER", 0.01)
    with Running(supervise(a=f"echo began >> {tmp_path}/a; exit 3")):
        assert until(lambda: lines(tmp_path / "a") >= 2)


def test_a_child_that_dies_at_once_is_not_started_at_once(
    supervise: Callable[..., Supervisor], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervision, "RESTART_AFTER", 60.0)
    with Running(supervise(a=f"echo began >> {tmp_path}/a", b=f"echo began >> {tmp_path}/b")):
        until(lambda: lines(tmp_path / "a") >= 1)
        time.sleep(1.2)  # more than two looks
    assert lines(tmp_path / "a") == 1


def test_the_others_go_on_when_one_dies(
    supervise: Callable[..., Supervisor], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervision, "RESTART_AFTER", 0.01)
    with Running(supervise(a=f"echo began >> {tmp_path}/a", b=f"echo began >> {tmp_path}/b; exec sleep 60")):
        until(lambda: lines(tmp_path / "a") >= 2)
    assert lines(tmp_path / "b") == 1


def test_the_end_of_a_child_is_logged_once_with_its_status(
    supervise: Callable[..., Supervisor], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(supervision, "RESTART_AFTER", 60.0)
    supervisor = supervise(web="exit 3")
    with Running(supervisor):
        until(lambda: bool(caplog.records))
        time.sleep(0.6)
    assert [record.getMessage().split(";")[0] for record in caplog.records] == ["web stopped with status 3"]


PARENT = """
import time
from siniar.supervision import Child, Supervisor
supervisor = Supervisor([Child(name, ["/bin/sleep", "60"]) for name in "ab"])
supervisor.start()
print(*(child.process.pid for child in supervisor.children), flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a parent that is killed leaves its children behind")
def test_children_end_with_a_parent_that_is_killed() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    children = [int(pid) for pid in parent.stdout.readline().split()]
    parent.kill()
    parent.communicate()
    assert (len(children), until(lambda: all(map(gone, children)))) == (2, True)


class TestWaiting:
    def test_it_ends_when_all_is_ready(self, supervise: Callable[..., Supervisor]) -> None:
        looks = iter([False, True])
        assert supervise().wait_until(lambda: next(looks), seconds=PATIENCE)

    def test_it_ends_when_the_time_is_over(self, supervise: Callable[..., Supervisor]) -> None:
        assert not supervise().wait_until(lambda: False, seconds=0.3)

    def test_it_ends_when_it_is_asked_to_stop(self, supervise: Callable[..., Supervisor]) -> None:
        supervisor = supervise()
        supervisor.ask_to_stop()
        assert not supervisor.wait_until(lambda: True, seconds=PATIENCE)

    def test_meanwhile_a_child_that_dies_is_started_again(
        self, supervise: Callable[..., Supervisor], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(supervision, "RESTART_AFTER", 0.01)
        supervisor = supervise(a=f"echo began >> {tmp_path}/a")
        supervisor.start()
        assert supervisor.wait_until(lambda: lines(tmp_path / "a") >= 2, seconds=PATIENCE)
        supervisor.stop()
