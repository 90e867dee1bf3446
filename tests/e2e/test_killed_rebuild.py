"""A rebuild of the search that is killed costs time: the old index answers, and the next rebuild does the rest."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.conftest import Installation

pytestmark = pytest.mark.xdist_group("killing")  # where the installation is made anyway
TALKS = 4
PREPARE = f"""
from tests import factories
from transcripts import actions
from episodes.models import Show
for number in range({TALKS}):
    episode = factories.episode(Show.objects.get(), title=f"Obrolan {{number}}")
    actions.approve(factories.transcript(episode, f"Anak nomor {{number}} berani."), by=None)
"""
KILL = """
import os, signal
from search import actions, choosing
actions.BATCH = 1
actions.rebuild(choosing.database(), lambda share: share > 0.4 and os.kill(os.getpid(), signal.SIGKILL))
"""
ASK = """
import json
from search import asking, choosing
from search.answers import Question
engine = choosing.database()
half = engine.building()
print(json.dumps([asking.ask(Question("anak")).total, len(engine.contents(half)) if half else None]))
"""


def shell(on: Installation, code: str) -> Any:
    return on.run("manage.py", "shell", "-v0", "-c", code)


def asked(of: Installation) -> list[int | None]:
    """How many episodes are found, and how many are in the index that is being made, if there is one."""
    done = shell(of, ASK)
    assert done.returncode == 0, done.stderr
    found: list[int | None] = json.loads(done.stdout)
    return found


def test_a_killed_rebuild_leaves_the_old_index_and_is_gone_on_with(fresh: Installation, tmp_path: Path) -> None:
    made = fresh.copy(tmp_path / "data")
    prepared = shell(made, PREPARE)
    assert prepared.returncode == 0, prepared.stderr
    assert made.manage("rebuild_search", "-v0").returncode == 0
    assert asked(made) == [TALKS, None]

    assert shell(made, KILL).returncode == -signal.SIGKILL
    assert asked(made) == [TALKS, TALKS // 2]

    assert made.manage("rebuild_search", "-v0").returncode == 0
    assert asked(made) == [TALKS, None]
    assert len(made.rows("SELECT * FROM search_searchindex")) == 1
    tables = made.rows("SELECT name FROM sqlite_master WHERE name LIKE 'siniar_search_%_episodes'")
    assert len(tables) == 1
