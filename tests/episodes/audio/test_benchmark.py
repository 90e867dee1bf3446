"""The benchmark measures what it says, and the audio path keeps its memory whatever the length."""

from pathlib import Path

import pytest

from episodes.audio.benchmark import CONTENDERS, Result, compete, main, resident, write_master
from tests import sounds


@pytest.fixture(scope="module")
def results(ffmpeg: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[int, Result]:
    folder = tmp_path_factory.mktemp("benchmark")
    found = {}
    for seconds in (3, 40):
        write_master(folder / "master.wav", seconds)
        found[seconds] = compete("siniar", folder / "master.wav", seconds, ffmpeg)
    return found


def test_thirteen_times_the_length_takes_hardly_more_memory(results: dict[int, Result]) -> None:
    assert results[40].memory - results[3].memory < 12e6  # 40 seconds decoded are 8 MB, the file is 7


def test_the_audio_steps_stay_below_the_bar(results: dict[int, Result]) -> None:
    assert 20e6 < results[40].memory < 400e6


def test_every_step_is_timed(results: dict[int, Result]) -> None:
    assert list(results[40].steps) == ["inspect", "measure", "encode", "tag"]


def test_the_steps_make_up_most_of_the_time(results: dict[int, Result]) -> None:
    assert 0 < sum(results[40].steps.values()) <= results[40].wall


def test_a_row_says_how_many_times_real_time() -> None:
    row = Result("siniar", seconds=3600, wall=100, cpu=90, memory=150_000_000, steps={"encode": 60.0}).row()
    assert row == "| siniar | 100.0 s | 90.0 s | 36.0 | 40.0 | 150 MB | encode 60.0 s |"


@pytest.mark.parametrize("name", CONTENDERS)
def test_each_contender_makes_an_mp3_and_an_opus_file(name: str, ffmpeg: Path, tmp_path: Path) -> None:
    write_master(tmp_path / "master.wav", 2)
    CONTENDERS[name](tmp_path / "master.wav", tmp_path, ffmpeg)
    assert {path.suffix for path in tmp_path.iterdir()} >= {".mp3", ".opus"}


def test_a_process_that_is_gone_holds_no_memory() -> None:
    assert resident(2**22 + 1) == 0


def test_the_command_prints_a_row_for_each_contender(
    ffmpeg: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    master = sounds.write_wav(tmp_path / "a.wav", sounds.voice(2), sounds.voice(2))
    main([str(master), "--ffmpeg", str(ffmpeg)])
    assert [line.split("|")[1].strip() for line in capsys.readouterr().out.splitlines()] == [
        "contender", "---", "siniar", "pydub",
    ]  # fmt: skip
