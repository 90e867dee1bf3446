"""Brings a recording onto the disk, and goes on where an earlier attempt broke off if the server still has the same.

What has arrived lies in “<name>.part”; beside it “<name>.json” says what it is a part of.
"""

from __future__ import annotations

import json
import os
import re
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from transfer.fetching import Answer, Fetcher
from transfer.refused import Code, Refused

DOWNLOAD_SECONDS = 2 * 3600.0
UNRESUMABLE_SECONDS = 20 * 60.0  # for what must come in one go: nobody else has a turn meanwhile
LEAST_SPEED = 2_000  # bytes a second, headers included; sound of 16 kbit/s comes as fast as it is heard
SPEED_WINDOW = 60.0  # seconds over which it is measured
ATTEMPTS = 3
PAUSE = 2.0  # seconds before the second attempt, twice that before the third
CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")

Progress = Callable[[int, int | None], None]
"""Told after each block: bytes that are there, bytes of the whole if the server tells. What it raises ends the
download; what has arrived stays.
"""


class Paused(Exception):
    """Others wait. What has arrived is kept, and the host says that it will give the rest."""


@dataclass(frozen=True)
class Download:
    """Where to and how much: `most` in bytes, `seconds` for all attempts together."""

    target: Path
    most: int
    seconds: float = DOWNLOAD_SECONDS

    @property
    def part(self) -> Path:
        """What has arrived so far."""
        return self.target.with_name(f"{self.target.name}.part")

    @property
    def note(self) -> Path:
        """What it is a part of."""
        return self.target.with_name(f"{self.target.name}.json")

    def discard(self) -> None:
        """Removes what has arrived."""
        for path in (self.target, self.part, self.note):
            path.unlink(missing_ok=True)


class _Pace:
    """Holds a host to a least speed and to an end, over all attempts. Raises Refused: TOO_SLOW."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._clock, self._begun = clock, clock()
        self._end, self._since, self._came = self._begun + seconds, self._begun, 0

    @property
    def left(self) -> float:
        """Seconds that remain for the whole."""
        return self._end - self._clock()

    def limit(self, seconds: float) -> None:
        """Moves the end to so many seconds after the beginning, if that is sooner."""
        self._end = min(self._end, self._begun + seconds)

    def heard(self, count: int) -> None:
        """So many bytes more have come."""
        now = self._clock()
        self._came += count
        span = now - self._since
        if now > self._end or (span >= SPEED_WINDOW and self._came < LEAST_SPEED * span):
            raise Refused(Code.TOO_SLOW)
        if span >= SPEED_WINDOW:
            self._since, self._came = now, 0


@dataclass(frozen=True)
class _Fetching:
    """What every attempt needs."""

    fetcher: Fetcher
    address: str
    download: Download
    progress: Progress
    others_wait: Callable[[], bool]
    pace: _Pace


def fetch(
    fetcher: Fetcher,
    address: str,
    download: Download,
    progress: Progress,
    *,
    others_wait: Callable[[], bool] = lambda: False,
    pause: Callable[[float], None] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> None:
    """Leaves the whole file in `download.target`. Raises Refused; Paused if `others_wait` and the rest can be fetched
    later; or OSError if the disk refuses: then nothing of it is left.
    """
    if download.target.exists():
        return
    fetching = _Fetching(fetcher, address, download, progress, others_wait, _Pace(download.seconds, clock))
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _attempt(fetching)
        except Refused as error:
            if not error.temporary:
                download.discard()
            if not error.temporary or error.code == Code.TOO_SLOW or attempt == ATTEMPTS:
                raise
            pause(PAUSE * attempt)
        except OSError:
            download.discard()
            raise
        else:
            return


def _attempt(fetching: _Fetching) -> None:
    download, address, pace = fetching.download, fetching.address, fetching.pace
    there, validator = _arrived(download, address)
    headers = {"Accept-Encoding": "identity"}
    if there:
        headers |= {"Range": f"bytes={there}-", "If-Range": validator}
    with fetching.fetcher.answer(address, headers, seconds=pace.left, also=(206, 416), heard=pace.heard) as answer:
        if answer.status == 416 or (answer.status == 206 and not _continues(answer, there)):
            download.discard()
            raise Refused(Code.BROKEN_ANSWER)  # temporary: the next attempt begins anew
        if answer.header("content-encoding") not in ("", "identity"):
            raise Refused(Code.BAD_ENCODING)
        _receive(answer, fetching, there)
    with suppress(FileNotFoundError):
        download.note.unlink()
    download.part.replace(download.target)


def _receive(answer: Answer, fetching: _Fetching, there: int) -> None:
    download, begin = fetching.download, there if answer.status == 206 else 0
    whole = None if answer.length is None else begin + answer.length
    if (whole or 0) > download.most:
        raise Refused(Code.TOO_LARGE, most=download.most)
    resumable = _resumable(answer, there)
    if not resumable:
        fetching.pace.limit(UNRESUMABLE_SECONDS)
    download.note.write_text(json.dumps({"address": fetching.address, "validator": _validator(answer)}))
    have = begin
    with download.part.open("r+b" if begin else "wb") as file:
        file.seek(begin)
        for block in answer.blocks():
            have += len(block)
            if have > download.most:
                raise Refused(Code.TOO_LARGE, most=download.most)
            file.write(block)
            fetching.progress(have, whole)
            if resumable and have < (whole or 0) and fetching.others_wait():
                raise Paused
        file.flush()
        os.fsync(file.fileno())


def _resumable(answer: Answer, there: int) -> bool:
    """Whether the rest can be fetched later: the host says so, and has not just given the whole when asked for less."""
    promised = answer.header("accept-ranges").lower() == "bytes" and not there
    return bool(_validator(answer)) and (answer.status == 206 or promised)


def _validator(answer: Answer) -> str:
    """What tells later that the rest is of the same file: a strong ETag, else the date (RFC 9110, section 13.1.5)."""
    etag = answer.header("etag")
    return etag if etag.startswith('"') else answer.header("last-modified")


def _arrived(download: Download, address: str) -> tuple[int, str]:
    """Bytes that are there of this very address, and what tells that it is still the same file; else 0."""
    try:
        note = json.loads(download.note.read_text())
        size = download.part.stat().st_size
    except (OSError, ValueError):
        return 0, ""
    if note.get("address") != address or not note.get("validator"):
        return 0, ""
    return size, note["validator"]


def _continues(answer: Answer, there: int) -> bool:
    """Whether a partial answer begins where ours ends."""
    told = CONTENT_RANGE.fullmatch(answer.header("content-range"))
    return there > 0 and told is not None and int(told[1]) == there
