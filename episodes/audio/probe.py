"""Walks through the packets of a file with PyAV, in a process of its own: `python -m episodes.audio.probe FILE`.

A demuxer that reads a hostile file can hang, or take its process down with it; `inspect` runs this module as a child
and survives both. It answers with one line of JSON: what was found, or the code of a refusal.
"""

import json
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import av
from av import Packet
from av.container import InputContainer
from av.stream import Disposition

from episodes.audio import endings, mp3_header
from episodes.audio.containers import CONTAINERS
from episodes.audio.refusals import Caution, RefusalCode, Refused

MAX_CHANNELS = 32
RATES = (4_000, 768_000)  # Hz; nothing records below or above, and a file that says 1 Hz only wants our memory
SHORTEST = 0.1
"""Seconds. What is shorter counts as no sound at all."""

LARGEST_MP3_FRAME = 1729
"""Bytes in the largest frame of an MPEG layer."""
MOST_JUNK = 0.02
"""The share of an MP3 that may belong to no frame; the same that may be missing at its end."""

_CHUNK = 1024 * 1024
_LOW_RATE = 16_000  # Hz
_GUESSED = frozenset({"mp3", "aac", "amr"})  # no length in their headers; FFmpeg's figure is an estimate
_TAG = 500  # characters of a tag that are taken over
_OPTIONS = {"format_whitelist": ",".join(CONTAINERS), "probesize": "5000000", "analyzeduration": "5000000"}


@dataclass(frozen=True)
class Found:
    """What the file turned out to be; the fields mean what they mean in `inspect.Recording`."""

    container: str
    codec: str
    duration: float
    sample_rate: int
    channels: int
    has_picture: bool
    has_video: bool
    title: str | None
    artist: str | None
    cautions: tuple[Caution, ...]


@dataclass
class _Walk:
    """What was met on the way through the packets of one sound track. Seconds and byte positions."""

    packets: int = 0
    sum: float = 0.0
    end: float = 0.0
    last: int = -1
    bytes: int = 0
    junk: int = 0  # bytes between the frames of an MP3 that belong to none of them
    hanging: int = 0  # the same behind the newest frame: tags, if nothing follows

    def count(self, packet: Packet) -> None:
        """Counts what an MP3's reader hangs on a frame that it cannot read; a tag between two files is none."""
        self.bytes += packet.size
        self.junk += self.hanging
        large = packet.size > LARGEST_MP3_FRAME
        self.hanging = packet.size - LARGEST_MP3_FRAME if large and b"ID3" not in bytes(packet) else 0


def probe(path: Path, max_seconds: float) -> Found:
    """Read a file to its end without decoding it. Raises Refused, and whatever PyAV raises on a bad file."""
    # an open file instead of a path: no name whose extension could have a say, and nothing else to be opened
    with (
        path.open("rb") as file,
        av.open(file, "r", container_options=_OPTIONS, metadata_errors="replace", buffer_size=_CHUNK) as source,
    ):
        container = source.format.name.split(",")[0]
        if not source.streams.audio:
            raise Refused(RefusalCode.NO_AUDIO_STREAM, container=container)
        context = source.streams.audio[0].codec_context
        if context is None:  # a sound in a coding that no decoder here knows
            raise Refused(RefusalCode.NOT_AUDIO, container=container, codec="unknown")
        rate, channels = context.sample_rate, context.channels
        if not RATES[0] <= (rate or 0) <= RATES[1] or not 0 < channels <= MAX_CHANNELS:
            raise Refused(RefusalCode.NOT_AUDIO, container=container, sample_rate=rate, channels=channels)
        marks = endings.check(path, container)
        walk = _walk(source, max_seconds)
        duration = _duration(path, source, container, walk)
        if duration > max_seconds:
            raise Refused(RefusalCode.TOO_LONG, seconds=round(duration, 1), max_seconds=max_seconds)
        pictures = [bool(video.disposition & Disposition.attached_pic) for video in source.streams.video]
        tags = {**source.streams.audio[0].metadata, **source.metadata}
        return Found(
            container=container,
            codec=context.codec.canonical_name,
            duration=round(duration, 3),
            sample_rate=rate,
            channels=channels,
            has_picture=any(pictures),
            has_video=not all(pictures),
            title=_tag(tags, "title"),
            artist=_tag(tags, "artist"),
            cautions=(*marks, *_cautions(source, rate, channels, not all(pictures))),
        )


def _walk(source: InputContainer, max_seconds: float) -> _Walk:
    walk = _Walk()
    sound = source.streams.audio[0]
    base = float(sound.time_base or 0)
    start = sound.start_time or 0
    for packet in source.demux(sound):
        if not packet.size:
            continue
        length = (packet.duration or 0) * base
        walk.packets += 1
        walk.count(packet)
        walk.sum += length
        if packet.pts is not None:
            walk.end = max(walk.end, (packet.pts - start) * base + length)
        if packet.pos is not None:
            walk.last = packet.pos
        if walk.sum > max_seconds * 1.01 + 60:  # far beyond the limit: the exact figure does not matter
            raise Refused(RefusalCode.TOO_LONG, seconds=round(walk.sum, 1), max_seconds=max_seconds)
    return walk


def _duration(path: Path, source: InputContainer, container: str, walk: _Walk) -> float:
    """The length in seconds, when the file holds what its header promises."""
    read = max(walk.sum, walk.end)
    if container == "mp3" and walk.packets:
        mp3_header.check(path, walk.last, walk.packets)
        if walk.junk > MOST_JUNK * walk.bytes:
            raise Refused(RefusalCode.DAMAGED, lost_bytes=walk.junk)
    if read < SHORTEST:
        raise Refused(RefusalCode.NO_SOUND, seconds=round(read, 3))
    sound = source.streams.audio[0]
    promised = float((sound.duration or 0) * (sound.time_base or 0))
    if not promised and source.duration and not source.streams.video:
        promised = source.duration / av.time_base
    if container not in _GUESSED and promised - read > max(0.15, min(2.0, 0.02 * promised)):
        raise Refused(RefusalCode.TRUNCATED, promised_seconds=round(promised, 2), seconds=round(read, 2))
    return read


def _cautions(source: InputContainer, rate: int, channels: int, video: bool) -> list[Caution]:
    rules = {
        Caution.VIDEO_DROPPED: video,
        Caution.SEVERAL_STREAMS: len(source.streams.audio) > 1,
        Caution.MANY_CHANNELS: channels > 2,
        Caution.LOW_RATE: rate < _LOW_RATE,
    }
    return [caution for caution, applies in rules.items() if applies]


def _tag(tags: dict[str, str], name: str) -> str | None:
    value = next((value for key, value in tags.items() if key.lower() == name), "")
    clean = "".join(sign for sign in value if sign.isprintable()).strip()
    return clean[:_TAG] or None


def main(path: Path, max_seconds: float) -> dict[str, Any]:
    """What the child answers: `found`, or `refused` with its detail."""
    try:
        try:
            return {"found": asdict(probe(path, max_seconds))}
        except (av.error.FFmpegError, ValueError, OverflowError, OSError) as error:
            # OSError: a hostile length makes the library seek to where no file reaches
            endings.check_unopened(path)
            reason = getattr(error, "strerror", None) or type(error).__name__
            raise Refused(RefusalCode.NOT_AUDIO, reason=reason) from error
    except Refused as refused:
        return {"refused": refused.code, "detail": refused.detail}


if __name__ == "__main__":
    json.dump(main(Path(sys.argv[1]), float(sys.argv[2])), sys.stdout)
