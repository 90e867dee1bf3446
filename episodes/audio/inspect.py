"""What an uploaded file really is, found out from its content alone: names, extensions and claimed types have no say.

Headers are read and packets are counted, nothing is decoded, so that a cut file is noticed in a second. Damage inside
the packets is left to `measure`, which decodes.
"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from episodes.audio.files import hash_file
from episodes.audio.leash import interpreter, run_leashed
from episodes.audio.refusals import Caution, RefusalCode, Refused, setback

_PATIENCE = 120.0  # seconds for one file; a two-hour WAV takes about three
_MEMORY = 2 * 1024**3  # bytes of address space; most of it are the libraries


@dataclass(frozen=True)
class Recording:
    """An inspected file. `duration` in seconds, `sample_rate` in Hz, `size` in bytes, `sha256` in hex.

    `container` and `codec` are FFmpeg's names. `has_video` means moving pictures, which are dropped; `has_picture` a
    cover. `title` and `artist` are what its own tags say.
    """

    container: str
    codec: str
    duration: float
    sample_rate: int
    channels: int
    size: int
    sha256: str
    has_picture: bool
    has_video: bool
    title: str | None
    artist: str | None
    cautions: tuple[Caution, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """The reverse of `as_json`."""
        return cls(**{**values, "cautions": tuple(Caution(value) for value in values["cautions"])})


def inspect(path: Path, *, max_bytes: int, max_seconds: float, patience: float = _PATIENCE) -> Recording:
    """Inspect a file, or raise Refused with the reason; Setback if the fault is not the file's.

    `patience` is the number of seconds after which a file that is still being read is refused.
    """
    try:
        size = path.stat().st_size
        if size == 0:
            raise Refused(RefusalCode.EMPTY)
        if size > max_bytes:
            raise Refused(RefusalCode.TOO_LARGE, bytes=size, max_bytes=max_bytes)
        sha256 = hash_file(path)
    except OSError as error:
        raise setback(error) from error
    found = _probe(path, max_seconds, patience)
    return Recording.from_json({**found, "size": size, "sha256": sha256})


def _probe(path: Path, max_seconds: float, patience: float) -> dict[str, Any]:
    answer = bytearray()
    command = [interpreter(), "-m", "episodes.audio.probe", str(path.absolute()), str(max_seconds)]
    ended = run_leashed(command, answer.extend, time_limit=patience, memory_limit=_MEMORY)
    if ended.overdue:
        raise Refused(RefusalCode.UNREADABLE_IN_TIME, seconds=patience)
    try:
        said = json.loads(answer)
    except ValueError as error:
        # the library died over this file, and would again
        raise Refused(RefusalCode.DAMAGED, exit=ended.status, log=ended.log[-2000:]) from error
    if "refused" in said:
        raise Refused(RefusalCode(said["refused"]), **said["detail"])
    found: dict[str, Any] = said["found"]
    return found
