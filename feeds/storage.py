"""The files of stored feeds: named by what is in them, plain and packed side by side. Knows no rows."""

from __future__ import annotations

import gzip
import hashlib
import os
import time
import uuid
from collections.abc import Container
from contextlib import suppress
from pathlib import Path

from django.conf import settings

#: Seconds after which a file that no row names is a leftover.
LEFTOVER_AGE = 3600


def path(digest: str, *, packed: bool = False) -> Path:
    """The place of the document with this SHA-256."""
    return Path(settings.FEEDS_DIR) / (f"{digest}.gz" if packed else digest)


def keep(body: bytes) -> str:
    """Stores a document, packed and plain, and returns its digest; whole or not at all. Raises OSError."""
    digest = hashlib.sha256(body).hexdigest()
    Path(settings.FEEDS_DIR).mkdir(parents=True, exist_ok=True)
    # Level 6 packs a feed of 5,000 episodes in 0.1 s; 9 takes three times as long for one per cent.
    for target, data in ((path(digest, packed=True), gzip.compress(body, 6, mtime=0)), (path(digest), body)):
        _write(target, data)
    return digest


def _write(target: Path, data: bytes) -> None:
    with suppress(FileNotFoundError):
        if target.stat().st_size == len(data):
            os.utime(target)  # young again, so that nobody takes it for a leftover before a row names it
            return
    part = target.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with part.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def remove_leftovers(named: Container[str], older_than: float = LEFTOVER_AGE) -> None:
    """Deletes files whose digest is not among `named` and that are older than `older_than` seconds."""
    folder, limit = Path(settings.FEEDS_DIR), time.time() - older_than
    for file in folder.iterdir() if folder.is_dir() else ():
        with suppress(FileNotFoundError):
            if file.name.removesuffix(".gz") not in named and file.stat().st_mtime < limit:
                file.unlink()
