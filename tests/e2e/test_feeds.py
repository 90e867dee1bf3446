"""Stored feeds among real processes: one builds for all, and one that is killed holds nobody up for long."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.conftest import ROOT, Installation

pytestmark = pytest.mark.xdist_group("killing")


@pytest.fixture
def installation(fresh: Installation, tmp_path: Path) -> Installation:
    return fresh.copy(tmp_path / "data")


def ask(installation: Installation, *arguments: str) -> subprocess.Popen[str]:
    """Begins to ask for the feed, in a process of its own."""
    return subprocess.Popen(
        [sys.executable, "-m", "tests.e2e.building", *arguments],
        cwd=ROOT,
        env=installation.environment(),
        stdout=subprocess.PIPE,
        text=True,
    )


def builds(installation: Installation) -> int:
    return len((installation.folder / "built").read_text().splitlines())


def test_processes_that_ask_at_once_cause_one_build_and_get_the_same(installation: Installation) -> None:
    answers = {process.communicate(timeout=60)[0] for process in [ask(installation) for _number in range(4)]}
    assert (len(answers), len(answers.pop().strip()), builds(installation)) == (1, 64, 1)


def test_a_killed_builder_is_replaced(installation: Installation) -> None:
    ask(installation, "die").communicate(timeout=60)
    answer = ask(installation).communicate(timeout=60)[0]
    assert (len(answer.strip()), builds(installation)) == (64, 2)
