"""The directory that the public reads now: from memory if it still holds, from its one row, from the last file.

One query tells for which digest the directory in memory has to be (the row changes in the transaction of every change,
reporting.actions), so an unmarked number is gone with the next request. If the database does not answer, the files of
reporting.fallback count; if there are none, what came with the program.
"""

from __future__ import annotations

import contextlib
import logging
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from django.db import Error as DatabaseFailed
from django.db.models import QuerySet, Subquery

from reporting import directory, fallback, taking_back
from reporting.directory import Directory
from reporting.models import StoredDirectory
from siniar.prepared import Question

logger = logging.getLogger(__name__)

DATA = Path(__file__).parent / "data"
_BROKEN = (OSError, ValueError, KeyError, TypeError)

#: The last directories that were read, by digest: the present one, and the one that a slow request may still need.
_known: dict[str, Directory] = {}


def present() -> Directory:
    """The directory as it is now. One query, and no error whatever is broken."""
    try:
        row = _digest.first(StoredDirectory.ONLY)
        if row is None or not row[0]:
            return _whole()  # nothing was loaded yet
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
        return _whole()
    if row.directory_digest not in _known:
        _remember(row.directory_document, row.directory_digest)
    return _known[row.directory_digest]


def packaged() -> Directory:
    """What came with the program, without what was taken back since."""
    return fallback.packaged(_whole())


@cache
def _whole() -> Directory:
    return directory.packaged(DATA)


def _last() -> Directory:
    """What the file says, else what came with the program."""
    return fallback.last() or packaged()


def _remember(document: str, digest: str) -> None:
    read = directory.read(document, digest)
    while len(_known) > 1:
        _known.pop(next(iter(_known)), None)
    _known[digest] = read


def withdrawn(document: str) -> frozenset[str]:
    """The marks of what came with the program and is not shown by this document."""
    shown: frozenset[str] = frozenset()
    with contextlib.suppress(*_BROKEN):  # the row is new, or broken
        shown = taking_back.marks(directory.read(document))
    return taking_back.marks(_whole()) - shown


def _ask(key: str, moment: datetime) -> QuerySet[StoredDirectory, tuple[str]]:
    return StoredDirectory.objects.filter(key=key).values_list("digest")


_digest = Question(_ask)
