"""`manage.py measure_transcripts`."""

from __future__ import annotations

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from transcripts import speech
from transcripts.benchmarks import ways
from transcripts.benchmarks.processes import Failed, Run
from transcripts.engines.protocol import Segment

AUDIO = Path(__file__).parents[1] / "audio"
SAID = (AUDIO / "real-id-common-voice-19059577.txt").read_text().strip()


@pytest.fixture
def three_ways(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[str]:
    """Ways that run nothing: ours makes no error, ten times as fast as the others, in half their memory."""
    order: list[str] = []

    def way(name: str, run: Run) -> ways.Way:
        def transcribe(path: Path) -> Run:
            order.append(name)
            return run

        return transcribe

    slow = Run(SAID.replace("Tom", "Bom"), 7.0, 6.0, 1_000_000_000)
    monkeypatch.setattr(speech, "fetch", lambda: tmp_path)
    monkeypatch.setattr(ways, "product", lambda *args: way("ours", Run(SAID, 0.7, 0.6, 500_000_000)))
    monkeypatch.setattr(ways, "by_hand", lambda *args: way("hand", slow))
    monkeypatch.setattr(ways, "openai", lambda *args: way("openai", slow))
    return order


def measured(*arguments: str) -> str:
    out = StringIO()
    call_command("measure_transcripts", str(AUDIO), *arguments, stdout=out)
    return out.getvalue()


def test_each_recording_gets_a_row_for_each_way(three_ways: list[str]) -> None:
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in measured().splitlines()]
    assert rows[0] == ["recording", "way", "WER", "CER", "wall", "CPU", "peak MB"]
    assert rows[2][1:5] == ["Siniar", "0.000", "0.000", "0.099"]
    assert rows[3][1:] == ["by hand", "0.083", "0.011", "0.989", "0.847", "1000"]


def test_ratios_say_how_the_others_compare(three_ways: list[str]) -> None:
    assert measured("--beside-openai", "python").splitlines()[-1] == (
        "Siniar against openai-whisper: 10.0 x as fast by the clock, 10.0 x by the processor, 0.50 of the memory, "
        "WER -0.083"
    )


def test_the_ways_take_turns(three_ways: list[str]) -> None:
    measured("--rounds", "2", "--beside-openai", "python")
    assert three_ways == ["ours", "hand", "openai"] * 2


def test_a_program_that_fails_is_told(three_ways: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*args: object) -> ways.Way:
        raise Failed(("python",), "No module named whisper")

    monkeypatch.setattr(ways, "openai", fails)
    with pytest.raises(CommandError, match="No module named whisper"):
        measured("--beside-openai", "python")


def test_a_folder_without_references_is_told(three_ways: list[str], tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        call_command("measure_transcripts", str(tmp_path))


def test_the_own_way_prints_what_the_engine_hears_window_by_window(monkeypatch: pytest.MonkeyPatch) -> None:
    class Echo:
        def transcribe(self, pcm: object, options: object, *, offset: float) -> list[Segment]:
            return [Segment(0, 1, f"mulai {offset:g}"), Segment(1, 2, "selesai")]

    monkeypatch.setattr(speech, "ENGINES", {"faster-whisper": lambda progress: Echo()})
    recording = AUDIO / "real-id-common-voice-19059577.flac"
    assert measured("--hear", str(recording), "--engine", "faster-whisper") == "mulai 0 selesai\n"
