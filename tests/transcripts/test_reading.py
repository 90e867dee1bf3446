"""A paragraph is cut into lines that are followed as they are heard."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts.reading import LONGEST, lines


def words(text: str) -> list[list[object]]:
    """Words half a second apart, as they are stored."""
    return [[word, place / 2, place / 2 + 0.4, 1.0] for place, word in enumerate(text.split())]


def cut(text: str) -> list[str]:
    return [line for _start, line in lines(words(text))]


def test_nothing_makes_no_line() -> None:
    assert cut("") == []


def test_a_line_ends_with_its_sentence() -> None:
    assert cut("Ini bukan salah kamu, bukan salah keluarga kamu juga. Kamu boleh bercerita kapan saja.") == [
        "Ini bukan salah kamu, bukan salah keluarga kamu juga.",
        "Kamu boleh bercerita kapan saja.",
    ]


def test_a_very_short_sentence_stays_with_the_next() -> None:
    assert cut("Halo. Nama saya Ratna dari Jambi.") == ["Halo. Nama saya Ratna dari Jambi."]


def test_a_sentence_ends_before_the_sign_that_closes_what_is_quoted() -> None:
    assert len(cut("Lalu dia berdiri di depan kelas dan bertanya: “Apa kabar, Bu?” Saya diam saja.")) == 2


def test_a_long_sentence_is_cut_at_a_comma() -> None:
    long = "Kalau seseorang memberi hadiah yang mahal dan meminta kamu merahasiakannya dari ibu kamu, itu tanda bahaya."
    assert cut(long)[0].endswith("kamu,")


def test_each_line_begins_with_its_first_word() -> None:
    text = "Satu dua tiga empat lima enam tujuh delapan sembilan. Sepuluh sebelas."
    assert [start for start, _line in lines(words(text))] == [0.0, 4.5]


@pytest.mark.parametrize("sign", [".", ",", ""])
@given(st.lists(st.text("abc", min_size=1, max_size=12), max_size=80))
def test_no_word_is_lost_and_no_line_too_long(sign: str, said: list[str]) -> None:
    text = " ".join(f"{word}{sign}" for word in said)
    made = cut(text)
    assert " ".join(made) == text
    assert all(len(line.rpartition(" ")[0]) < LONGEST for line in made)
