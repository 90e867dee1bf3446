"""Times that go forward, and an end to everything."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from transcripts.formats.cue import Cue
from transcripts.formats.errors import FormatError
from transcripts.formats.timeline import MOST_CUES, MOST_WORDS, Found, checked, in_order


def refused(*found: Found, length: float | None = None) -> tuple[str, int]:
    with pytest.raises(FormatError) as error:
        checked(found, length)
    return error.value.code, error.value.line


def times(*found: Found, length: float | None = None) -> list[tuple[float, float]]:
    return [(cue.start, cue.end) for cue in checked(found, length)]


def test_what_is_in_order_is_taken_as_it_is() -> None:
    assert checked([Found(1, 0.5, 2, "satu", "Rini"), Found(4, 2, 3, "dua")]) == [
        Cue(0.5, 2, "satu", "Rini"),
        Cue(2, 3, "dua"),
    ]


def test_a_cue_without_text_is_dropped() -> None:
    assert checked([Found(1, 0, 1, " \n\u200b"), Found(2, 1, 2, "a")]) == [Cue(1, 2, "a")]


def test_texts_and_names_are_tidied() -> None:
    assert checked([Found(1, 0, 1, " a \n\n b", " Ibu\nRini ")]) == [Cue(0, 1, "a\nb", "Ibu Rini")]


def test_times_below_zero_are_refused() -> None:
    assert refused(Found(1, 0, 1, "a"), Found(7, -1, 2, "b")) == (FormatError.NEGATIVE_TIME, 7)


def test_an_end_before_its_start_is_refused() -> None:
    assert refused(Found(3, 5, 4, "a")) == (FormatError.END_BEFORE_START, 3)


def test_a_cue_that_begins_before_the_one_above_is_refused() -> None:
    assert refused(Found(1, 5, 6, "a"), Found(4, 4.99, 7, "b")) == (FormatError.OUT_OF_ORDER, 4)


def test_fifty_milliseconds_of_rounding_are_cut_from_the_first() -> None:
    assert times(Found(1, 0, 2.05, "a"), Found(2, 2, 3, "b")) == [(0, 2), (2, 3)]


def test_a_longer_overlap_is_refused_with_both_times() -> None:
    with pytest.raises(FormatError) as error:
        checked([Found(1, 0, 2.051, "a"), Found(9, 2, 3, "b")])
    assert (error.value.code, error.value.line) == (FormatError.OVERLAP, 9)
    assert error.value.details == {"start": 2, "before": 2.051}


def test_a_cue_without_an_end_lasts_until_the_next_and_the_last_as_long_as_its_text_takes_to_say() -> None:
    assert times(Found(1, 0, None, "a"), Found(2, 4, None, "b" * 30)) == [(0, 4), (4, 6)]


def test_the_first_cue_that_begins_more_than_two_seconds_after_the_recording_is_named() -> None:
    within, after = Found(1, 62, 63, "a"), Found(5, 62.1, 63, "b")
    assert refused(Found(1, 0, 1, "a"), after, Found(9, 90, 91, "c"), length=60) == (FormatError.BEYOND_LENGTH, 5)
    assert times(within, length=60) == [(62, 62)]


def test_an_end_after_the_recording_is_cut() -> None:
    assert times(Found(1, 58, 63, "a"), length=60) == [(58, 60)]


def test_the_first_cue_too_many_is_named() -> None:
    found = (Found(at, at, at + 1, "a") for at in range(1, MOST_CUES + 2))
    assert refused(*found) == (FormatError.TOO_MANY_CUES, MOST_CUES + 1)


def test_nothing_is_read_after_the_first_cue_too_many() -> None:
    found = iter([Found(1, at, at, "a") for at in range(MOST_CUES + 10)])
    with pytest.raises(FormatError):
        checked(found)
    assert len(list(found)) == 9


def test_the_cue_with_the_first_word_too_many_is_named() -> None:
    found = [Found(at, at, at + 1, "a " * 100) for at in range(MOST_WORDS // 100 + 1)]
    assert len(checked(found[:-1])) == MOST_WORDS // 100
    with pytest.raises(FormatError) as error:
        checked(found)
    assert (error.value.code, error.value.line) == (FormatError.TOO_MANY_WORDS, MOST_WORDS // 100)
    assert error.value.details == {"most": MOST_WORDS}


def test_a_cue_with_more_words_than_can_be_said_in_its_time_is_named_with_both() -> None:
    with pytest.raises(FormatError) as error:
        checked([Found(1, 0, 1, "a"), Found(4, 1, 3.5, "a " * 151), Found(7, 4, 5, "a")])
    assert (error.value.code, error.value.line) == (FormatError.TOO_DENSE, 4)
    assert error.value.details == {"words": 151, "seconds": 2.5}


def test_a_cue_may_be_as_dense_as_rounded_times_make_it() -> None:
    assert times(Found(1, 0, 0, "a " * 100), Found(4, 1, 3.5, "a " * 150)) == [(0, 0), (1, 3.5)]


def test_a_cue_without_an_end_has_time_until_the_next_or_until_the_recording_ends() -> None:
    dense, after = Found(3, 0, None, "a " * 150), Found(5, 2, 3, "b")
    assert refused(dense, after) == (FormatError.TOO_DENSE, 3)
    assert refused(dense, length=2) == (FormatError.TOO_DENSE, 3)
    assert len(times(dense, length=60)) == 1


def test_cues_are_written_by_start_tidied_and_without_empty_ones() -> None:
    cues = [Cue(5, 6, "kedua"), Cue(3, 4, " "), Cue(1, 2, "per\n\ntama", "Rini")]
    assert list(in_order(cues)) == [(1000, 2000, "per\ntama", "Rini"), (5000, 6000, "kedua", "")]


def test_a_written_cue_ends_where_the_next_begins() -> None:
    assert [end for _, end, *_ in in_order([Cue(0, 5, "a"), Cue(2, 3, "b")])] == [2000, 3000]


def test_a_written_cue_lasts_at_least_a_millisecond_or_readers_would_drop_it() -> None:
    assert list(in_order([Cue(1, 1, "a")])) == [(1000, 1001, "a", "")]


moments = some.floats(0, 1e6)


@given(some.lists(some.tuples(moments, moments), max_size=12))
def test_whatever_is_written_could_be_read(pairs: list[tuple[float, float]]) -> None:
    cues = [Cue(min(pair), max(pair), "a") for pair in pairs]
    found = [Found(1, start / 1000, end / 1000, text) for start, end, text, _ in in_order(cues)]
    assert len(checked(found)) == len(cues)
