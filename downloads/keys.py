"""The key of the day: one file for each day in a folder of its own, destroyed when the day is over.

It is no row, so that neither the database's free pages and log nor a backup of it ever holds the key.
"""

from __future__ import annotations

import logging
import os
from datetime import date
from pathlib import Path

from django.conf import settings

from siniar.secret import kept

logger = logging.getLogger(__name__)


def folder() -> Path:
    """Where the key lies; not to be backed up."""
    path: Path = settings.DATA_DIR / "day-keys"
    return path


def key_of(day: date) -> bytes:
    """The key of that day, the same in every process; made by whoever asks first. Raises OSError."""
    return kept(folder() / day.isoformat()).encode()


def destroy_before(day: date) -> int:
    """Destroys every key of earlier days and what a killed process left of making one; returns how many there were.

    Several processes may do so at once.
    """
    if not folder().is_dir():
        return 0
    old = [path for path in folder().iterdir() if path.name.lstrip(".")[:10] < day.isoformat()]
    for path in old:
        _destroy(path)
    return len(old)


def _destroy(path: Path) -> None:
    """Writes over the file before it goes. (Some disks keep old blocks all the same; docs/statistics.md says so.)"""
    try:
        with path.open("r+b") as file:
            file.write(bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
    except FileNotFoundError:
        return  # another process was quicker
    except OSError:
        logger.warning("a key of a day that is over could not be written over; it is removed")
    path.unlink(missing_ok=True)
