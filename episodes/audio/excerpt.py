"""Cuts a short piece out of a rendition, with soft edges: a preview, a soundbite, a sample for an editor to check.

This is what pydub is good at and used for. It holds all its samples in memory, so only the piece itself ever reaches
it: a minute is 5 MB, an hour would be 300.
"""

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

from episodes.audio.ffmpeg import reading, stream
from episodes.audio.files import sync, sync_folder
from episodes.audio.refusals import RefusalCode, Refused, Setback, setback

if TYPE_CHECKING:
    from pydub import AudioSegment

LONGEST = 60.0
"""Seconds."""
FADE = 0.15
"""Seconds at either end; shorter in a piece that would be all fade."""

_RATE = 44_100
_EXACT = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags", "+bitexact", "-id3v2_version", "0"]


def cut(source: Path, target: Path, *, start: float, seconds: float, ffmpeg: Path) -> float:
    """Write `seconds` seconds of an MP3 or Opus file, from `start` on, to `target` as a mono MP3.

    Returns the length that was really cut, which is less at the end of the source. Raises ValueError for a length
    outside (0, LONGEST], Refused(NO_SOUND) for a start behind the end, and Setback.
    """
    if not 0 < seconds <= LONGEST or start < 0:
        raise ValueError(f"an excerpt lasts up to {LONGEST:.0f} seconds, not {seconds} from {start}")
    piece = _piece(_samples(source, start, seconds, ffmpeg))
    if len(piece) == 0:
        raise Refused(RefusalCode.NO_SOUND, start=start)
    fade = round(min(FADE * 1000, len(piece) / 4))
    _export(piece.fade_in(fade).fade_out(fade), target, ffmpeg)
    return round(len(piece) / 1000, 3)


def _samples(source: Path, start: float, seconds: float, ffmpeg: Path) -> bytes:
    samples = bytearray()
    window = ["-ss", f"{start:.3f}", "-t", f"{seconds:.3f}"]
    raw = ["-map", "0:a:0", "-c:a", "pcm_s16le", "-ac", "1", "-ar", str(_RATE), "-f", "s16le", "pipe:1"]
    stream(ffmpeg, [*window, *reading(source), *raw], samples.extend, time_limit=60)
    return bytes(samples)


def _piece(samples: bytes) -> "AudioSegment":
    with warnings.catch_warnings():
        # on import pydub looks for an ffmpeg on the PATH and complains; ours is told to it in _export
        warnings.simplefilter("ignore")
        from pydub import AudioSegment
    return AudioSegment(data=samples, sample_width=2, frame_rate=_RATE, channels=1)


def _export(piece: "AudioSegment", target: Path, ffmpeg: Path) -> None:
    from pydub.exceptions import CouldntEncodeError

    part = target.with_name(f".{target.name}.part")
    piece.converter = str(ffmpeg)
    try:
        piece.export(str(part), format="mp3", bitrate="96k", parameters=_EXACT).close()
        sync(part)
        part.replace(target)
        sync_folder(target.parent)
    except CouldntEncodeError as error:
        full = "No space left on device" in str(error)
        code = RefusalCode.OUT_OF_SPACE if full else RefusalCode.CRASHED
        raise Setback(code, log=str(error)[-2000:]) from error
    except OSError as error:
        raise setback(error) from error
    finally:
        part.unlink(missing_ok=True)
