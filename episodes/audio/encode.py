"""Makes the renditions of a measured master: one pass fills them all and the waveform, then each is measured again.

What comes out depends on the master and the ffmpeg alone, byte by byte, so that a step which was killed and is run
again ends the same. Tags are written later, by `tags`.
"""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from episodes.audio import decoded
from episodes.audio.downmix import Downmix
from episodes.audio.ffmpeg import address, stream
from episodes.audio.files import hash_file, sync, sync_folder
from episodes.audio.limiter import CEILING, gain_and_limit
from episodes.audio.loudness import PEAK_LIMIT, Loudness, measure_file
from episodes.audio.measure import Measured
from episodes.audio.peaks import Bars
from episodes.audio.progress import Progress, Stages
from episodes.audio.refusals import Caution, setback


class Kind(StrEnum):
    """The renditions: the one that every app plays, and the one for dear and slow data."""

    MAIN = "main"
    HEMAT = "hemat"


@dataclass(frozen=True)
class Recipe:
    """How one rendition is encoded. `bitrate` in bit/s; `lift` in dB is what the encoder is known to take away."""

    suffix: str
    bitrate: int
    lift: float
    arguments: tuple[str, ...]


RECIPES = {
    # LAME scales its input by 0.95 at this bit rate: -0.45 dB
    Kind.MAIN: Recipe(
        ".mp3",
        96_000,
        0.45,
        ("-c:a", "libmp3lame", "-b:a", "96k", "-ar", "44100", "-id3v2_version", "0", "-f", "mp3"),
    ),
    Kind.HEMAT: Recipe(
        ".opus",
        24_000,
        0.15,
        ("-c:a", "libopus", "-b:a", "24k", "-vbr", "on", "-application", "audio", "-f", "opus"),
    ),
}

# no program names, no dates, no random serial numbers in the files
_EXACT = ("-map_metadata", "-1", "-fflags", "+bitexact", "-flags", "+bitexact")
_ROUNDS = 5
_CLOSE = 0.3  # LU; inside this a rendition is not made again, although TOLERANCE would still allow it
_LOWEST = -20.0  # dBTP; a ceiling below this would be no recording any more, and below -24 no ceiling to ffmpeg
_MOST_LIFT = 6.0  # dB; what is still missing then are peaks without sound between them
_MARGIN = 0.2  # dB that a lowered ceiling goes below what was measured as needed


@dataclass(frozen=True)
class Encoded:
    """One finished rendition. `size` in bytes, `duration` in seconds, `bitrate` in bit/s (mean), `sha256` in hex."""

    kind: Kind
    path: Path
    sha256: str
    size: int
    duration: float
    bitrate: int
    loudness: Loudness


@dataclass(frozen=True)
class Encoding:
    """All that comes from one master: the renditions, both waveforms (0 to 255 each) and the real length in seconds."""

    renditions: tuple[Encoded, ...]
    bars: tuple[int, ...]
    decoded_seconds: float
    cautions: tuple[Caution, ...]
    waveform: bytes = b""


@dataclass(frozen=True)
class _Plan:
    """What is done to the sound before one encoder: the limiter's ceiling in dBTP and a lift in dB behind it."""

    ceiling: float
    lift: float

    def after(self, heard: Loudness, aim: float) -> "_Plan":
        """The plan for another round: lift what is missing, and limit before what would then stick out."""
        lift = max(-_MOST_LIFT, min(_MOST_LIFT, self.lift + aim - heard.integrated))
        excess = heard.true_peak + lift - self.lift - (PEAK_LIMIT - _MARGIN)
        return _Plan(max(_LOWEST, self.ceiling - max(0.0, excess)), lift)

    def quieter(self, heard: Loudness) -> "_Plan":
        """The plan for the last round: the peak is a promise to every player, the loudness only to the ear."""
        return _Plan(self.ceiling, self.lift - max(0.0, heard.true_peak - (PEAK_LIMIT - _MARGIN)))


def encode(
    master: Path, measured: Measured, folder: Path, *, ffmpeg: Path, progress: Progress | None = None
) -> Encoding:
    """Encode every rendition into `folder` (`main.mp3`, `hemat.opus`) and return what was made.

    Goes on from the sound that `measure` left in the folder, or decodes the master again. Either all renditions are
    there in the end, or none. Raises Refused, if the master changed for the worse since, and Setback.
    """
    stages = Stages(progress)
    parts = {kind: folder / f".{kind.value}{recipe.suffix}.part" for kind, recipe in RECIPES.items()}
    try:
        decoded.ensure(
            master,
            measured.container,
            Downmix(measured.weights),
            folder,
            ffmpeg=ffmpeg,
            frames=measured.frames,
            progress=stages.take(0.1),
        )
        bars, heard = _encode_until_right(measured, folder, parts, ffmpeg, stages)
        renditions = tuple(_finish(kind, part, heard[kind], measured) for kind, part in parts.items())
        _publish(parts, renditions)
        stages.done()
    except OSError as error:
        raise setback(error) from error
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)
    missed = any(not rendition.loudness.fits(measured.aim) for rendition in renditions)
    cautions = (Caution.OFF_TARGET,) if missed else ()
    return Encoding(renditions, bars.values(), measured.decoded_seconds, cautions, bars.fine())


def _encode_until_right(
    measured: Measured, folder: Path, parts: dict[Kind, Path], ffmpeg: Path, stages: Stages
) -> tuple[Bars, dict[Kind, Loudness]]:
    seconds = measured.decoded_seconds
    plans = {kind: _Plan(CEILING, recipe.lift) for kind, recipe in RECIPES.items()}
    heard: dict[Kind, Loudness] = {}
    bars = Bars(decoded.RATE)
    for rounds_left in reversed(range(_ROUNDS)):
        orders = {kind: (plan, parts[kind]) for kind, plan in plans.items()}
        made = _encode_once(measured, folder, orders, ffmpeg, stages.take(0.7))
        bars = bars if bars.frames else made  # of the first round
        for kind in plans:
            heard[kind] = measure_file(parts[kind], ffmpeg=ffmpeg, seconds=seconds, progress=stages.take(0.4))
        plans = {kind: plan for kind, plan in plans.items() if not _right(heard[kind], measured.aim)}
        if rounds_left == 1:
            plans = {
                kind: plan.quieter(heard[kind]) for kind, plan in plans.items() if heard[kind].true_peak > PEAK_LIMIT
            }
        else:
            plans = {kind: plan.after(heard[kind], measured.aim) for kind, plan in plans.items()}
        if not plans:
            break
    return bars, heard


def _encode_once(
    measured: Measured, folder: Path, orders: dict[Kind, tuple[_Plan, Path]], ffmpeg: Path, report: Progress
) -> Bars:
    bars = Bars(decoded.RATE)

    def take(block: bytes) -> None:
        bars.feed(block)
        report(bars.frames / measured.frames)

    outputs = [
        argument
        for kind, (_, part) in orders.items()
        for argument in ("-map", f"[{kind}]", *_EXACT, *RECIPES[kind].arguments, address(part))
    ]
    pipe = ["-map", "[bars]", "-c:a", "pcm_s16le", "-f", "s16le", "pipe:1"]
    source = [*decoded.as_input(folder), "-filter_complex", _graph(measured.gain, orders)]
    limit = decoded.time_limit(measured.decoded_seconds)
    stream(ffmpeg, [*source, *outputs, *pipe], take, time_limit=limit)
    return bars


def _graph(gain: float, orders: dict[Kind, tuple[_Plan, Path]]) -> str:
    """One limiter for each ceiling in use (in the first round there is one), then a branch for each encoder."""
    ceilings = sorted({plan.ceiling for plan, _ in orders.values()})
    chains = [f"[0:a]asplit={len(ceilings)}{''.join(f'[in{index}]' for index in range(len(ceilings)))}"]
    for index, ceiling in enumerate(ceilings):
        branches = [f"[to_{kind}]" for kind, (plan, _) in orders.items() if plan.ceiling == ceiling]
        branches += ["[bars]"] if index == 0 else []
        chains.append(f"[in{index}]{gain_and_limit(gain, ceiling)},asplit={len(branches)}{''.join(branches)}")
    chains += [f"[to_{kind}]volume={plan.lift:.3f}dB[{kind}]" for kind, (plan, _) in orders.items()]
    return ";".join(chains)


def _right(heard: Loudness, aim: float) -> bool:
    return abs(heard.integrated - aim) <= _CLOSE and heard.true_peak <= PEAK_LIMIT


def _finish(kind: Kind, part: Path, heard: Loudness, measured: Measured) -> Encoded:
    sync(part)
    size = part.stat().st_size
    return Encoded(
        kind=kind,
        path=part.with_name(kind.value + RECIPES[kind].suffix),
        sha256=hash_file(part),
        size=size,
        duration=round(measured.decoded_seconds, 3),
        bitrate=round(size * 8 / measured.decoded_seconds),
        loudness=heard,
    )


def _publish(parts: dict[Kind, Path], renditions: tuple[Encoded, ...]) -> None:
    """Give all parts their names; if that fails, take the names back."""
    try:
        for rendition in renditions:
            parts[rendition.kind].replace(rendition.path)
        sync_folder(renditions[0].path.parent)
    except OSError:
        for rendition in renditions:
            rendition.path.unlink(missing_ok=True)
        raise
