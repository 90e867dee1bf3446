"""Makes the sounds that tests listen to: voices without words, built from numbers, and files of every kind from them.

Nothing is stored; each sound is the same on every run.
"""

import shutil
import subprocess
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt

Samples = npt.NDArray[np.float64]

RATE = 44_100


def voice(seconds: float, *, rate: int = RATE, pitch: float = 120.0, level: float = 0.2) -> Samples:
    """Something with the rhythm of talk: four syllables a second, a breath after every third second, a little hiss."""
    time = np.arange(round(seconds * rate)) / rate
    glide = 2 * np.pi * pitch * (time + 0.02 * np.sin(2 * np.pi * 0.7 * time))
    tone = sum(np.sin(glide * overtone) / overtone**1.2 for overtone in range(1, 25) if pitch * overtone < rate * 0.45)
    syllables = np.clip(np.sin(2 * np.pi * 4 * time), 0, None) ** 0.7
    phrases = (np.sin(2 * np.pi * time / 4.0) > -0.75) * (1 + 0.5 * np.sin(2 * np.pi * time / 2.3))
    hiss = np.random.default_rng(1).standard_normal(len(time)) * 0.003
    return level * (np.asarray(tone) * syllables * phrases * 0.5 + hiss)


def silence(seconds: float, *, rate: int = RATE) -> Samples:
    """Digital silence."""
    return np.zeros(round(seconds * rate))


def write_wav(path: Path, *channels: Samples, rate: int = RATE) -> Path:
    """A 16-bit WAV with these channels; what is above full scale is clipped, as a recorder does."""
    data = (np.clip(np.stack(channels, axis=1), -1, 1) * 32767).astype("<i2")
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(channels))
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(data.tobytes())
    return path


def convert(source: Path, target: Path, *arguments: str, ffmpeg: Path) -> Path:
    """The same sound in another format, by ffmpeg's arguments for it."""
    command = [str(ffmpeg), "-v", "error", "-nostdin", "-y", "-i", str(source), *arguments, str(target)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return target


def cut(source: Path, target: Path, share: float) -> Path:
    """The first part of a file, as an upload that broke off leaves it."""
    data = source.read_bytes()
    target.write_bytes(data[: int(len(data) * share)])
    return target


def plain_meter(path: Path, ffmpeg: Path) -> tuple[float, float]:
    """Integrated loudness in LUFS (dual mono) and true peak in dBTP, asked of ffmpeg without our own code."""
    command = [str(ffmpeg), "-hide_banner", "-nostats", "-i", str(path), "-af", "ebur128=peak=true:dualmono=true"]
    log = subprocess.run([*command, "-f", "null", "-"], capture_output=True, text=True, check=True, timeout=60).stderr
    summary = log.rpartition("Summary:")[2].split()
    return float(summary[summary.index("I:") + 1]), float(summary[summary.index("Peak:") + 1])


def decode(path: Path, ffmpeg: Path, *, rate: int = 48_000) -> npt.NDArray[np.int16]:
    """The samples of a file, mixed to one channel."""
    command = [str(ffmpeg), "-v", "error", "-i", str(path), "-f", "s16le", "-ac", "1", "-ar", str(rate), "-"]
    return np.frombuffer(subprocess.run(command, capture_output=True, check=True, timeout=60).stdout, dtype="<i2")


def installed() -> dict[str, Path]:
    """Every ffmpeg of this machine that the project may meet, by a name for it."""
    found: dict[str, Path] = {}
    system = shutil.which("ffmpeg")
    if system:
        found["system"] = Path(system)
    try:
        import imageio_ffmpeg

        found["imageio"] = Path(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        pass
    return found
