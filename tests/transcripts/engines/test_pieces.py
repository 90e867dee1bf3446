"""What the libraries call words, made into words."""

from __future__ import annotations

import pytest

from transcripts.engines.pieces import Piece, Scores, segment, words
from transcripts.engines.protocol import MOST_PROBABLE

SCORES = Scores(-0.31234, 0.012345, 1.23456)


def test_pieces_that_no_blank_parts_are_one_word() -> None:
    pieces = [Piece(" anak", 1.0, 1.4, 0.6), Piece("-anak", 1.4, 1.9, 0.9), Piece(" ini.", 2.0, 2.2, 0.8)]
    assert [(word.text, word.start, word.end, word.probability) for word in words(pieces, 3.0)] == [
        ("anak-anak", 1.0, 1.9, 0.6),
        ("ini.", 2.0, 2.2, 0.8),
    ]


def test_word_times_that_run_backwards_or_past_the_end_are_put_right() -> None:
    pieces = [Piece(" satu", 1.0, 0.8, 0.9), Piece(" dua", 0.5, 9.0, 0.9)]
    assert [(word.start, word.end) for word in words(pieces, 3.0)] == [(1.0, 1.0), (1.0, 3.0)]


def test_no_word_is_as_sure_as_a_person() -> None:
    assert words([Piece(" ya", 0.0, 1.0, 0.99999)], 3.0)[0].probability == MOST_PROBABLE


def test_a_piece_of_blanks_is_no_word() -> None:
    assert words([Piece("  ", 0.0, 1.0, 0.5)], 3.0) == ()


def test_the_words_of_a_segment_decide_its_times_and_text() -> None:
    made = segment([Piece(" Halo", 0.5, 0.9, 0.8)], " Hallo ", 0.0, 2.0, SCORES, 3.0)
    assert made
    assert (made.start, made.end, made.text) == (0.5, 0.9, "Halo")


def test_a_segment_without_words_keeps_its_own_times_within_the_sound() -> None:
    made = segment([], "  Halo  semua ", 0.0, 9.0, SCORES, 3.0)
    assert made
    assert (made.start, made.end, made.text, made.words) == (0.0, 3.0, "Halo semua", ())


def test_a_segment_without_text_is_none() -> None:
    assert segment([], "  ", 0.0, 1.0, SCORES, 3.0) is None


@pytest.mark.parametrize(
    ("score", "value"),
    [("average_log_probability", -0.3123), ("no_speech_probability", 0.0123), ("compression_ratio", 1.235)],
)
def test_scores_are_kept_as_far_as_they_mean_something(score: str, value: float) -> None:
    assert getattr(segment([], "ya", 0.0, 1.0, SCORES, 3.0), score) == value
