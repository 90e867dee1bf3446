"""Whether a file has its end: each container says in its own way how long it ought to be.

Only headers are read here, whatever the length of the file, and nothing is decoded. A container that says nothing (a
WAV that was written to a pipe) is believed; where the end is merely unmarked that is a Caution.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Literal

from episodes.audio.refusals import Caution, RefusalCode, Refused

_UNKNOWN = frozenset({0, 0x7FFFF000, 0x7FFFFFFF, 0xFFFFFFFF, 2**63 - 1, 2**64 - 1})  # from programs that cannot seek
_MOST = 10_000  # a hostile file can hold millions of chunks of eight bytes
_MAGIC = {"wav": (8, b"WAVE"), "aiff": (8, b"AIF"), "caf": (0, b"caff"), "mov": (4, b"ftyp"), "ogg": (0, b"OggS")}
_OGG_PAGE = 65_307  # the longest that an Ogg page can be (RFC 3533)


@dataclass(frozen=True)
class _Chunked:
    """A family of containers made of named chunks: where the first one is, how wide a name and a length are, how the
    length is written, whether it counts the header too, to what multiple a chunk is padded, and which holds the
    sound.
    """

    start: int
    name: int
    width: int
    order: Literal["little", "big"]
    inclusive: bool
    align: int
    sound: bytes


_FAMILIES = {
    "wav": _Chunked(12, 4, 4, "little", False, 2, b"data"),
    "aiff": _Chunked(12, 4, 4, "big", False, 2, b"SSND"),
    "caf": _Chunked(8, 4, 8, "big", False, 1, b"data"),
    "w64": _Chunked(40, 16, 8, "little", True, 8, b"data"),
}


def check(path: Path, container: str) -> tuple[Caution, ...]:
    """Refuse a file that ends before its container's own figures say. Raises Refused(TRUNCATED)."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if container in _FAMILIES:
            _check_chunks(file, size, _FAMILIES[container])
        elif container == "mov":
            _check_boxes(file, size)
        elif container == "ogg":
            return _check_ogg(file, size)
    return ()


def check_unopened(path: Path) -> None:
    """The same for a file that could not even be opened, by its first bytes: what is left of a cut upload."""
    with path.open("rb") as file:
        head = file.read(12)
    for container, (place, magic) in _MAGIC.items():
        if head[place : place + len(magic)] == magic:
            check(path, container)


def _check_chunks(file: BinaryIO, size: int, family: _Chunked) -> None:
    position, header, long_length = family.start, family.name + family.width, 0
    for _ in range(_MOST):
        if position + header > size:  # asked before seeking: a hostile length can be larger than any file
            raise Refused(RefusalCode.TRUNCATED, part=family.sound.decode())
        file.seek(position)
        head = file.read(header)
        name, length = head[:4], int.from_bytes(head[family.name :], family.order)
        if name == b"ds64":  # RF64: what does not fit into four bytes stands here
            long_length = int.from_bytes(file.read(16)[8:], "little")
        if name == family.sound:
            length = long_length if length == 0xFFFFFFFF and long_length else length
            if length not in _UNKNOWN:
                _require(position + length + (0 if family.inclusive else header), size)
            return
        length += 0 if family.inclusive else header
        position += max(header, length + -length % family.align)


def _check_boxes(file: BinaryIO, size: int) -> None:
    ends = {kind: end for kind, end in _boxes(file, size) if kind in ("mdat", "moov", "moof")}
    if "moov" not in ends:  # the index, without which the rest means nothing; cameras write it last
        raise Refused(RefusalCode.TRUNCATED, part="moov")
    _require(max(ends.values()), size)


def _boxes(file: BinaryIO, size: int) -> Iterator[tuple[str, int]]:
    """The top-level boxes of an MP4, each with its end, which may lie behind the file."""
    position = 0
    for _ in range(_MOST):
        if position + 8 > size:
            return
        file.seek(position)
        head = file.read(16)
        length = int.from_bytes(head[:4], "big")
        if length == 1:  # the real length follows in eight bytes
            length = int.from_bytes(head[8:], "big")
        elif length == 0:  # up to the end of the file
            length = size - position
        if length < 8:
            return
        position += length
        yield head[4:8].decode("latin-1"), position


def _check_ogg(file: BinaryIO, size: int) -> tuple[Caution, ...]:
    file.seek(max(0, size - 2 * _OGG_PAGE))
    tail = file.read()
    page = tail[max(0, tail.rfind(b"OggS")) :]
    segments = page[27 : 27 + page[26]] if len(page) > 26 else b""
    if len(page) < 27 or len(segments) < page[26]:
        raise Refused(RefusalCode.TRUNCATED, part="page")
    _require(27 + len(segments) + sum(segments), len(page))
    return () if page[5] & 4 else (Caution.NO_END_MARK,)


def _require(end: int, size: int) -> None:
    if end > size:
        raise Refused(RefusalCode.TRUNCATED, promised_bytes=end, bytes=size)
