"""Decodes any recording, block by block, to the sound that engines take, and says when much of it is damaged.

It does not cut, measure or judge the sound. Times count decoded samples, as a player of a file that was made
from these samples does.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path

import av
import numpy as np

from transcripts.engines.protocol import SAMPLE_RATE, Pcm

BLOCK_SECONDS = 10

DEMUXERS = "aac,aiff,amr,ape,asf,au,avi,caf,flac,flv,matroska,webm,mov,mp4,mp3,mpeg,mpegts,mpc,ogg,tta,w64,wav,wv"
"""The containers that are opened. Playlists are not among them: they make the decoder open other files."""

STATING = frozenset({"aiff", "caf", "flac", "mov", "ogg", "w64", "wav"})
"""Containers that say how long their sound is. MP3 does with a header; all others give estimates."""

MP3_HEADERS = (b"Xing", b"Info", b"VBRI")
BROKEN_SHARE = 0.02
"""The share of packets that may be broken: old MP3 files begin and end with a few."""


LARGEST_FRAME = 1729
"""Bytes in the largest frame of an MPEG layer. A larger packet of an MP3 carries bytes that belong to no frame."""


class RecordingDamaged(Exception):
    """The sound of a recording cannot be read, or not to its end.

    `code` is stable: UNREADABLE (no container that is known), NO_SOUND (nothing in it is sound) or CUT_SHORT
    (much of it is broken or missing). `seconds` is what could be read, `reason` is for the log.
    """

    UNREADABLE = "unreadable"
    NO_SOUND = "no_sound"
    CUT_SHORT = "cut_short"

    def __init__(self, code: str, *, seconds: float = 0.0, reason: str = "") -> None:
        """Keep `code`, `seconds` and `reason`."""
        self.code = code
        self.seconds = seconds
        self.reason = reason
        super().__init__(code, seconds, reason)

    def __str__(self) -> str:
        """All of it in one line of English."""
        return f"{self.code} after {self.seconds:.1f} s: {self.reason}"


def decoded(path: Path) -> Iterator[Pcm]:
    """Yield the best audio stream of the file at `path` in blocks of about ten seconds.

    Memory does not grow with its length. A file whose stream has no sample yields nothing. Raises
    FileNotFoundError, and RecordingDamaged: at once, or after the last block when much is broken or missing.
    """
    try:
        # The prefix keeps a name from being read as an address; the lists keep a file from naming others.
        container = av.open(
            f"file:{path}",
            metadata_errors="ignore",
            options={"format_whitelist": DEMUXERS, "protocol_whitelist": "file"},
        )
    except FileNotFoundError:
        raise
    except (av.error.FFmpegError, OSError) as error:
        raise RecordingDamaged(RecordingDamaged.UNREADABLE, reason=str(error)) from error
    with container:
        stream = container.streams.best("audio")
        if not isinstance(stream, av.AudioStream):
            raise RecordingDamaged(RecordingDamaged.NO_SOUND, reason="no audio stream")
        reading = _Reading(container, stream)
        samples = 0
        for block in _gathered(_resampled(reading.frames())):
            samples += len(block)
            yield block
        reading.judge(samples / SAMPLE_RATE, _stated_seconds(path, container, stream))


class _Reading:
    """One pass over the packets of a stream, and what went wrong in it."""

    def __init__(self, container: av.container.InputContainer, stream: av.AudioStream) -> None:
        self.container = container
        self.stream = stream
        self.packets = 0
        self.broken = 0
        self.bytes = 0
        self.junk = 0
        self.end = ""

    def frames(self) -> Iterator[av.AudioFrame]:
        """Yield what can be decoded; a broken packet is counted and passed over."""
        last: av.Packet | None = None
        try:
            for packet in self.container.demux(self.stream):
                self.packets += 1
                self._weigh(packet, last)
                last = packet
                try:
                    yield from packet.decode()
                except av.error.FFmpegError:
                    self.broken += 1
        except av.error.FFmpegError as error:
            self.end = str(error)

    def _weigh(self, packet: av.Packet, last: av.Packet | None) -> None:
        """Count what the MP3 reader has passed over without a word. What hangs on the last frame is tags, not junk."""
        self.bytes += packet.size
        if packet.size and last and last.size > LARGEST_FRAME and self.family == "mp3" and b"ID3" not in bytes(last):
            self.junk += last.size - LARGEST_FRAME

    @property
    def family(self) -> str:
        """The container's kind, by the first of its names."""
        return self.container.format.name.split(",")[0]

    def judge(self, seconds: float, stated: float | None) -> None:
        """Raise RecordingDamaged if too little of the recording came out."""
        reason = ""
        if self.end:
            reason = f"reading ended early: {self.end}"
        elif self.broken > max(2.0, BROKEN_SHARE * self.packets) or (self.broken and not seconds):
            reason = f"{self.broken} of {self.packets} packets are broken"
        elif self.junk > BROKEN_SHARE * self.bytes:
            reason = f"{self.junk} of {self.bytes} bytes are no sound"
        elif stated and stated - seconds > _tolerance(stated):
            reason = f"{stated:.1f} s are announced"
        if reason:
            raise RecordingDamaged(RecordingDamaged.CUT_SHORT, seconds=seconds, reason=reason)


def _tolerance(stated: float) -> float:
    """How many seconds may be missing: 2 %, but the delay of an encoder always and more than 2 s never."""
    return min(2.0, max(0.25, 0.02 * stated))


def _stated_seconds(path: Path, container: av.container.InputContainer, stream: av.AudioStream) -> float | None:
    """How long the file says that the stream is, or None where the decoder could only estimate it."""
    family = container.format.name.split(",")[0]
    if stream.duration is None or stream.time_base is None:
        return None
    if family not in STATING and not (family == "mp3" and _has_mp3_header(path)):
        return None
    return float(stream.duration * stream.time_base)


def _has_mp3_header(path: Path) -> bool:
    """Whether the first frame of an MP3 states the length; else old VBR files are estimated far too long."""
    with path.open("rb") as file:
        tag = file.read(10)
        if tag[:3] == b"ID3":
            size = 0
            for byte in tag[6:10]:
                size = size << 7 | byte & 0x7F
            file.seek(10 + size)
        first = file.read(4096)
    return any(header in first for header in MP3_HEADERS)


def _resampled(frames: Iterable[av.AudioFrame]) -> Iterator[Pcm]:
    """Yield `frames` as 16 kHz mono; a stream that changes its format on the way gets a new converter."""
    shape: tuple[str, str, int] | None = None
    converter: av.AudioResampler | None = None
    for frame in chain(frames, [None]):
        changed = frame is not None and shape != (shape := (frame.format.name, frame.layout.name, frame.sample_rate))
        if converter and (changed or frame is None):
            yield from map(_samples, converter.resample(None))
        if changed:
            # In integers, both sides of a stereo recording count half; in floats their sum would be clipped.
            converter = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        if converter and frame is not None:
            # Samples are counted, not dated: broken time stamps of old files must not stretch anything.
            frame.pts = None
            yield from map(_samples, converter.resample(frame))


def _samples(frame: av.AudioFrame) -> Pcm:
    """The samples of a mono 16-bit frame as floats in -1..1."""
    return frame.to_ndarray().reshape(-1).astype(np.float32) / np.float32(32768)


def _gathered(pieces: Iterable[Pcm]) -> Iterator[Pcm]:
    """`pieces` joined to blocks of BLOCK_SECONDS or a little more; the last may be shorter."""
    held: list[Pcm] = []
    count = 0
    for piece in pieces:
        held.append(piece)
        count += len(piece)
        if count >= BLOCK_SECONDS * SAMPLE_RATE:
            yield np.concatenate(held)
            held, count = [], 0
    if count:
        yield np.concatenate(held)
