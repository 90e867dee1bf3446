"""The ways in which a recording is turned into text when they are compared, each as a program that prints it."""

import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from transcripts.benchmarks.processes import Run, run

MAKE_CHECKPOINT = (
    "import sys; from pathlib import Path; from transcripts.engines.checkpoint import checkpoint; "
    "print(checkpoint(Path(sys.argv[1]), Path(sys.argv[2])))"
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where and with what is measured: the project's folder, the model's folder, the language of the speech."""

    project: Path
    weights: Path
    language: str


Way = Callable[[Path], Run]


def product(place: Place, engine: str) -> Way:
    """The product's own path: windows, engine, guards, in Django."""

    def transcribe(path: Path) -> Run:
        words = ("manage.py", "measure_transcripts", "--hear", str(path), "--engine", engine)
        return run((sys.executable, *words, "--language", place.language), place.project)

    return transcribe


def by_hand(place: Place) -> Way:
    """The same weights by faster-whisper alone."""
    module = "transcripts.benchmarks.by_hand"
    return lambda path: run(
        (sys.executable, "-m", module, str(place.weights), str(path), place.language), place.project
    )


def openai(place: Place, python: Path, folder: Path) -> Way:
    """The same weights by the command line of openai-whisper, which the interpreter `python` has: beam 5, one thread.

    Its form of the weights is written into `folder`. Raises Failed.
    """
    made = run((str(python), "-c", MAKE_CHECKPOINT, str(place.weights), str(folder)), place.project)
    options: Mapping[str, str] = {
        "--model": made.output.strip(),
        "--language": place.language,
        "--device": "cpu",
        "--fp16": "False",
        "--threads": "1",
        "--beam_size": "5",
        "--output_format": "txt",
    }

    def transcribe(path: Path) -> Run:
        with tempfile.TemporaryDirectory() as output:
            flat = [part for option in options.items() for part in option]
            done = run((str(python), "-m", "whisper", str(path), *flat, "--output_dir", output), place.project)
            return replace(done, output=(Path(output) / f"{path.stem}.txt").read_text(encoding="utf-8"))

    return transcribe
