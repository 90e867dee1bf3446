"""How loud a master is, and which single gain brings it to the target: the first of the two long audio steps.

It leaves the decoded sound beside its answer, for `encode` to go on from. Nothing is encoded here.
"""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from episodes.audio import decoded
from episodes.audio.downmix import Channels, Downmix
from episodes.audio.ffmpeg import run
from episodes.audio.inspect import Recording
from episodes.audio.limiter import CEILING, gain_and_limit
from episodes.audio.loudness import TARGET, Loudness, meter, read_summary
from episodes.audio.progress import Progress, Stages
from episodes.audio.refusals import Caution, RefusalCode, Refused

MAX_GAIN = 36.0
"""dB. More would make the hiss of the room the programme."""
SILENCE = -60.0
"""LUFS below which a recording holds nothing worth amplifying."""

_TRIALS = 3
_CLOSE = 0.15  # LU; nearer than this the meter's rounding decides


@dataclass(frozen=True)
class Measured:
    """All that `encode` has to know about a master.

    `weights` is the downmix, `frames` the decoded length in samples of 48 kHz, `gain` in dB, `aim` the LUFS that the
    renditions will have (the target, unless that would take too much gain).
    """

    container: str
    weights: tuple[float, ...]
    frames: int
    loudness: Loudness
    gain: float
    aim: float
    cautions: tuple[Caution, ...]

    @property
    def decoded_seconds(self) -> float:
        """How long the sound really is, counted in samples."""
        return self.frames / decoded.RATE

    def as_json(self) -> dict[str, Any]:
        """Plain values, to be stored between two steps."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> Self:
        """The reverse of `as_json`."""
        return cls(
            **{
                **values,
                "weights": tuple(values["weights"]),
                "loudness": Loudness(**values["loudness"]),
                "cautions": tuple(Caution(value) for value in values["cautions"]),
            }
        )


def measure(
    master: Path,
    recording: Recording,
    folder: Path,
    *,
    ffmpeg: Path,
    target: float = TARGET,
    progress: Progress | None = None,
) -> Measured:
    """Measure a master that `inspect` has let through. `folder` must exist and belong to this master alone.

    Raises Refused(DAMAGED) if much less can be decoded than the container promises, Refused(SILENT) if there is
    nothing to amplify, and Setback.
    """
    stages = Stages(progress)
    mix = Downmix.plain(recording.channels)
    loudness, channels = _listen(master, recording, mix, folder, ffmpeg, stages.take(0.6))
    if channels.downmix() != mix:
        mix = channels.downmix()
        loudness, _ = _listen(master, recording, mix, folder, ffmpeg, stages.take(0.6))
    seconds = decoded.frames_in(folder) / decoded.RATE
    decoded.compare(seconds, recording.duration)
    if loudness.integrated < SILENCE:
        raise Refused(RefusalCode.SILENT, integrated=loudness.integrated, true_peak=loudness.true_peak)
    gain = min(target - loudness.integrated, MAX_GAIN)
    aim = round(loudness.integrated + gain, 2)
    if loudness.true_peak + gain > CEILING:
        gain = _try_gains(folder, gain, aim, seconds, ffmpeg, stages)
    stages.done()
    cautions = channels.cautions() + ((Caution.VERY_QUIET,) if aim < target - 0.1 else ())
    frames = decoded.frames_in(folder)
    return Measured(recording.container, mix.weights, frames, loudness, round(gain, 2), aim, cautions)


def _listen(
    master: Path, recording: Recording, mix: Downmix, folder: Path, ffmpeg: Path, progress: Progress
) -> tuple[Loudness, Channels]:
    channels = Channels(recording.channels, recording.sample_rate)
    log = decoded.decode(
        master,
        recording.container,
        mix,
        folder,
        ffmpeg=ffmpeg,
        seconds=recording.duration,
        meter=meter(recording.duration),
        channels=channels,
        progress=progress,
    )
    return read_summary(log), channels


def _try_gains(folder: Path, gain: float, aim: float, seconds: float, ffmpeg: Path, stages: Stages) -> float:
    """The limiter takes loudness away, more of it the harder it works: raise the gain until that is made up for."""
    for _ in range(_TRIALS):
        filters = f"{gain_and_limit(gain, CEILING)},{meter(seconds, peak=False)}"
        arguments = [*decoded.as_input(folder), "-af", filters, "-f", "null", "-"]
        limit = decoded.time_limit(seconds)
        log = run(ffmpeg, arguments, time_limit=limit, seconds=seconds, progress=stages.take(0.6))
        missing = aim - read_summary(log).integrated
        if abs(missing) <= _CLOSE:
            break
        gain = min(MAX_GAIN, gain + missing * 1.2)
    return gain
