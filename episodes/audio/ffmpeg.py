"""Finds the ffmpeg program and runs it: argument lists only, no network, a time limit, no orphan.

What ffmpeg is asked to do is written by the callers; this module answers for how a run starts, reports, fails and
ends.
"""

import re
import shutil
import signal
from collections.abc import Callable, Sequence
from pathlib import Path

from episodes.audio.containers import CONTAINERS
from episodes.audio.leash import Ended, run_leashed
from episodes.audio.progress import Progress
from episodes.audio.refusals import RefusalCode, Setback

_BLOCK = 1024 * 1024  # bytes; many small blocks cost more than the work on them
# only in what ffmpeg reports as an error: the log also repeats the tags of a file, and those are anybody's words
_FULL = re.compile(r"^(?:\[[^]]*\] )*\[(?:error|fatal)\] .*(?:No space left on device|Disk quota exceeded)", re.M)
_MEMORY = 4 * 1024**3  # bytes of address space; a run takes about 60 MB of memory


def find_ffmpeg(configured: str | Path | None = None) -> Path:
    """The ffmpeg to use: the configured one, else the one on the PATH, else the one that imageio-ffmpeg ships.

    Raises Setback(NO_FFMPEG) if there is none, or if the configured one cannot be run.
    """
    if configured:
        found = shutil.which(str(configured))
        if found is None:
            raise Setback(RefusalCode.NO_FFMPEG, configured=str(configured))
        return Path(found)
    found = shutil.which("ffmpeg")
    if found is not None:
        return Path(found)
    try:
        import imageio_ffmpeg

        return Path(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError) as error:
        raise Setback(RefusalCode.NO_FFMPEG) from error


def reading(path: Path, container: str | None = None) -> list[str]:
    """Input arguments for a file whose content is not trusted.

    Only local files, only the containers above: a playlist that calls itself .mp3 opens nothing. `container` is what
    inspection found; it keeps the file's extension from having a say.
    """
    forced = ["-f", container.split(",")[0]] if container else ["-format_whitelist", ",".join(CONTAINERS)]
    return ["-protocol_whitelist", "file,pipe", *forced, "-i", address(path)]


def address(path: Path) -> str:
    """A path as ffmpeg takes it, whatever signs are in its name."""
    return f"file:{path}"


def run(
    ffmpeg: Path,
    arguments: Sequence[str],
    *,
    time_limit: float,
    seconds: float = 0.0,
    progress: Progress | None = None,
) -> str:
    """Run to the end and return the tail of what ffmpeg logged.

    `time_limit` and `seconds` (the length of what is worked on, for the progress) are seconds. Raises Setback with
    OUT_OF_SPACE, OUT_OF_MEMORY, TIME_LIMIT or CRASHED; the last carries `exit` and `log`.
    """
    pending = b""

    def take(block: bytes) -> None:
        nonlocal pending
        *lines, pending = (pending + block).split(b"\n")
        for line in lines:
            key, _, value = line.partition(b"=")
            if key == b"out_time_us" and value.isdigit() and progress is not None and seconds > 0:
                progress(min(1.0, int(value) / 1_000_000 / seconds))

    return _run(ffmpeg, ["-progress", "pipe:1", "-stats_period", "0.5", *arguments], take, time_limit)


def stream(
    ffmpeg: Path,
    arguments: Sequence[str],
    take: Callable[[bytes], None],
    *,
    time_limit: float,
) -> str:
    """Run to the end, hand what ffmpeg writes to `pipe:1` to `take` in blocks of about 1 MiB, and return the log's
    tail.

    Whatever happens, also in `take`, ffmpeg has ended when this returns or raises. Errors as in `run`.
    """
    gathered = bytearray()

    def gather(block: bytes) -> None:
        gathered.extend(block)
        if len(gathered) >= _BLOCK:
            take(bytes(gathered))
            gathered.clear()

    log = _run(ffmpeg, arguments, gather, time_limit)
    if gathered:
        take(bytes(gathered))
    return log


def _run(ffmpeg: Path, arguments: Sequence[str], take: Callable[[bytes], None], time_limit: float) -> str:
    command = [str(ffmpeg), "-hide_banner", "-nostdin", "-nostats", "-v", "level+info", "-y", *arguments]
    ended = run_leashed(command, take, time_limit=time_limit, memory_limit=_MEMORY)
    _judge(ended, time_limit)
    return ended.log


def _judge(ended: Ended, time_limit: float) -> None:
    if ended.overdue:
        raise Setback(RefusalCode.TIME_LIMIT, seconds=time_limit)
    # ffmpeg may end with 0 although a trailer could not be written, so the log decides as well
    if _FULL.search(ended.log):
        raise Setback(RefusalCode.OUT_OF_SPACE)
    if ended.status == 0:
        return
    if "Cannot allocate memory" in ended.log or ended.status == -signal.SIGKILL:
        raise Setback(RefusalCode.OUT_OF_MEMORY, exit=ended.status)
    raise Setback(RefusalCode.CRASHED, exit=ended.status, log=ended.log[-2000:])
