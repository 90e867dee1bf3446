"""The committed masters: their lengths, their sizes, and that each sentence is heard when the account says so."""

import numpy as np
import pytest

from demo import recording, script
from demo.content import MASTERS, DemoEpisode, episodes
from tests.demo.conftest import RATE


def _decibels(samples: np.ndarray, start: float, end: float) -> float:
    part = samples[..., int(start * RATE) : int(end * RATE)]
    return float(10 * np.log10(np.mean(np.square(part, dtype="f8")) + 1e-12))


def test_all_masters_together_are_at_most_four_megabytes() -> None:
    assert sum(episode.master.stat().st_size for episode in episodes()) <= 4_000_000


def test_the_masters_are_of_three_kinds() -> None:
    assert {episode.master.suffix for episode in episodes()} == {".flac", ".opus", ".m4a"}


def test_no_master_is_left_over_from_an_older_script() -> None:
    assert {path.stem for path in MASTERS.iterdir()} == {episode.name for episode in episodes()}


def test_an_episode_lasts_one_to_three_minutes(samples: np.ndarray) -> None:
    assert 60 <= len(samples) / RATE <= 180


def test_the_account_knows_the_length(episode: DemoEpisode, samples: np.ndarray) -> None:
    assert episode.duration == pytest.approx(len(samples) / RATE, abs=0.05)


def test_what_was_said_is_what_is_written(episode: DemoEpisode) -> None:
    written = script.read(script.FOLDER / f"{episode.name}.json")
    said = [(turn.speaker, [sentence.text for sentence in turn.sentences]) for turn in episode.turns]
    assert said == [(turn.speaker, list(turn.says)) for part in written.chapters for turn in part.turns]
    assert [chapter.title for chapter in episode.chapters] == [part.title for part in written.chapters]


def test_sentences_follow_each_other_inside_the_recording(episode: DemoEpisode) -> None:
    edges = [edge for sentence in episode.sentences for edge in (sentence.start, sentence.end)]
    assert edges == sorted(set(edges))
    assert edges[0] > 0
    assert edges[-1] < episode.duration


def test_a_turn_reaches_from_its_first_to_its_last_sentence(episode: DemoEpisode) -> None:
    for turn in episode.turns:
        assert (turn.start, turn.end) == (turn.sentences[0].start, turn.sentences[-1].end)


def test_the_first_chapter_begins_with_the_recording_and_the_others_with_a_turn(episode: DemoEpisode) -> None:
    first, *others = [chapter.start for chapter in episode.chapters]
    assert first == 0
    assert 2 <= len(others) <= 4
    assert set(others) <= {turn.start for turn in episode.turns}


def test_every_sentence_is_heard_at_its_time_and_silence_around_it(episode: DemoEpisode, samples: np.ndarray) -> None:
    for sentence in episode.sentences:
        assert _decibels(samples, sentence.start, sentence.start + 0.2) > -45, sentence.text
        assert _decibels(samples, sentence.end - 0.3, sentence.end) > -55, sentence.text
        assert _decibels(samples, sentence.end + 0.03, sentence.end + 0.2) < -70, sentence.text


def test_nothing_is_clipped_and_nothing_is_lost_in_silence(channels: np.ndarray) -> None:
    assert np.abs(channels).max() < 0.95
    assert _decibels(channels, 0, channels.size) > -40


def test_the_jingle_begins_softly_and_stays_below_the_voices(episode: DemoEpisode, samples: np.ndarray) -> None:
    jingle = max(_decibels(samples, second / 10, second / 10 + 0.4) for second in range(40))
    voices = np.mean([_decibels(samples, turn.start, turn.end) for turn in episode.turns])
    assert np.abs(samples[: int(0.2 * RATE)]).max() < 0.01
    assert jingle < voices


def test_host_and_guest_differ_in_level_so_that_there_is_something_to_even_out(
    episode: DemoEpisode, samples: np.ndarray
) -> None:
    levels = {
        person.name: np.mean(
            [_decibels(samples, turn.start, turn.end) for turn in episode.turns if turn.speaker == person.name]
        )
        for person in episode.people
    }
    assert 2 < max(levels.values()) - min(levels.values()) < 6


def test_people_speak_at_an_unhurried_pace(episode: DemoEpisode) -> None:
    words = sum(len(sentence.text.split()) for sentence in episode.sentences)
    minutes = sum(sentence.end - sentence.start for sentence in episode.sentences) / 60
    assert 100 <= words / minutes <= 135


def test_an_account_survives_writing_and_reading(episode: DemoEpisode, tmp_path) -> None:
    committed = MASTERS / f"{episode.name}.json"
    recording.write(recording.read(committed), tmp_path / "again.json")
    assert (tmp_path / "again.json").read_bytes() == committed.read_bytes()
