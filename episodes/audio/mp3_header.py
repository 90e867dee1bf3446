"""The few bytes of an MP3 that say how long it is: frame headers, and the Xing or Info header that most files have.

FFmpeg reads them as well but does not tell whether a length was promised or guessed, and that is the question here.
"""

import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from episodes.audio.refusals import RefusalCode, Refused

_RATES = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}  # by version
_KBIT_MPEG1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
_KBIT_MPEG2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)


@dataclass(frozen=True)
class Frame:
    """One MPEG layer III frame: its length in bytes, its samples, and where a Xing header would stand in it."""

    length: int
    samples: int
    xing_offset: int


def parse_frame(header: bytes) -> Frame | None:
    """Read the four bytes that open a frame; None if they open none of layer III."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return None
    version, bitrate, rate = (header[1] >> 3) & 3, header[2] >> 4, (header[2] >> 2) & 3
    if version == 1 or bitrate in (0, 15) or rate == 3:
        return None
    first, mono = version == 3, header[3] >> 6 == 3
    samples = 1152 if first else 576
    kbit = (_KBIT_MPEG1 if first else _KBIT_MPEG2)[bitrate]
    length = samples // 8 * kbit * 1000 // _RATES[version][rate] + ((header[2] >> 1) & 1)
    side_information = {(True, True): 17, (True, False): 32, (False, True): 9, (False, False): 17}[first, mono]
    return Frame(length, samples, 4 + side_information)


def promised_frames(file: BinaryIO) -> int | None:
    """How many frames the Xing or Info header promises, not counting its own; None if there is no such header."""
    file.seek(after_id3(file))
    first = file.read(200)
    frame = parse_frame(first)
    if frame is None:
        return None
    header = first[frame.xing_offset : frame.xing_offset + 12]
    if len(header) < 12 or header[:4] not in (b"Xing", b"Info") or not header[7] & 1:
        return None
    return int.from_bytes(header[8:], "big")


def after_id3(file: BinaryIO) -> int:
    """Where the sound begins: behind the ID3v2 tag, if there is one."""
    file.seek(0)
    head = file.read(10)
    if len(head) < 10 or head[:3] != b"ID3":
        return 0
    length = (head[6] & 127) << 21 | (head[7] & 127) << 14 | (head[8] & 127) << 7 | head[9] & 127
    return 10 + length + (10 if head[5] & 16 else 0)


def check(path: Path, last: int, frames: int) -> None:
    """Compare what was read with what the headers say; `last` is where the last of `frames` frames begins.

    An MP3 without header is only known to be cut if the cut goes through a frame. Raises Refused(TRUNCATED).
    """
    with path.open("rb") as file:
        promised = promised_frames(file)
        if promised is not None and frames < promised - 1:
            raise Refused(RefusalCode.TRUNCATED, promised_frames=promised, frames=frames)
        file.seek(max(0, last))
        frame = parse_frame(file.read(4))
        missing = last + frame.length - os.fstat(file.fileno()).st_size if frame else 0
    if missing > 0:
        raise Refused(RefusalCode.TRUNCATED, missing_bytes=missing)
