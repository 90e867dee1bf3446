"""Where sound is cut."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from transcripts.engines.pauses import Passage, passages, pauses, stretch
from transcripts.engines.protocol import SAMPLE_RATE, EngineUnavailable, Pcm

SECOND = SAMPLE_RATE


@pytest.fixture(scope="session")
def talk(speech: Pcm) -> Pcm:
    """Speech, 3 s of nothing, speech, 1 s of nothing, speech: each speech without the silence at its ends."""
    said = speech[int(0.5 * SECOND) : int(6.3 * SECOND)]
    return np.concatenate((said, np.zeros(3 * SECOND, np.float32), said, np.zeros(SECOND, np.float32), said))


def test_the_pauses_of_real_speech_are_found(talk: Pcm) -> None:
    long = [pause for pause in pauses(talk) if pause.end - pause.start > 0.8 * SECOND]
    assert [round((pause.start + pause.end) / 2 / SECOND, 0) for pause in long] == [7.0, 15.0]


def test_silence_is_one_pause() -> None:
    (pause,) = pauses(np.zeros(2 * SECOND, np.float32))
    assert (pause.start, pause.end) == (0, 2 * SECOND)


def test_no_sound_has_no_pause() -> None:
    assert pauses(np.zeros(0, np.float32)) == []


def test_sound_that_fits_is_not_cut(talk: Pcm) -> None:
    assert stretch(talk, len(talk)) == len(talk)


def test_the_cut_lies_amid_the_longest_pause_of_the_last_fifth(talk: Pcm) -> None:
    # The last fifth of 16 s begins at 12.8 s: of both pauses only the second one lies in it.
    assert stretch(talk, 16 * SECOND) / SECOND == pytest.approx(15.1, abs=0.3)


def test_the_longer_pause_wins(talk: Pcm) -> None:
    whole = np.concatenate((np.zeros(60 * SECOND, np.float32), talk))
    assert stretch(whole, 76 * SECOND) / SECOND == pytest.approx(67.3, abs=0.3)


def test_the_cut_lies_on_whole_hundredths_of_a_second(talk: Pcm) -> None:
    assert stretch(talk, 16 * SECOND) % 160 == 0


def test_where_nobody_pauses_the_quietest_place_is_cut(speech: Pcm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transcripts.engines.pauses.pauses", lambda pcm: [])
    loud = np.random.default_rng(1).normal(0, 0.3, 20 * SECOND).astype(np.float32)
    loud[int(17.5 * SECOND) : int(17.8 * SECOND)] *= 0.01
    assert stretch(loud, 20 * SECOND - 1) / SECOND == pytest.approx(17.65, abs=0.06)


@pytest.mark.parametrize("longest", [1, 160, 1000])
def test_a_cut_always_takes_something(longest: int) -> None:
    assert stretch(np.zeros(5000, np.float32), longest) >= 160


def test_a_missing_voice_detector_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "faster_whisper.vad", None)
    with pytest.raises(EngineUnavailable, match="package_missing"):
        pauses(np.zeros(SECOND, np.float32))


def test_what_is_heard_is_speech_alone(talk: Pcm) -> None:
    (passage,) = passages(talk, 30.0)
    assert len(passage.pcm) / SECOND == pytest.approx(len(talk) / SECOND - 3, abs=0.8)


def test_passages_are_cut_at_pauses_and_hold_about_as_much_as_is_asked(talk: Pcm) -> None:
    assert [round(len(passage.pcm) / SECOND) for passage in passages(talk, 13.0)] == [12, 6]


def test_who_speaks_on_is_not_cut_off(speech: Pcm) -> None:
    (passage,) = passages(speech, 2.0)
    assert len(passage.pcm) > 5 * SECOND


def test_silence_has_no_passage() -> None:
    assert list(passages(np.zeros(2 * SECOND, np.float32), 30.0)) == []


def test_a_word_in_a_passage_is_told_on_the_clock_of_the_sound() -> None:
    passage = Passage(np.zeros(4 * SECOND, np.float32), ((0, SECOND), (2 * SECOND, 10 * SECOND)))
    assert (passage.span(0.5, 1.0), passage.span(2.5, 3.0)) == ((1.5, 2.0), (10.5, 11.0))


def test_a_word_at_a_cut_belongs_to_the_part_with_its_middle() -> None:
    passage = Passage(np.zeros(4 * SECOND, np.float32), ((0, SECOND), (2 * SECOND, 10 * SECOND)))
    assert (passage.span(1.5, 2.2), passage.span(1.9, 2.5)) == ((2.5, 3.2), (9.9, 10.5))
