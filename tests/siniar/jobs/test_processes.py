"""Jobs among real processes: many workers, workers that are stopped, workers that are killed."""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.siniar.conftest import PATIENCE, Installation, until

pytestmark = pytest.mark.django_db  # for the tables that an installation starts with

MODULE = ("-m", "tests.siniar.jobs.process")
JOBS = 20  # as many as process.compete makes


@pytest.fixture(scope="module")
def competition(migrated: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What came of four processes that tried to run the same twenty jobs at the same time."""
    installation = Installation(tmp_path_factory.mktemp("many"))
    shutil.copy(migrated, installation.folder)
    said = json.loads(installation.run(*MODULE, "compete").splitlines()[-1])
    return said | {"ran": Counter((installation.folder / "log").read_text().split())}


def test_of_many_workers_exactly_one_runs_a_job(competition: dict[str, Any]) -> None:
    assert competition["ran"] == Counter(map(str, range(JOBS)))


def test_among_many_workers_each_job_is_done_at_its_first_attempt(competition: dict[str, Any]) -> None:
    assert competition["states"] == [["done", 1]] * JOBS


def test_of_many_workers_none_is_refused_by_the_database(competition: dict[str, Any]) -> None:
    assert competition["statuses"] == [0, 0, 0, 0]


def test_a_step_that_says_nothing_for_longer_than_its_lease_keeps_it(installation: Installation) -> None:
    assert json.loads(installation.run(*MODULE, "renew").splitlines()[-1]) == {
        "taken": 0,
        "state": "done",
        "attempts": 1,
    }


def log(installation: Installation) -> list[str]:
    path = installation.folder / "log"
    return path.read_text().split() if path.exists() else []


def job(installation: Installation) -> tuple[object, ...]:
    (row,) = installation.rows("SELECT state, attempts FROM jobs_job")
    return row


@pytest.fixture
def worker(installation: Installation) -> subprocess.Popen[str]:
    """A worker in the middle of a step."""
    process = installation.start(*MODULE, "work")
    if not until(lambda: log(installation)):
        process.kill()
        pytest.fail(process.communicate()[0])
    return process


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_worker_that_is_asked_to_stop_puts_its_step_back_and_ends(
    installation: Installation, worker: subprocess.Popen[str], number: int
) -> None:
    worker.send_signal(number)
    said, _nothing = worker.communicate(timeout=PATIENCE)
    assert (worker.returncode, job(installation), log(installation)) == (0, ("waiting", 0), ["began"]), said


def test_the_step_of_a_worker_that_was_killed_is_done_by_the_next(
    installation: Installation, worker: subprocess.Popen[str]
) -> None:
    worker.kill()
    worker.wait()
    (installation.folder / "go").touch()
    installation.start(*MODULE, "work")
    until(lambda: job(installation)[0] == "done")
    assert (job(installation), log(installation)) == (("done", 2), ["began", "began", "ended"])


def test_a_worker_goes_on_without_its_schedule(installation: Installation) -> None:
    installation.rows("DROP TABLE jobs_scheduledrun")
    (installation.folder / "go").touch()
    process = installation.start(*MODULE, "work")
    until(lambda: "ended" in log(installation))
    process.terminate()
    said, _nothing = process.communicate(timeout=PATIENCE)
    assert (process.returncode, job(installation)) == (0, ("done", 1)), said
