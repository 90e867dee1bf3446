"""The sound of a master, decoded once: one channel of 48 kHz floats in a file, ready for everything that follows.

Floats, so that neither a whisper loses its last bits nor an overdriven file is cut a second time. The file is a
by-product: it may be deleted at any time and is made again from the master, bit by bit the same.
"""

from collections.abc import Callable
from pathlib import Path

from episodes.audio.downmix import Channels, Downmix
from episodes.audio.ffmpeg import address, reading, run, stream
from episodes.audio.progress import Progress
from episodes.audio.refusals import RefusalCode, Refused, Setback

RATE = 48_000
"""Hz."""
SAMPLE = 4
"""Bytes of one sample."""

_NAME = "decoded.f32"
# takes away the constant offset of cheap sound cards; a higher or steeper cut would shift the phases of a deep voice
# and raise its peaks, by 2 dB at 20 Hz
_TO_MONO = f"highpass=f=5:poles=1,aresample={RATE}"


def path_in(folder: Path) -> Path:
    """Where the decoded sound lies, while it lies there."""
    return folder / _NAME


def frames_in(folder: Path) -> int:
    """How many samples lie there; 0 if there is no file."""
    path = path_in(folder)
    return path.stat().st_size // SAMPLE if path.exists() else 0


def as_input(folder: Path) -> list[str]:
    """ffmpeg's input arguments for the decoded sound."""
    return ["-f", "f32le", "-ar", str(RATE), "-ac", "1", "-i", address(path_in(folder))]


def time_limit(seconds: float) -> float:
    """Seconds that one run over so many seconds of sound may take, on any machine that can do it at all."""
    return 120 + 2 * seconds


def decode(
    master: Path,
    container: str,
    mix: Downmix,
    folder: Path,
    *,
    ffmpeg: Path,
    seconds: float,
    meter: str = "anull",
    channels: Channels | None = None,
    progress: Progress | None = None,
) -> str:
    """Decode a master of about `seconds` seconds into `folder` and return ffmpeg's log.

    `meter` is a filter that listens to the mono sound; `channels` is fed with all channels as they were recorded.
    Raises Refused(DAMAGED) if ffmpeg gives up on the file, and Setback.
    """
    if not master.is_file():
        raise Setback(RefusalCode.MISSING, path=str(master))
    part = path_in(folder).with_suffix(".part")
    file = ["-map", "[mono]", "-c:a", "pcm_f32le", "-f", "f32le", address(part)]
    chain = f"{mix.filter},{_TO_MONO},aformat=sample_fmts=flt,asplit[mono][heard];[heard]{meter},anullsink"
    source = [*reading(master, container)]
    limit = time_limit(seconds)
    try:
        if channels is None:
            arguments = [*source, "-filter_complex", f"[0:a:0]{chain}", *file]
            log = run(ffmpeg, arguments, time_limit=limit, seconds=seconds, progress=progress)
        else:
            pipe = ["-map", "[all]", "-c:a", "pcm_s16le", "-ac", str(channels.count), "-f", "s16le", "pipe:1"]
            arguments = [*source, "-filter_complex", f"[0:a:0]asplit[all][mix];[mix]{chain}", *file, *pipe]
            log = stream(ffmpeg, arguments, _counted(channels, seconds, progress), time_limit=limit)
        part.replace(path_in(folder))
    except Setback as setback:
        # ffmpeg ended by itself and did not like what it read: the next attempt would read the same
        if setback.code is RefusalCode.CRASHED and int(str(setback.detail.get("exit", -1))) > 0:
            raise Refused(RefusalCode.DAMAGED, log=setback.detail.get("log")) from setback
        raise
    finally:
        part.unlink(missing_ok=True)
    return log


def ensure(
    master: Path,
    container: str,
    mix: Downmix,
    folder: Path,
    *,
    ffmpeg: Path,
    frames: int,
    progress: Progress | None = None,
) -> None:
    """Make the decoded sound again unless it lies there in full. Raises Refused and Setback."""
    if frames_in(folder) != frames:
        decode(master, container, mix, folder, ffmpeg=ffmpeg, seconds=frames / RATE, progress=progress)
        compare(frames_in(folder) / RATE, frames / RATE)


def compare(decoded: float, promised: float) -> None:
    """Refuse a recording that decodes to much less than its container promises (both in seconds).

    Decoders step over damage without an error: half a minute can become one second. The floor of 0.15 s leaves room
    for the silence that encoders put before and after, which counts much in a very short file.
    """
    missing = promised - decoded
    if missing > max(0.15, min(2.0, 0.02 * promised)):
        raise Refused(RefusalCode.DAMAGED, promised=round(promised, 2), decoded=round(decoded, 2))


def _counted(channels: Channels, seconds: float, progress: Progress | None) -> Callable[[bytes], None]:
    def take(block: bytes) -> None:
        channels.feed(block)
        if progress is not None and seconds > 0:
            progress(min(1.0, channels.frames / channels.rate / seconds))

    return take
