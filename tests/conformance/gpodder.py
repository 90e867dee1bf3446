"""gPodder's `gpo`: a real podcast client without a window, in a home of its own."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PROGRAM = "gpo"
MISSING = "gPodder is missing. On Debian, as root: apt-get update && apt-get install --no-install-recommends gpodder"


def there() -> bool:
    """Whether it can be asked."""
    return shutil.which(PROGRAM) is not None


@dataclass(frozen=True)
class Listener:
    """Somebody who listens with gPodder. Each command is a process of its own, as in life."""

    home: Path

    def do(self, *words: str) -> str:
        """Gives a command and returns what was said."""
        environment = os.environ | {
            "GPODDER_HOME": str(self.home),
            "GPODDER_DOWNLOAD_DIR": str(self.home / "downloads"),
            "LC_ALL": "C.UTF-8",
        }
        done = subprocess.run([PROGRAM, *words], env=environment, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def knows(self, what: str) -> list[tuple[Any, ...]]:
        """Reads columns of its episodes, the oldest first."""
        query = f"SELECT {what} FROM episode ORDER BY published, id"
        with sqlite3.connect(self.home / "Database") as database:
            return database.execute(query).fetchall()

    def files(self) -> list[Path]:
        """The sound files that it has fetched."""
        return [path for path in (self.home / "downloads").rglob("*.*") if path.suffix in {".mp3", ".opus"}]

    def downloaded(self) -> list[bytes]:
        """What is in them."""
        return [path.read_bytes() for path in self.files()]
