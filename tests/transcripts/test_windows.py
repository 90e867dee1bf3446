"""Recordings of any length in windows that end where somebody pauses."""

from __future__ import annotations

import wave
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from tests.models import model_folder
from tests.transcripts.engines.conftest import SPEECH
from transcripts import windows as module
from transcripts.engines.fast_whisper import FastWhisper
from transcripts.engines.protocol import SAMPLE_RATE, Options, Pcm, Segment
from transcripts.engines.recordings import RecordingDamaged, decoded
from transcripts.windows import Window, windows


@pytest.fixture(scope="session")
def weights() -> Path:
    """The folder of the real base model."""
    return model_folder()


@pytest.fixture(scope="session")
def talk() -> Pcm:
    """Forty seconds: five times the same real sentence, and a second of silence after each."""
    return np.tile(np.concatenate([*decoded(SPEECH), np.zeros(SAMPLE_RATE, np.float32)]), 5)


@pytest.fixture(scope="session")
def recording(talk: Pcm, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The talk as a file."""
    path = tmp_path_factory.mktemp("windows") / "talk.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
        file.writeframes((talk * 32_768).astype("<i2").tobytes())
    return path


@pytest.fixture(scope="session")
def cut(recording: Path) -> list[Window]:
    """The talk in windows of at most seventeen seconds."""
    return list(windows(recording, target_seconds=17))


def test_joined_they_are_the_whole_recording(cut: list[Window], talk: Pcm) -> None:
    assert len(cut) >= 3
    assert np.array_equal(np.concatenate([window.pcm for window in cut]), talk)


def test_each_begins_where_the_one_before_ends(cut: list[Window], talk: Pcm) -> None:
    assert [window.index for window in cut] == list(range(len(cut)))
    assert cut[0].start == 0
    assert all(before.end == after.start for before, after in pairwise(cut))
    assert cut[-1].end == len(talk) / SAMPLE_RATE


def test_none_is_longer_than_the_target_nor_shorter_than_four_fifths_of_it(cut: list[Window]) -> None:
    assert all(13.6 <= window.end - window.start <= 17.0 for window in cut[:-1])


def test_they_end_in_silence(cut: list[Window]) -> None:
    for window in cut[:-1]:
        assert float(np.abs(window.pcm[-800:]).max()) < 0.02


def test_borders_survive_being_stored_with_two_decimals(cut: list[Window]) -> None:
    assert all(window.end == round(window.end, 2) for window in cut[:-1])


def test_the_same_recording_has_the_same_borders_again(recording: Path, cut: list[Window]) -> None:
    assert list(windows(recording, target_seconds=17)) == cut


@pytest.mark.parametrize("stored", [1, 2])
def test_taken_up_after_a_stored_window_the_rest_is_the_same(recording: Path, cut: list[Window], stored: int) -> None:
    rest = list(windows(recording, target_seconds=17, resume_from=(stored, cut[stored - 1].end)))
    assert rest == cut[stored:]
    assert all(np.array_equal(one.pcm, other.pcm) for one, other in zip(rest, cut[stored:], strict=True))


def test_taken_up_after_the_last_window_nothing_is_left(recording: Path, cut: list[Window]) -> None:
    assert list(windows(recording, target_seconds=17, resume_from=(len(cut), cut[-1].end))) == []


def test_stored_windows_are_not_searched_for_pauses_again(
    recording: Path, cut: list[Window], monkeypatch: pytest.MonkeyPatch
) -> None:
    searched = []
    monkeypatch.setattr(module, "stretch", lambda pcm, longest: (searched.append(len(pcm)), longest)[1])
    list(windows(recording, target_seconds=17, resume_from=(1, cut[0].end)))
    assert len(searched) == len(cut) - 2


def test_a_short_recording_is_one_window_and_is_not_searched_for_pauses(
    recording: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "stretch", None)
    (window,) = windows(recording)
    assert (window.index, window.start) == (0, 0.0)


def test_a_recording_without_a_sample_has_no_window(tmp_path: Path) -> None:
    with wave.open(str(tmp_path / "kosong.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(SAMPLE_RATE)
    assert list(windows(tmp_path / "kosong.wav")) == []


def test_a_damaged_recording_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_bytes(b"Ini bukan rekaman")
    with pytest.raises(RecordingDamaged):
        list(windows(tmp_path / "a.mp3"))


def test_no_more_than_a_window_and_a_block_is_held(recording: Path, talk: Pcm, monkeypatch: pytest.MonkeyPatch) -> None:
    taken = 0

    def counted() -> object:
        nonlocal taken
        for at in range(0, len(talk), SAMPLE_RATE):
            taken += SAMPLE_RATE
            yield talk[at : at + SAMPLE_RATE]

    monkeypatch.setattr(module, "decoded", lambda path: counted())
    for window in windows(recording, target_seconds=5):
        assert taken - window.start * SAMPLE_RATE <= 6 * SAMPLE_RATE + len(window.pcm)


def hear(recording: Path, engine: FastWhisper, **more: object) -> list[tuple[Window, list[Segment]]]:
    """Every window with what is said in it, on the clock of the recording."""
    return [
        (window, [segment.shifted(window.start) for segment in engine.transcribe(window.pcm, Options())])
        for window in windows(recording, target_seconds=17, **more)  # type: ignore[arg-type]
    ]


def test_a_transcript_taken_up_between_windows_is_the_one_made_at_a_stretch(recording: Path, weights: Path) -> None:
    at_a_stretch = hear(recording, FastWhisper(weights))
    first = at_a_stretch[:1]
    taken_up = hear(recording, FastWhisper(weights), resume_from=(1, first[0][0].end))
    assert len(at_a_stretch) == 3
    assert first + taken_up == at_a_stretch


def test_times_are_those_of_the_recording(recording: Path, weights: Path, talk: Pcm) -> None:
    said = [segment for _, found in hear(recording, FastWhisper(weights)) for segment in found]
    garages = [word.start for segment in said for word in segment.words if word.text.startswith("garasi")]
    length = len(talk) / SAMPLE_RATE / 5
    assert [start - at * length for at, start in enumerate(garages)] == [pytest.approx(garages[0], abs=0.3)] * 5
