"""Runs a program to its end and tells what it took: time, processor time, and the most memory that it held.

Each run is a process of its own, so that none inherits the peak of another. Works on Unix only.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

LAUNCH = Path(__file__).with_name("launch.py")

ONE_THREAD = ("env", "OMP_NUM_THREADS=1", "MKL_NUM_THREADS=1")
"""What is compared runs on one thread: with more, libraries that wait actively for each other spoil every figure."""


class Failed(Exception):
    """The program ended with another status than 0; `said` is the end of what it told on stderr."""

    def __init__(self, command: Sequence[str], said: str) -> None:
        self.said = said
        super().__init__(" ".join(command), said)


@dataclass(frozen=True, slots=True)
class Run:
    """What a program printed and what it took: seconds of the clock and of the processor, bytes at its peak."""

    output: str
    wall: float
    cpu: float
    peak: int


def run(command: Sequence[str], folder: Path) -> Run:
    """Runs `command` in `folder` on one thread, start-up included. Raises Failed."""
    with tempfile.TemporaryDirectory() as place:
        output, errors = Path(place) / "output", Path(place) / "errors"
        launched = (sys.executable, str(LAUNCH), str(output), str(errors), *ONE_THREAD, *command)
        told = subprocess.run(launched, cwd=folder, stdout=subprocess.PIPE, check=True)
        took = json.loads(told.stdout)
        if took["status"]:
            raise Failed(command, errors.read_text(errors="replace")[-2_000:])
        return Run(output.read_text(errors="replace"), took["wall"], took["cpu"], took["peak"] * 1024)
