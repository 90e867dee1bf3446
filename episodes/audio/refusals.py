"""What can be wrong with a recording, as codes.

A `Refused` is final: the same file will be refused again, so a person has to act. A `Setback` may be mended by trying
again. A `Caution` goes along with a result that is still usable. Words for people are written where people read them,
not here.
"""

import errno
from enum import StrEnum


class RefusalCode(StrEnum):
    """Why there is no result. The first group is final, the second may be retried."""

    EMPTY = "empty"  # no bytes at all
    NOT_AUDIO = "not_audio"  # text, a picture, a playlist, anything that is no sound or video container
    NO_AUDIO_STREAM = "no_audio_stream"  # a video without sound
    NO_SOUND = "no_sound"  # a proper file of zero length
    TRUNCATED = "truncated"  # the end is missing
    DAMAGED = "damaged"  # the middle cannot be decoded
    TOO_LARGE = "too_large"  # bytes
    TOO_LONG = "too_long"  # seconds
    SILENT = "silent"  # nothing that could be brought to a loudness
    UNREADABLE_IN_TIME = "unreadable_in_time"  # built so that reading it does not end

    OUT_OF_SPACE = "out_of_space"  # disk full, or the quota
    OUT_OF_MEMORY = "out_of_memory"
    CRASHED = "crashed"  # ffmpeg died or failed on something that it wrote itself
    TIME_LIMIT = "time_limit"  # ffmpeg was stopped
    NO_FFMPEG = "no_ffmpeg"  # none is installed
    MISSING = "missing"  # the file is not there, or cannot be opened


RETRYABLE = frozenset(
    {
        RefusalCode.OUT_OF_SPACE,
        RefusalCode.OUT_OF_MEMORY,
        RefusalCode.CRASHED,
        RefusalCode.TIME_LIMIT,
        RefusalCode.NO_FFMPEG,
        RefusalCode.MISSING,
    }
)


class Caution(StrEnum):
    """What an editor should be told about a recording that was accepted."""

    VIDEO_DROPPED = "video_dropped"
    SEVERAL_STREAMS = "several_streams"  # only the first sound track is used
    MANY_CHANNELS = "many_channels"  # more than two, mixed with equal weight
    LOW_RATE = "low_rate"  # telephone quality
    NO_END_MARK = "no_end_mark"  # the format marks its end and this file has no mark; it may be cut
    INVERTED_CHANNEL = "inverted_channel"  # channels cancelled each other; one was turned round
    ONE_SIDED = "one_sided"  # one channel of a stereo recording is (almost) silent
    CLIPPED = "clipped"  # overdriven while recording
    VERY_QUIET = "very_quiet"  # would need more gain than allowed: stays below the target
    OFF_TARGET = "off_target"  # the encoded file missed loudness or peak


class _CodedError(Exception):
    """An error that carries a code and figures instead of a sentence."""

    def __init__(self, code: RefusalCode, **detail: object) -> None:
        super().__init__(f"{code.value} {detail}" if detail else code.value)
        self.code = code
        self.detail: dict[str, object] = detail

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.code, self.detail)


class Refused(_CodedError):
    """Final: the recording cannot be used as it is."""


class Setback(_CodedError):
    """Not the recording's fault, as far as we know: the same step may be tried again."""


def setback(error: OSError) -> Setback:
    """The system's own error as a Setback: a full disk, a missing file, or something else that may pass."""
    codes = {
        errno.ENOSPC: RefusalCode.OUT_OF_SPACE,
        errno.EDQUOT: RefusalCode.OUT_OF_SPACE,
        errno.ENOMEM: RefusalCode.OUT_OF_MEMORY,
        errno.ENOENT: RefusalCode.MISSING,
        errno.EACCES: RefusalCode.MISSING,
        errno.EISDIR: RefusalCode.MISSING,
    }
    return Setback(codes.get(error.errno or 0, RefusalCode.CRASHED), reason=error.strerror)


def _rebuild(kind: type[_CodedError], code: RefusalCode, detail: dict[str, object]) -> _CodedError:
    return kind(code, **detail)
