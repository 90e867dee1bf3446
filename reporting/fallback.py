"""Two files that count while the database does not answer: the last directory, and what was taken back of what came
with the program.

Each has the revision of the row that it was made of. `announce` comes before the commit of a change and raises the
revision of withdrawn.json; directory.json of an older one counts no longer, so no crash and no full disk brings a
number back. Neither file ever goes back to an older revision. What cannot be replaced goes, and of the program's
numbers those for danger remain.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import logging
import os
import secrets
from collections.abc import Callable, Iterator, Set
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from reporting import directory, taking_back
from reporting.directory import Directory

logger = logging.getLogger(__name__)

NAME, WITHDRAWN = "directory.json", "withdrawn.json"
_BROKEN = (OSError, ValueError, KeyError, TypeError)


def path() -> Path:
    """The last directory."""
    return Path(settings.DATA_DIR) / NAME


def withdrawn_path() -> Path:
    """The marks of what came with the program and is shown no more."""
    return Path(settings.DATA_DIR) / WITHDRAWN


def revision() -> int:
    """The highest revision that either file has; 0 if there is none."""
    return max(_revision(path()), _revision(withdrawn_path()))


def announce(number: int, marks: Set[str]) -> None:
    """Before the commit of this revision: what it takes back, with what was taken back before. Raises nothing."""
    _replace(withdrawn_path(), number, {"withdrawn": sorted(marks)}, also=path())


def keep(number: int, document: str, digest: str, marks: Set[str]) -> None:
    """After the commit of this revision. Raises nothing: a disk that is full stops no change."""
    _replace(path(), number, {"digest": digest, "document": document})
    _replace(withdrawn_path(), number, {"withdrawn": sorted(marks)}, also=path())


def last() -> Directory | None:
    """The directory as the file has it; None if there is none, if it cannot be read, or if a later change is known."""
    try:
        found: tuple[int, Directory] = _read(path(), _directory)
        return found[1] if found[0] >= _revision(withdrawn_path()) else None
    except _BROKEN:
        return None


def taken_back() -> frozenset[str] | None:
    """The marks of what is shown no more; None if nobody knows."""
    try:
        marks: frozenset[str] = _read(withdrawn_path(), _marks)
        return marks
    except _BROKEN:
        return None


def packaged(whole: Directory) -> Directory:
    """What may be shown of what came with the program."""
    return _allowed(whole, taken_back())


@lru_cache(maxsize=4)
def _allowed(whole: Directory, marks: frozenset[str] | None) -> Directory:
    if marks is None:
        return taking_back.emergencies(whole)
    return taking_back.without(whole, marks) if marks else whole


def _revision(place: Path) -> int:
    try:
        number: int = _read(place, _number)
        return number
    except _BROKEN:
        return 0


def _read(place: Path, make: Callable[[Any], Any]) -> Any:
    told = place.stat()
    return _made(place, (told.st_mtime_ns, told.st_ino, told.st_size), make)


@lru_cache(maxsize=8)
def _made(place: Path, changed: tuple[int, int, int], make: Callable[[Any], Any]) -> Any:
    return make(json.loads(place.read_text(encoding="utf-8")))


def _number(values: Any) -> int:
    return int(values["revision"])


def _directory(values: Any) -> tuple[int, Directory]:
    return _number(values), directory.read(values["document"], values["digest"])


def _marks(values: Any) -> frozenset[str]:
    if not isinstance(values["withdrawn"], list):
        raise TypeError("withdrawn")
    return frozenset(map(str, values["withdrawn"]))


def _replace(place: Path, number: int, values: dict[str, Any], also: Path | None = None) -> None:
    """Writes a file in one step unless a later one is there. If that fails an older one goes, and so does `also`."""
    draft = place.with_name(f".{place.name}.{secrets.token_hex(8)}")
    try:
        with _alone():
            if _revision(place) <= number:
                _write(place, draft, json.dumps({"revision": number, **values}, ensure_ascii=False))
    except OSError:
        logger.exception("%s cannot be written; it is tried again each minute", place)
        older = [each for each in (place, also) if each and _revision(each) < number]
        for each in (draft, *older):
            with contextlib.suppress(OSError):
                each.unlink(missing_ok=True)


def _write(place: Path, draft: Path, text: str) -> None:
    with contextlib.suppress(OSError, ValueError):
        if place.read_text(encoding="utf-8") == text:
            return
    draft.write_text(text, encoding="utf-8")
    draft.replace(place)


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """One writer at a time, of all threads and processes on this disk."""
    lock = os.open(Path(settings.DATA_DIR) / ".directory.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)
