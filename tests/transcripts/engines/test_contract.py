"""What every Transcriber keeps, whatever runs in it."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from transcripts.engines.protocol import MOST_PROBABLE, SAMPLE_RATE, Options, Pcm, Segment, Transcriber

#: The library leaves its list of tokens open.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*tiktoken:ResourceWarning")

ID = Options()


@pytest.fixture(scope="session")
def heard(transcriber: Transcriber, speech: Pcm) -> list[Segment]:
    """What the engine hears in the speech."""
    return list(transcriber.transcribe(speech, ID))


def test_speech_becomes_segments_with_text(heard: list[Segment]) -> None:
    assert "membersihkan" in " ".join(segment.text for segment in heard).lower()


def test_the_words_joined_by_blanks_are_the_text(heard: list[Segment]) -> None:
    assert [" ".join(word.text for word in segment.words) for segment in heard] == [segment.text for segment in heard]


def test_no_word_holds_a_blank(heard: list[Segment]) -> None:
    assert all(len(word.text.split()) == 1 for segment in heard for word in segment.words)


def test_words_come_in_order_and_do_not_overlap(heard: list[Segment]) -> None:
    words = [word for segment in heard for word in segment.words]
    assert len(words) > 5
    assert all(before.start <= before.end <= after.start for before, after in pairwise(words))


def test_segments_span_their_words_and_lie_within_the_sound(heard: list[Segment], speech: Pcm) -> None:
    for segment in heard:
        assert 0 <= segment.start == segment.words[0].start
        assert segment.words[-1].end == segment.end <= len(speech) / SAMPLE_RATE


def test_probabilities_are_those_of_a_machine(heard: list[Segment]) -> None:
    assert all(0 <= word.probability <= MOST_PROBABLE for segment in heard for word in segment.words)


def test_the_same_sound_gives_the_same_segments_again(
    transcriber: Transcriber, speech: Pcm, heard: list[Segment]
) -> None:
    assert list(transcriber.transcribe(speech, ID)) == heard


def test_silence_yields_nothing(hearing: Transcriber, silence: Pcm) -> None:
    assert list(hearing.transcribe(silence, ID)) == []


@pytest.mark.parametrize("samples", [0, 1, 799, 800, 1600])
def test_sound_too_short_for_a_word_yields_nothing_and_no_error(
    hearing: Transcriber, speech: Pcm, samples: int
) -> None:
    assert list(hearing.transcribe(speech[:samples], ID)) == []


def test_steady_noise_is_not_taken_for_speech(hearing: Transcriber) -> None:
    noise = np.random.default_rng(1).normal(0, 0.05, 5 * SAMPLE_RATE).astype(np.float32)
    assert list(hearing.transcribe(noise, ID)) == []


SECONDS = np.arange(12 * SAMPLE_RATE) / SAMPLE_RATE
CHORD = sum(np.sin(2 * np.pi * pitch * SECONDS) for pitch in (196, 247, 294, 392))
BEAT = np.random.default_rng(1).normal(0, 1, len(SECONDS)) * np.exp(-9 * (SECONDS % 0.5))


@pytest.mark.parametrize(
    "sound",
    [0.05 * CHORD + 0.1 * BEAT, 0.3 * np.sin(2 * np.pi * 50 * SECONDS), 0.1 * CHORD * (1 + np.sin(31 * SECONDS))],
    ids=["music", "hum", "a trembling chord"],
)
def test_what_is_written_over_music_and_hum_is_at_least_doubted(hearing: Transcriber, sound: np.ndarray) -> None:
    assert all(segment.doubts for segment in hearing.transcribe(sound.astype(np.float32), ID))


@pytest.mark.parametrize("wrong", [np.zeros((2, 16000), np.float32), np.zeros(16000, np.int16), np.zeros(16000)])
def test_sound_of_another_shape_is_refused_at_once(transcriber: Transcriber, wrong: Pcm) -> None:
    with pytest.raises(ValueError, match="mono float32"):
        transcriber.transcribe(wrong, ID)


def test_an_unknown_language_is_refused(hearing: Transcriber, speech: Pcm) -> None:
    with pytest.raises(ValueError, match="xx"):
        list(hearing.transcribe(speech, Options(language="xx")))


def test_the_fingerprint_is_the_same_for_the_same_options(transcriber: Transcriber) -> None:
    assert transcriber.fingerprint(Options(hotwords=("Jambi",))) == transcriber.fingerprint(
        Options(hotwords=("Jambi",))
    )


@pytest.mark.parametrize("other", [Options(language="ms"), Options(hotwords=("Jambi",))])
def test_other_options_have_another_fingerprint(transcriber: Transcriber, other: Options) -> None:
    assert transcriber.fingerprint(other) != transcriber.fingerprint(ID)


def test_it_says_its_name_and_model(transcriber: Transcriber) -> None:
    assert transcriber.name
    assert transcriber.model


def test_the_work_can_be_ended_after_the_first_segment(transcriber: Transcriber, speech: Pcm) -> None:
    hearing = transcriber.transcribe(speech, ID)
    next(hearing)
    hearing.close()  # type: ignore[attr-defined]
    assert list(hearing) == []
