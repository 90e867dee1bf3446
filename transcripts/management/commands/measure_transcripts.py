"""`manage.py measure_transcripts`: how well and how fast the engine hears, beside the same weights run otherwise."""

from __future__ import annotations

import tempfile
from argparse import SUPPRESS
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from transcripts import speech
from transcripts.benchmarks import ways
from transcripts.benchmarks.processes import Failed, Run
from transcripts.benchmarks.references import Referenced, referenced
from transcripts.engines.protocol import SAMPLE_RATE, EngineUnavailable, Options
from transcripts.engines.recordings import RecordingDamaged, decoded
from transcripts.text.accuracy import NOTHING, Accuracy, accuracy
from transcripts.windows import windows

OWN, HAND, OPENAI = "Siniar", "by hand", "openai-whisper"
HEAD = ("recording", "way", "WER", "CER", "wall", "CPU", "peak MB")


@dataclass(frozen=True, slots=True)
class Figure:
    """What one way made of one recording (or of all): RTF is seconds of work per second of sound."""

    recording: str
    way: str
    accuracy: Accuracy
    seconds: float
    wall: float
    cpu: float
    peak: int

    def row(self) -> tuple[str, ...]:
        wall, cpu = self.wall / self.seconds, self.cpu / self.seconds
        wer, cer = self.accuracy.wer, self.accuracy.cer
        return (
            self.recording,
            self.way,
            f"{wer:.3f}",
            f"{cer:.3f}",
            f"{wall:.3f}",
            f"{cpu:.3f}",
            f"{self.peak / 1e6:.0f}",
        )


class Command(BaseCommand):
    help = (
        "Transcribes each recording that has its text beside it (.txt, or .json with turns) and prints errors per word "
        "(WER) and letter (CER), seconds of work per second of sound (by the clock and by the processor, start "
        "included) and the most memory; beside it the same weights run by hand. One thread, one process per run."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="*", type=Path, help="by default the recordings that come with Siniar")
        parser.add_argument("--engine", default=speech.chosen(), choices=sorted(speech.ENGINES))
        parser.add_argument("--language", default="id")
        parser.add_argument("--rounds", type=int, default=1, help="each way in turn, so often; medians are printed")
        parser.add_argument("--beside-openai", type=Path, metavar="PYTHON", help="a Python that has openai-whisper")
        parser.add_argument("--hear", type=Path, help=SUPPRESS)  # what each process of the product's own way runs

    def handle(
        self,
        *,
        folder: list[Path],
        engine: str,
        language: str,
        rounds: int,
        beside_openai: Path | None,
        hear: Path | None,
        **options: object,
    ) -> None:
        try:
            if hear:
                self.stdout.write(_text(hear, engine, language))
                return
            with tempfile.TemporaryDirectory() as checkpoints:
                place = ways.Place(settings.BASE_DIR, speech.fetch(), language)
                chosen = {OWN: ways.product(place, engine), HAND: ways.by_hand(place)}
                if beside_openai:
                    chosen[OPENAI] = ways.openai(place, beside_openai, Path(checkpoints))
                self._report(_recordings(folder), chosen, max(1, rounds))
        except EngineUnavailable as error:
            raise CommandError(speech.sentence(error)) from error
        except Failed as error:
            raise CommandError(error.said) from error

    def _report(self, recordings: Sequence[Referenced], chosen: Mapping[str, ways.Way], rounds: int) -> None:
        """Measure and print each recording as it is done, all together, and how the other ways compare."""
        self._print([HEAD, tuple("-" * 3 for _name in HEAD)])
        measured = []
        for recording in recordings:
            measured.append(_measured(recording, chosen, rounds))
            self._print(figure.row() for figure in measured[-1])
        totals = [_total(figures) for figures in zip(*measured, strict=True)]
        self._print(total.row() for total in totals)
        own = totals[0]
        for other in totals[1:]:
            self.stdout.write(
                f"{OWN} against {other.way}: {other.wall / own.wall:.1f} x as fast by the clock, "
                f"{other.cpu / own.cpu:.1f} x by the processor, {own.peak / other.peak:.2f} of the memory, "
                f"WER {own.accuracy.wer - other.accuracy.wer:+.3f}"
            )

    def _print(self, rows: Iterable[Sequence[str]]) -> None:
        for row in rows:
            self.stdout.write(f"| {' | '.join(row)} |")
        self.stdout.flush()


def _recordings(folders: Sequence[Path]) -> list[Referenced]:
    chosen = folders or [settings.BASE_DIR / "tests" / "audio", settings.BASE_DIR / "demo" / "masters"]
    try:
        found = [recording for folder in chosen for recording in referenced(folder)]
    except (OSError, ValueError) as error:
        raise CommandError(str(error)) from error
    if not found:
        raise CommandError(_("There is no recording with its text beside it."))
    return found


def _text(path: Path, engine: str, language: str) -> str:
    """What the product hears in the recording at `path`, as the step does it, but without names to listen for."""
    transcriber, options = speech.ENGINES[engine](lambda share: None), Options(language=language)
    heard = (
        segment.text
        for window in windows(path)
        for segment in transcriber.transcribe(window.pcm, options, offset=window.start)
    )
    return " ".join(heard)


def _measured(recording: Referenced, chosen: Mapping[str, ways.Way], rounds: int) -> list[Figure]:
    """What each way made of a recording; the ways take turns, so that a busy machine is busy for all."""
    seconds = _seconds(recording.path)
    runs: dict[str, list[Run]] = {name: [] for name in chosen}
    for _round in range(rounds):
        for name, way in chosen.items():
            runs[name].append(way(recording.path))
    return [
        Figure(
            recording=recording.path.name,
            way=name,
            accuracy=accuracy(recording.reference, done[0].output),
            seconds=seconds,
            wall=median(run.wall for run in done),
            cpu=median(run.cpu for run in done),
            peak=round(median(run.peak for run in done)),
        )
        for name, done in runs.items()
    ]


def _seconds(path: Path) -> float:
    try:
        return sum(len(block) for block in decoded(path)) / SAMPLE_RATE
    except RecordingDamaged as error:
        raise CommandError(f"{path.name}: {error}") from error


def _total(figures: Sequence[Figure]) -> Figure:
    """All recordings of one way: times added, the highest peak."""
    return Figure(
        recording="all",
        way=figures[0].way,
        accuracy=sum((figure.accuracy for figure in figures), NOTHING),
        seconds=sum(figure.seconds for figure in figures),
        wall=sum(figure.wall for figure in figures),
        cpu=sum(figure.cpu for figure in figures),
        peak=max(figure.peak for figure in figures),
    )
