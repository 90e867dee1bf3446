"""Words as engines know them: the same for the same word, however it is typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import words


def surfaces(text: str) -> list[str]:
    return [token.surface for token in words.tokens(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Melapor, ya!", ["melapor", "ya"]),
        ("Jum'at Jum’at", ["jumat", "jumat"]),
        ("café cafe\u0301", ["cafe", "cafe"]),
        ("HP3 2024", ["hp3", "2024"]),
        ("sem\u00adbuh \u202eanak\u202c", ["sembuh", "anak"]),
        ("a\x00b", ["a", "b"]),
        ("😀 — …", []),
    ],
)
def test_words_are_what_people_would_call_one(text: str, expected: list[str]) -> None:
    assert surfaces(text) == expected


def test_a_written_word_is_told_from_every_stem() -> None:
    assert words.written("salah") not in words.stems("salah menyalahkan disalahkan")


def test_words_of_other_scripts_can_be_found_as_well() -> None:
    assert surfaces("سلام سلام")[0] == surfaces("سلام")[0] != surfaces("كلمة")[0]


@given(st.text())
def test_no_sign_that_means_something_to_an_engine_is_left(text: str) -> None:
    for token in words.tokens(text):
        for word in (token.surface, token.stem):
            assert word.isascii() and word.isalnum() and word == word.lower() and len(word) <= 3 * words.LONGEST


@given(st.text())
def test_places_are_those_of_the_words(text: str) -> None:
    for token in words.tokens(text):
        assert surfaces(text[token.start : token.end]) == [token.surface]
