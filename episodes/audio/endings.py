"""Whether a file has its end: each container says in its own way how long it ought to be.

Only headers are read here, whatever the length of the file, and nothing is decoded. A container that says
nothing (a WAV written to a pipe, an MP3 without header) is believed; where the end is merely unmarked
that is a Caution.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from episodes.audio.refusals import Caution, RefusalCode, Refused

_UNKNOWN = frozenset({0, 0x7FFFF000, 0x7FFFFFFF, 0xFFFFFFFF})  # what programs write that cannot seek back
_MAX_BOXES = 10_000  # a hostile file can hold millions of boxes of eight bytes
_OGG_PAGE = 65_307  # the longest an Ogg page can be (RFC 3533)

_MPEG_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
_MPEG1_KBIT = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_MPEG2_KBIT = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)


@dataclass(frozen=True)
class Mp3Frame:
    """The header of one MPEG layer III frame: its length in bytes, its samples, and where a Xing header
    would be.
    """

    length: int
    samples: int
    xing_offset: int


def check(path: Path, container: str) -> tuple[Caution, ...]:
    """Refuse a file that ends before its container's own figures say. Raises Refused(TRUNCATED)."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if container == "wav":
            _check_riff(file, size)
        elif container == "aiff":
            _check_form(file, size)
        elif container == "mov":
            _check_boxes(file, size)
        elif container == "ogg":
            return _check_ogg(file, size)
    return ()


def has_boxes_without_index(path: Path) -> bool:
    """Whether this is an MP4 or M4A whose index (moov) is missing: what a cut upload of one looks like."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        file.seek(4)
        if file.read(4) != b"ftyp":
            return False
        return "moov" not in {kind for kind, _, _ in _boxes(file, size)}


def parse_mp3_frame(header: bytes) -> Mp3Frame | None:
    """Read the four bytes that open a frame, or None if they open none of layer III."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0 or (header[1] >> 1) & 3 != 1:
        return None
    version, bitrate, rate = (header[1] >> 3) & 3, header[2] >> 4, (header[2] >> 2) & 3
    if version == 1 or bitrate in (0, 15) or rate == 3:
        return None
    first = version == 3
    kbit = (_MPEG1_KBIT if first else _MPEG2_KBIT)[bitrate]
    samples = 1152 if first else 576
    length = samples // 8 * kbit * 1000 // _MPEG_RATES[version][rate] + ((header[2] >> 1) & 1)
    mono = header[3] >> 6 == 3
    side = (17 if mono else 32) if first else (9 if mono else 17)
    return Mp3Frame(length, samples, 4 + side)


def xing_frames(file: BinaryIO, start: int) -> int | None:
    """How many frames the Xing or Info header at `start` (the first frame) promises, itself not counted."""
    file.seek(start)
    first = file.read(200)
    frame = parse_mp3_frame(first)
    if frame is None:
        return None
    header = first[frame.xing_offset : frame.xing_offset + 12]
    if header[:4] not in (b"Xing", b"Info") or not header[7] & 1:
        return None
    return int.from_bytes(header[8:12], "big")


def check_mp3(path: Path, last: int, frames: int) -> None:
    """Compare what was read of an MP3 with its header. Raises Refused(TRUNCATED).

    `last` is where its last frame begins, `frames` how many there are.
    """
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        promised = xing_frames(file, after_id3(file))
        if promised is not None and frames < promised - 1:
            raise Refused(RefusalCode.TRUNCATED, promised_frames=promised, frames=frames)
        file.seek(last)
        frame = parse_mp3_frame(file.read(4))
    if frame is not None and last + frame.length > size:
        raise Refused(RefusalCode.TRUNCATED, missing_bytes=last + frame.length - size)


def after_id3(file: BinaryIO) -> int:
    """Where the sound of an MP3 begins: behind its ID3v2 tag, if it has one."""
    file.seek(0)
    head = file.read(10)
    if len(head) < 10 or head[:3] != b"ID3":
        return 0
    length = (head[6] & 127) << 21 | (head[7] & 127) << 14 | (head[8] & 127) << 7 | head[9] & 127
    return 10 + length + (10 if head[5] & 16 else 0)


def _check_riff(file: BinaryIO, size: int) -> None:
    position, long_size = 12, None
    for _ in range(_MAX_BOXES):
        file.seek(position)
        head = file.read(8)
        if len(head) < 8:
            raise Refused(RefusalCode.TRUNCATED, part="data")
        kind, length = head[:4], int.from_bytes(head[4:], "little")
        if kind == b"ds64":  # RF64: sizes above 4 GiB stand here
            long_size = int.from_bytes(file.read(16)[8:], "little")
        if kind == b"data":
            if length == 0xFFFFFFFF and long_size:
                length = long_size
            elif length in _UNKNOWN:
                return
            _require(position + 8 + length, size)
            return
        position += 8 + length + length % 2


def _check_form(file: BinaryIO, size: int) -> None:
    position = 12
    for _ in range(_MAX_BOXES):
        file.seek(position)
        head = file.read(8)
        if len(head) < 8:
            raise Refused(RefusalCode.TRUNCATED, part="SSND")
        length = int.from_bytes(head[4:], "big")
        if head[:4] == b"SSND":
            _require(position + 8 + length, size)
            return
        position += 8 + length + length % 2


def _boxes(file: BinaryIO, size: int) -> list[tuple[str, int, int]]:
    """The top-level boxes of an MP4 as (kind, start, end); the last may end behind the file."""
    found: list[tuple[str, int, int]] = []
    position = 0
    while position + 8 <= size and len(found) < _MAX_BOXES:
        file.seek(position)
        head = file.read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:
            length = int.from_bytes(head[8:16], "big")
        elif length == 0:
            length = size - position
        if length < 8:
            break
        found.append((head[4:8].decode("latin-1"), position, position + length))
        position += length
    return found


def _check_boxes(file: BinaryIO, size: int) -> None:
    for kind, _, end in _boxes(file, size):
        if kind in ("mdat", "moov", "moof"):
            _require(end, size)


def _check_ogg(file: BinaryIO, size: int) -> tuple[Caution, ...]:
    file.seek(max(0, size - 2 * _OGG_PAGE))
    tail = file.read()
    start = tail.rfind(b"OggS")
    page = tail[start:]
    if start < 0 or len(page) < 27 or len(page) < 27 + page[26]:
        raise Refused(RefusalCode.TRUNCATED, part="page")
    _require(27 + page[26] + sum(page[27 : 27 + page[26]]), len(page))
    return () if page[5] & 4 else (Caution.NO_END_MARK,)


def _require(end: int, size: int) -> None:
    if end > size:
        raise Refused(RefusalCode.TRUNCATED, promised_bytes=end, bytes=size)
