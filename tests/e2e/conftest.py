"""Whole installations in folders of their own, driven through real processes."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from demo import content
from tests.models import model_folder

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True)
class Installation:
    """A data folder, and what can be asked of it from outside."""

    folder: Path

    def environment(self, **extra: str) -> dict[str, str]:
        """The environment of a process that works on it."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("SINIAR_", "PORT", "COV_"))}
        ours = {
            "SINIAR_DATA_DIR": str(self.folder),
            "SINIAR_WHISPER_DIR": str(model_folder()),
            "DJANGO_SETTINGS_MODULE": "siniar.settings",
            "PYTHONPATH": str(ROOT),
        }
        return kept | ours | extra

    def run(self, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """Runs Python with these arguments on it, to the end."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment(**extra),
            capture_output=True,
            text=True,
            timeout=300,
        )

    def manage(self, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """Runs a management command on it."""
        return self.run("manage.py", *arguments, **extra)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Reads its database directly."""
        with closing(sqlite3.connect(self.folder / "siniar.sqlite3")) as database:  # else its -wal goes at any time
            return database.execute(query).fetchall()

    def copy(self, folder: Path) -> Installation:
        """Another one that is the same."""
        shutil.copytree(self.folder, folder)
        return Installation(folder)


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation with an empty show `obrolan`."""
    made = Installation(tmp_path_factory.mktemp("installation") / "data")
    assert made.manage("set_up", "--without-demo").returncode == 0
    result = made.manage("shell", "-v0", "-c", NEW_SHOW)
    assert result.returncode == 0, result.stderr
    return made


NEW_SHOW = """
from episodes.models import Show
from siniar.pages.models import HomePage
show = Show(title="Obrolan", slug="obrolan")
HomePage.objects.get().add_child(instance=show)
show.save_revision().publish()
"""


@pytest.fixture(scope="session")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twenty seconds of a demo recording as a WAV."""
    import av

    path = tmp_path_factory.mktemp("sound") / "obrolan.wav"
    master = content.episodes()[0].master
    with av.open(str(master)) as source, av.open(str(path), "w") as target:
        stream = target.add_stream("pcm_s16le", rate=22_050, layout="mono")
        resampler = av.AudioResampler("s16", "mono", 22_050)
        for frame in source.decode(audio=0):
            if frame.time is not None and frame.time > 20:
                break
            for part in resampler.resample(frame):
                target.mux(stream.encode(part))
        target.mux(stream.encode(None))
    return path
