"""What is joined to one paragraph."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import pairwise
from timeit import repeat
from unittest.mock import Mock

import pytest

from transcripts.engines.protocol import Segment, Word
from transcripts.text.paragraphs import MOST_WORDS, Paragraph, joined, spread


def sentences(*lengths: float, pause: float = 0.3, start: float = 0.0, end: str = ".") -> list[Segment]:
    """A sentence of ten words for each of `lengths` (seconds), with a pause behind each."""
    made = []
    for length in lengths:
        texts = ["kata"] * 9 + ["akhir" + end]
        each = length / 10
        words = tuple(Word(text, start + n * each, start + (n + 1) * each, 0.8) for n, text in enumerate(texts))
        made.append(Segment(start, start + length, " ".join(texts), words))
        start += length + pause
    return made


def told(segments: list[Segment], speaker: str | int | None = None) -> list[Paragraph]:
    return joined((speaker, segment) for segment in segments)


def test_sentences_of_one_speaker_are_one_paragraph() -> None:
    assert [(made.start, round(made.end, 3)) for made in told(sentences(5, 5, 5))] == [(0.0, 15.6)]


def test_another_speaker_begins_a_paragraph() -> None:
    first, second, third = sentences(4, 4, 4)
    made = joined([("Dara", first), ("Rian", second), ("Rian", third)])
    assert [(part.speaker, len(part.words)) for part in made] == [("Dara", 10), ("Rian", 20)]


def test_a_long_talk_is_cut_into_paragraphs_of_a_readable_length() -> None:
    made = told(sentences(*[7.0] * 60))
    assert all(15 <= part.end - part.start <= 45 for part in made[:-1])


def test_a_paragraph_ends_with_a_sentence() -> None:
    assert all(part.text.endswith(".") for part in told(sentences(*[8.3] * 30)))


def test_of_several_sentences_the_one_with_the_longest_pause_ends_the_paragraph() -> None:
    before = sentences(8, 8, 8, pause=0.2)
    after = sentences(8, 8, 8, pause=0.2, start=before[-1].end + 1.0)
    assert told([*before, *after])[0].end == before[-1].end


def test_a_pause_after_a_sentence_ends_a_paragraph() -> None:
    assert len(told(sentences(8, 8, pause=1.6))) == 2


def test_a_short_answer_is_no_paragraph_because_of_a_pause() -> None:
    assert len(told(sentences(2, 2, pause=1.6))) == 1


def test_a_pause_within_a_sentence_ends_nothing() -> None:
    assert len(told(sentences(8, 8, pause=1.6, end=""))) == 1


def test_music_ends_a_paragraph_wherever_it_is() -> None:
    assert len(told(sentences(2, 2, pause=5.5, end=""))) == 2


def test_a_sentence_is_not_broken_before_it_has_gone_on_for_a_minute() -> None:
    assert len(told(sentences(20, 20, 15, end=""))) == 1


def test_talk_without_a_full_stop_is_broken_where_the_speaker_pauses() -> None:
    before = sentences(10, 10, 10, pause=0.2, end="")
    after = sentences(10, 10, 10, 10, pause=0.2, start=before[-1].end + 0.9, end="")
    assert [part.end for part in told([*before, *after])][:1] == [before[-1].end]


def test_no_machine_is_as_sure_as_a_person() -> None:
    sure = Segment(0, 1, "ya", (Word("ya", 0, 1, 1.0),))
    assert told([sure])[0].words[0].probability == 0.999


def test_doubts_stay_with_the_seconds_that_they_are_about() -> None:
    first, second = sentences(8, 8, pause=2.0)
    doubtful = Segment(second.start, second.end, second.text, second.words, doubts=("repeated",))
    assert [part.doubts for part in told([first, doubtful])] == [(), (("repeated", 10.0, 18.0),)]


def test_a_cue_without_words_gets_its_time_spread_over_them() -> None:
    made = told([Segment(1.0, 2.0, "kami datang")])[0]
    assert [(word.text, word.start, word.end) for word in made.words] == [("kami", 1.0, 1.4), ("datang", 1.4, 2.0)]


def test_words_that_overlap_are_put_in_order() -> None:
    made = told([Segment(0.0, 4.0, "satu dua"), Segment(3.0, 5.0, "tiga")])[0]
    assert all(before.end <= after.start for before, after in pairwise(made.words))


def test_pieces_without_text_leave_no_trace() -> None:
    assert told([Segment(0.0, 4.0, " ")]) == []


@pytest.mark.parametrize(("start", "end"), [(3.0, 3.0), (3.0, 3.001)])
def test_even_without_time_spread_words_come_one_after_another(start: float, end: float) -> None:
    made = spread("satu dua tiga", start, end)
    assert all(word.start < word.end for word in made)
    assert all(before.end <= after.start for before, after in pairwise(made))


def crowd(number: int) -> list[Segment]:
    """One cue of a minute in which nobody could say so much."""
    return [Segment(0, 59, "kata " * number)]


def crowds(number: int) -> list[Segment]:
    """As many words in cues that follow each other fast, none with a full stop."""
    return [Segment(at / 100, (at + 1) / 100, "kata kata kata kata") for at in range(number // 4)]


def doubtful(number: int) -> list[Segment]:
    """Days of talk, each sentence of which is doubtful."""
    return [Segment(at * 2, at * 2 + 2, "kata kata kata kata.", doubts=("a", "b")) for at in range(number // 4)]


@pytest.mark.parametrize("made", [crowd, crowds, doubtful])
def test_four_times_as_much_takes_four_times_as_long(made: Callable[[int], list[Segment]]) -> None:
    short, long = made(7_500), made(30_000)
    assert quickest(long) < 9 * quickest(short)  # where it grew with the square, sixteen times


def quickest(segments: list[Segment]) -> float:
    """Seconds of the processor, the best of several runs."""
    return min(repeat(lambda: told(segments), timer=time.process_time, number=1, repeat=4))


def test_a_sentence_without_an_end_is_looked_through_once(monkeypatch: pytest.MonkeyPatch) -> None:
    look = Mock(return_value=0)
    monkeypatch.setattr("transcripts.text.paragraphs._best", look)
    words = [Word("kata", at / 15, at / 15 + 0.05, 0.8) for at in range(15 * 58)]
    assert len(told([Segment(0, 58, "kata", tuple(words))])) == 1
    assert look.call_count == 1


def test_times_that_nobody_could_keep_make_no_paragraph_without_end() -> None:
    made = told([Segment(1, 1, "kata " * 100)] * 25)
    assert [len(part.words) for part in made] == [MOST_WORDS, MOST_WORDS, 500]
