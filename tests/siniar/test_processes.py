"""`manage.py serve` as it is in use: one parent, a web process and a worker."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests.siniar.conftest import PATIENCE, Installation, gone, until

pytestmark = pytest.mark.django_db  # for the tables that an installation starts with

MANAGE = str(settings.BASE_DIR / "manage.py")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def status(port: int) -> int | None:
    """The status of /healthz, or None if nobody answers."""
    web = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        web.request("GET", "/healthz", headers={"Host": "siniar.example"})
        return web.getresponse().status
    except OSError:
        return None
    finally:
        web.close()


def children(pid: int) -> dict[str, int]:
    """The ids of a process's children: the web's and the worker's."""
    found = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((path / "stat").read_text().rpartition(")")[2].split()[1])
            command = (path / "cmdline").read_bytes().split(b"\0")
        except (OSError, ValueError, IndexError):
            continue  # it has ended meanwhile
        if parent == pid:
            found["web" if b"gunicorn" in command else "worker"] = int(path.name)
    return found


@contextmanager
def serving(installation: Installation, cwd: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """The running product and its port: answering under a name of its own, started from another folder."""
    port = free_port()
    installation.environ = {
        "PORT": str(port),
        "SINIAR_ALLOWED_HOSTS": "siniar.example",
        "SINIAR_BASE_URL": "https://siniar.example",
        "PYTHONWARNINGS": "ignore",
    }
    process = installation.start(MANAGE, "serve", cwd=cwd)
    try:
        until(lambda: status(port) == 200)
        yield process, port
    finally:
        left = children(process.pid)
        for pid in [*left.values(), process.pid] if process.poll() is None else []:
            os.kill(pid, signal.SIGKILL)


@pytest.fixture(scope="module")
def life(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What was seen of one life: start, a killed worker, Ctrl-C. Told once, because it costs four processes."""
    installation = Installation(tmp_path_factory.mktemp("life"))
    shutil.copy(migrated, installation.folder)
    with serving(installation, installation.folder) as (process, port):
        first = children(process.pid)
        seen: dict[str, Any] = {"status": status(port), "first": first}
        os.kill(first["worker"], signal.SIGKILL)
        until(lambda: children(process.pid).get("worker", first["worker"]) != first["worker"])
        seen["second"] = children(process.pid)
        installation.rows("DELETE FROM jobs_scheduledrun")
        seen["works"] = until(lambda: installation.rows("SELECT * FROM jobs_scheduledrun"))
        process.send_signal(signal.SIGINT)
        seen["said"], _nothing = process.communicate(timeout=PATIENCE)
        pids = [*first.values(), *seen["second"].values()]
        return seen | {"exit": process.returncode, "gone": all(map(gone, pids)), "after": status(port)}


def test_the_site_answers(life: dict[str, Any]) -> None:
    assert life["status"] == 200


def test_a_web_process_and_a_worker_are_started(life: dict[str, Any]) -> None:
    assert set(life["first"]) == {"web", "worker"}


def test_it_tells_what_to_open(life: dict[str, Any]) -> None:
    assert "https://siniar.example/admin/" in life["said"]


def test_a_worker_that_was_killed_comes_back(life: dict[str, Any]) -> None:
    assert life["second"]["worker"] != life["first"]["worker"]


def test_the_worker_that_came_back_works(life: dict[str, Any]) -> None:
    assert life["works"]


def test_the_web_process_has_nothing_to_do_with_a_killed_worker(life: dict[str, Any]) -> None:
    assert life["second"]["web"] == life["first"]["web"]


def test_ctrl_c_ends_it_in_order(life: dict[str, Any]) -> None:
    assert (life["exit"], "Traceback" in life["said"]) == (0, False), life["said"]


def test_ctrl_c_ends_both_children(life: dict[str, Any]) -> None:
    assert life["gone"]


def test_after_its_end_nobody_answers(life: dict[str, Any]) -> None:
    assert life["after"] is None


def test_being_terminated_ends_both_children(installation: Installation, tmp_path: Path) -> None:
    with serving(installation, tmp_path) as (process, _port):
        both = children(process.pid)
        process.terminate()
        said, _nothing = process.communicate(timeout=PATIENCE)
    assert (process.returncode, len(both), [gone(pid) for pid in both.values()]) == (0, 2, [True, True]), said


def test_a_port_that_is_taken_is_told_in_words_and_nothing_is_left_running(installation: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        installation.environ = {"PORT": str(port)}
        process = installation.start(MANAGE, "serve")
        said, _nothing = process.communicate(timeout=PATIENCE)
    assert (process.returncode, str(port) in said, "Traceback" in said) == (1, True, False)
