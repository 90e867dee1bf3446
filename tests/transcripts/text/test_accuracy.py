"""What counts as an error."""

from __future__ import annotations

import pytest

from transcripts.text.accuracy import NOTHING, Accuracy, accuracy, normalised


def test_each_word_put_in_left_out_or_changed_is_an_error() -> None:
    assert accuracy("satu dua tiga empat", "satu tua tiga tiga empat lagi").wer == pytest.approx(3 / 4)


def test_letters_are_counted_with_the_blanks_between_words() -> None:
    assert accuracy("ibu pergi", "ibupergi").cer == pytest.approx(1 / 9)


def test_case_accents_and_signs_are_no_errors() -> None:
    assert accuracy("“Jum'at, café!”", "jumat cafe").wer == 0


def test_a_hyphen_parts_words() -> None:
    assert normalised("anak-anak") == ["anak", "anak"]


def test_digits_and_their_names_are_the_same() -> None:
    assert accuracy("SAPA 129", "sapa satu dua sembilan").wer == 0


def test_nothing_said_and_something_written_is_one_error() -> None:
    assert (accuracy("", "halo").wer, accuracy("", "").cer) == (1.0, 0.0)


def test_recordings_add_up_by_their_words() -> None:
    assert (NOTHING + Accuracy(1, 10, 0, 50) + Accuracy(3, 10, 5, 50)).wer == 0.2
