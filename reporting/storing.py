"""The directory that the public reads now: from memory if it still holds, from its one row, from the last file.

One query tells for which digest the directory in memory has to be (the row changes in the transaction of every change,
reporting.actions), so an unmarked number is gone with the next request. If the database does not answer, the
file counts that was written after the last change; if there is none, what came with the program.
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error as DatabaseFailed
from django.db import connection
from django.db.models import QuerySet, Subquery

from reporting import directory
from reporting.directory import Directory
from reporting.models import StoredDirectory
from siniar.prepared import Question

logger = logging.getLogger(__name__)

DATA = Path(__file__).parent / "data"
NAME = "directory.json"
_BROKEN = (OSError, ValueError, KeyError, TypeError)

#: The last directories that were read, by digest: the present one, and the one that a slow request may still need.
_known: dict[str, Directory] = {}


def present() -> Directory:
    """The directory as it is now. One query, and no error whatever is broken."""
    try:
        row = _digest.first(StoredDirectory.ONLY)
        if row is None or not row[0]:
            return packaged()  # nothing was loaded yet
        if row[0] not in _known:
            _remember(*StoredDirectory.objects.values_list("document", "digest").get(key=StoredDirectory.ONLY))
        return _known[row[0]]
    except DatabaseFailed:
        return _last()
    except (StoredDirectory.DoesNotExist, *_BROKEN):
        logger.exception("the stored directory cannot be read")
        return _last()


def columns() -> dict[str, Subquery]:
    """The document and its digest as columns that may stand beside any row, so that reading both is one query."""
    row = StoredDirectory.objects.filter(key=StoredDirectory.ONLY)
    return {f"directory_{name}": Subquery(row.values(name)) for name in ("document", "digest")}


def beside(row: Any) -> Directory:
    """The directory as `row` was read with `columns`. No query."""
    if not row.directory_digest:
        return packaged()
    if row.directory_digest not in _known:
        _remember(row.directory_document, row.directory_digest)
    return _known[row.directory_digest]


@cache
def packaged() -> Directory:
    """What came with the program."""
    return directory.packaged(DATA)


def path() -> Path:
    """The file that counts while the database does not answer."""
    return Path(settings.DATA_DIR) / NAME


def write_file(document: str, digest: str) -> None:
    """Writes the file in one step, if it does not tell the same already. A disk that is full stops no change."""
    with contextlib.suppress(*_BROKEN):
        if json.loads(path().read_text(encoding="utf-8"))["digest"] == digest:
            return
    beside = path().with_suffix(f".{os.getpid()}")
    try:
        beside.write_text(json.dumps({"digest": digest, "document": document}, ensure_ascii=False), encoding="utf-8")
        beside.replace(path())
    except OSError:
        logger.exception("%s cannot be written; it is tried again within a day", path())


def _last() -> Directory:
    """What the file says, else what came with the program."""
    try:
        changed = path().stat().st_mtime_ns
        return _file(path(), changed)
    except _BROKEN:
        return packaged()


@lru_cache(maxsize=2)
def _file(place: Path, changed: int) -> Directory:
    values = json.loads(place.read_text(encoding="utf-8"))
    return directory.read(values["document"], values["digest"])


def _remember(document: str, digest: str) -> None:
    read = directory.read(document, digest)
    while len(_known) > 1:
        _known.pop(next(iter(_known)), None)
    _known[digest] = read
    if not connection.in_atomic_block:  # what is not committed may never be
        write_file(document, digest)  # whoever changed it may have been killed before doing so


def _ask(key: str, moment: datetime) -> QuerySet[StoredDirectory, tuple[str]]:
    return StoredDirectory.objects.filter(key=key).values_list("digest")


_digest = Question(_ask)
