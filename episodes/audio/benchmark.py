"""How fast the audio path is and how much memory it takes, beside a plain pydub script: `python -m
episodes.audio.benchmark`.

Each contender runs in processes of its own that are bound to one core. Memory is sampled: the sum of the resident
sets of the process and all its descendants, pages that they share counted in each, so the true figure is never
higher. The page cache, which the system takes back when it needs it, is not counted.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
import wave
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from episodes.audio.encode import Kind, encode
from episodes.audio.ffmpeg import find_ffmpeg
from episodes.audio.inspect import inspect
from episodes.audio.measure import measure
from episodes.audio.tags import Chapter, Tags, tag_mp3, tag_opus

T = TypeVar("T")

_RATE = 44_100
_SAMPLING = 0.02  # seconds between two looks at the memory


@dataclass(frozen=True)
class Result:
    """`wall`, `cpu` and `seconds` (of sound) in seconds, `memory` in bytes; `steps` names the wall time of each."""

    name: str
    seconds: float
    wall: float
    cpu: float
    memory: int
    steps: dict[str, float]

    @property
    def speed(self) -> float:
        """Seconds of sound for each second on the clock."""
        return self.seconds / self.wall

    def row(self) -> str:
        """One line of the table."""
        steps = ", ".join(f"{name} {wall:.1f} s" for name, wall in self.steps.items())
        return (
            f"| {self.name} | {self.wall:.1f} s | {self.cpu:.1f} s | {self.speed:.1f} | "
            f"{self.seconds / self.cpu:.1f} | {self.memory / 1e6:.0f} MB | {steps} |"
        )


HEADER = (
    "| contender | wall | CPU | x real time (wall) | x real time (CPU) | peak memory | steps |\n"
    "| --- | --- | --- | --- | --- | --- | --- |"
)


def write_master(path: Path, seconds: float, channels: int = 2) -> None:
    """Write a WAV that is as uneven as talk: syllables of voice with pauses between the sentences."""
    noise = np.random.default_rng(7)
    time_ = np.arange(_RATE) / _RATE
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        for second in range(round(seconds)):
            pitch = 110 + 40 * (second % 7)
            voice = sum(np.sin(2 * np.pi * pitch * overtone * time_) / overtone for overtone in range(1, 20))
            syllables = np.clip(np.sin(2 * np.pi * 4 * time_ + second), 0, None) * (second % 9 != 8)
            sound = 0.06 * voice * syllables + 0.001 * noise.standard_normal(_RATE)
            sides = [sound * (1 - 0.1 * side) for side in range(channels)]
            file.writeframes((np.clip(np.stack(sides, axis=1), -1, 1) * 32767).astype("<i2").tobytes())


def run_siniar(master: Path, folder: Path, ffmpeg: Path) -> dict[str, float]:
    """The whole audio path; returns the wall time of each step in seconds."""
    steps: dict[str, float] = {}
    recording = _timed(steps, "inspect", lambda: inspect(master, max_bytes=2**40, max_seconds=86_400))
    measured = _timed(steps, "measure", lambda: measure(master, recording, folder, ffmpeg=ffmpeg))
    encoding = _timed(steps, "encode", lambda: encode(master, measured, folder, ffmpeg=ffmpeg))
    chapters = tuple(Chapter(start, f"Bab {start}") for start in range(0, int(encoding.decoded_seconds), 600))
    tags = Tags(title="Ukuran", show="Studio Siniar", cover=b"\xff\xd8" + bytes(200_000), chapters=chapters)

    def write() -> None:
        for rendition in encoding.renditions:
            writer = tag_mp3 if rendition.kind is Kind.MAIN else tag_opus
            writer(rendition.path, folder / f"tagged-{rendition.path.name}", tags, rendition.duration)

    _timed(steps, "tag", write)
    return steps


def run_pydub(master: Path, folder: Path, ffmpeg: Path) -> dict[str, float]:
    """What a script of ten lines does: level by RMS, no true peak, nothing checked afterwards."""
    from pydub import AudioSegment

    steps: dict[str, float] = {}
    AudioSegment.converter = str(ffmpeg)
    with master.open("rb") as file:
        sound = _timed(steps, "load", lambda: AudioSegment.from_wav(file))
    sound = _timed(steps, "mono", lambda: sound.set_channels(1))
    sound = _timed(steps, "gain", lambda: sound.apply_gain(-19.0 - sound.dBFS))
    for form, bitrate in (("mp3", "96k"), ("opus", "24k")):
        export = partial(sound.export, str(folder / f"pydub.{form}"), format=form, bitrate=bitrate)
        _timed(steps, form, export).close()
    _timed(steps, "bars", lambda: [sound[start : start + 9000].max for start in range(0, len(sound), 9000)])
    return steps


CONTENDERS: dict[str, Callable[[Path, Path, Path], dict[str, float]]] = {"siniar": run_siniar, "pydub": run_pydub}


def compete(name: str, master: Path, seconds: float, ffmpeg: Path) -> Result:
    """Run one contender in a process of its own, on one core, and watch it. Linux only."""
    core = min(os.sched_getaffinity(0))
    command = [sys.executable, "-W", "ignore", "-m", "episodes.audio.benchmark", "--contender", name]
    with tempfile.TemporaryDirectory(dir=master.parent) as folder:
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        child = subprocess.Popen(
            [*command, "--core", str(core), "--folder", folder, "--ffmpeg", str(ffmpeg), str(master)],
            stdout=subprocess.PIPE,
        )
        watch = _Watch(child.pid)
        output, _ = child.communicate()
        wall, memory = time.monotonic() - start, watch.stop()
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if child.returncode:
        raise RuntimeError(f"{name} ended with {child.returncode}")
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Result(name, seconds, wall, cpu, memory, json.loads(output))


class _Watch:
    """Samples the memory of a process and its descendants until it is stopped."""

    def __init__(self, pid: int) -> None:
        self._pid, self._peak, self._over = pid, 0, threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def _look(self) -> None:
        while not self._over.wait(_SAMPLING):
            self._peak = max(self._peak, resident(self._pid))

    def stop(self) -> int:
        self._over.set()
        self._thread.join()
        return self._peak


def resident(pid: int) -> int:
    """Bytes that a process and its descendants hold in memory now; what has ended counts nothing. Linux only."""
    base = Path("/proc") / str(pid)
    try:
        pages = int((base / "statm").read_text().split()[1])
        children = " ".join((task / "children").read_text() for task in (base / "task").iterdir())
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE") + sum(resident(int(child)) for child in children.split())


def _timed(steps: dict[str, float], name: str, work: Callable[[], T]) -> T:
    start = time.monotonic()
    result = work()
    steps[name] = round(time.monotonic() - start, 2)
    return result


def main(arguments: list[str] | None = None) -> None:
    """The command line: prints one table row for each contender."""
    parser = argparse.ArgumentParser(prog="python -m episodes.audio.benchmark", description=__doc__)
    parser.add_argument("master", nargs="?", type=Path, help="a WAV; without it one is made")
    parser.add_argument("--minutes", type=float, default=60, help="length of the WAV that is made")
    parser.add_argument("--ffmpeg", type=Path, help="the ffmpeg to use")
    parser.add_argument("--contender", choices=CONTENDERS, help=argparse.SUPPRESS)
    parser.add_argument("--core", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    ffmpeg = find_ffmpeg(given.ffmpeg)
    if given.contender:
        os.sched_setaffinity(0, {given.core})
        json.dump(CONTENDERS[given.contender](given.master, given.folder, ffmpeg), sys.stdout)
        return
    with tempfile.TemporaryDirectory() as folder:
        master = given.master or Path(folder) / "master.wav"
        if given.master is None:
            write_master(master, given.minutes * 60)
        with wave.open(str(master)) as file:
            seconds = file.getnframes() / file.getframerate()
        sys.stdout.write(HEADER + "\n")
        for name in CONTENDERS:
            sys.stdout.write(compete(name, master, seconds, ffmpeg).row() + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
