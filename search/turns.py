"""One writer at a time for each engine, of all threads and processes on this disk.

What is written has been read within the same turn, so nobody stores what somebody else has just taken away.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings


@contextmanager
def turn(engine: str) -> Iterator[None]:
    """Waits for the turn and holds it; it ends with the process, however that ends. Not to be nested.

    Anybody who may read the data folder may take it: whoever set the installation up as root locks out no worker.
    """
    lock = os.open(Path(settings.DATA_DIR) / f".search-{engine}.lock", os.O_RDONLY | os.O_CREAT, 0o644)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
