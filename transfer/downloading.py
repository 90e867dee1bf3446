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
ATTEMPTS = 3
PAUSE = 2.0  # seconds before the second attempt, twice that before the third
CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")

Progress = Callable[[int, int | None], None]
"""Told after each block: bytes that are there, bytes of the whole if the server tells. What it raises ends the
download; what has arrived stays.
"""


@dataclass(frozen=True)
class Download:
    """Where to and how much: `most` in bytes, `seconds` for each attempt."""

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


def fetch(
    fetcher: Fetcher,
    address: str,
    download: Download,
    progress: Progress,
    pause: Callable[[float], None] = time.sleep,
) -> None:
    """Leaves the whole file in `download.target`. Raises Refused, or OSError if the disk refuses: then nothing of it
    is left.
    """
    if download.target.exists():
        return
    for attempt in range(1, ATTEMPTS + 1):
        try:
            _attempt(fetcher, address, download, progress)
        except Refused as error:
            if not error.temporary or attempt == ATTEMPTS:
                if not error.temporary:
                    download.discard()
                raise
            pause(PAUSE * attempt)
        except OSError:
            download.discard()
            raise
        else:
            return


def _attempt(fetcher: Fetcher, address: str, download: Download, progress: Progress) -> None:
    there, validator = _arrived(download, address)
    headers = {"Accept-Encoding": "identity"}
    if there:
        headers |= {"Range": f"bytes={there}-", "If-Range": validator}
    with fetcher.answer(address, headers, seconds=download.seconds, also=(206, 416)) as answer:
        if answer.status == 416 or (answer.status == 206 and not _continues(answer, there)):
            download.discard()
            raise Refused(Code.BROKEN_ANSWER)  # temporary: the next attempt begins anew
        if answer.header("content-encoding") not in ("", "identity"):
            raise Refused(Code.BAD_ENCODING)
        begin = there if answer.status == 206 else 0
        _receive(answer, download, begin, progress, _note(address, answer))
    with suppress(FileNotFoundError):
        download.note.unlink()
    download.part.replace(download.target)


def _receive(answer: Answer, download: Download, begin: int, progress: Progress, note: str) -> None:
    whole = None if answer.length is None else begin + answer.length
    if (whole or 0) > download.most:
        raise Refused(Code.TOO_LARGE, most=download.most)
    download.note.write_text(note)
    have = begin
    with download.part.open("r+b" if begin else "wb") as file:
        file.seek(begin)
        for block in answer.blocks():
            have += len(block)
            if have > download.most:
                raise Refused(Code.TOO_LARGE, most=download.most)
            file.write(block)
            progress(have, whole)
        file.flush()
        os.fsync(file.fileno())


def _note(address: str, answer: Answer) -> str:
    """What tells later that the rest is of the same file: a strong ETag, else the date (RFC 9110, section 13.1.5)."""
    etag = answer.header("etag")
    validator = etag if etag.startswith('"') else answer.header("last-modified")
    return json.dumps({"address": address, "validator": validator})


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
