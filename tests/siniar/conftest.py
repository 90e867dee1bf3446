"""Installations of their own for tests that start real processes."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django_tasks_db.models import DBTaskResult

PATIENCE = 40.0  # seconds; a busy machine starts a process slowly


@pytest.fixture(scope="session")
def migrated(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database as `manage.py migrate` leaves it: a copy of the tests' own, from before any test."""
    path = tmp_path_factory.mktemp("migrated") / "siniar.sqlite3"
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as source, closing(sqlite3.connect(path)) as copy:
        source.backup(copy)
        copy.execute(f"DELETE FROM {DBTaskResult._meta.db_table}")  # what the tests' own set-up left for a worker
        copy.commit()
    return path


@dataclass
class Installation:
    """A data folder with a database, and the processes that work on it."""

    folder: Path
    environ: dict[str, str] = field(default_factory=dict)
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, *arguments: str, cwd: Path | None = None) -> subprocess.Popen[str]:
        """Starts Python with the arguments, on this installation; what it says is read with communicate()."""
        environ = {name: value for name, value in os.environ.items() if not name.startswith(("SINIAR_", "DJANGO_"))}
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=cwd or settings.BASE_DIR,
            env=environ
            | {
                "SINIAR_DATA_DIR": str(self.folder),
                "DJANGO_SETTINGS_MODULE": "siniar.settings",
                "PYTHONUNBUFFERED": "1",
            }
            | self.environ,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.processes.append(process)
        return process

    def run(self, *arguments: str) -> str:
        """Runs Python with the arguments to its end and returns what it said."""
        process = self.start(*arguments)
        said, _nothing = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, said
        return said

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What a query answers, on a connection of its own."""
        with closing(sqlite3.connect(self.folder / "siniar.sqlite3", timeout=20)) as database:
            rows = database.execute(query).fetchall()
            database.commit()
            return rows


def until(true: Callable[[], object]) -> bool:
    """Waits for it; says whether it came."""
    end = time.monotonic() + PATIENCE
    while not (came := bool(true())) and time.monotonic() < end:
        time.sleep(0.05)
    return came


def gone(pid: int) -> bool:
    """Whether the process has ended, be it that nobody has taken note of its end yet."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


@pytest.fixture
def installation(migrated: Path, tmp_path: Path) -> Iterator[Installation]:
    """An installation whose processes end with the test."""
    made = Installation(tmp_path / "data")
    made.folder.mkdir()
    shutil.copy(migrated, made.folder)
    yield made
    for process in made.processes:
        if process.poll() is None:
            process.kill()
        process.communicate()
