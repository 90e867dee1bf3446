"""Which word of the vocabulary a misspelt one may mean."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language.spelling import Correction, Speller, sound

WORDS = {
    "kekerasan": 90,
    "perundungan": 40,
    "korban": 200,
    "suami": 80,
    "lapor": 60,
    "lapar": 2,
    "saksi": 7,
}
SPELLER = Speller(WORDS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("kekersan", "kekerasan"),
        ("kekeraasn", "kekerasan"),
        ("prundungan", "perundungan"),
        ("korbann", "korban"),
        ("soeami", "suami"),
        ("KORBSN", "korban"),
    ],
)
def test_the_word_that_is_meant_comes_first(typed: str, meant: str) -> None:
    assert SPELLER.suggest(typed)[:1] == (meant,)


def test_of_equals_the_frequent_word_comes_first() -> None:
    assert SPELLER.suggest("lapr") == ("lapor", "lapar")


@pytest.mark.parametrize("typed", ["", "ab", "129", "kdrt!", "xyzzyx", "k" * 100, "👍👍👍", "\x00\x00\x00"])
def test_what_is_near_nothing_has_no_suggestion(typed: str) -> None:
    assert SPELLER.suggest(typed) == ()


def test_another_form_of_a_known_word_is_known() -> None:
    assert SPELLER.knows("melaporkannya")


def test_an_indonesian_word_is_known_though_nobody_said_it() -> None:
    assert (SPELLER.knows("telur"), SPELLER.correct("telur", forms=True)) == (True, None)


@pytest.mark.parametrize("word", ["grepe", "posesif", "cepu", "mak", "perawan", "kanti", "KBGO", "tmn"])
def test_a_word_of_need_or_of_the_field_is_never_doubted(word: str) -> None:
    near = Speller(dict.fromkeys(("grup", "positif", "cepat", "mau", "peran", "kantin", "kbgi", "tmo"), 1_000))
    assert near.correct(word, forms=True) is None


@pytest.mark.parametrize(
    ("typed", "near", "suggested"),
    [
        ("lapr", "lapar", True),
        ("lapx", "lapor", False),
        ("soal", "soul", False),
        ("bag", "bah", False),
        ("pat", "pad", True),
        ("sah", "saah", True),
    ],
)
def test_of_short_words_only_a_small_mistake_is_mended(typed: str, near: str, suggested: bool) -> None:
    assert (Speller({near: 9}).suggest(typed) == (near,)) is suggested


def test_only_the_misspelt_words_of_a_query_change() -> None:
    assert SPELLER.correct('"korban kekersan" -saksi') == Correction(
        '"korban kekerasan" -saksi', (("kekersan", "kekerasan"),)
    )


@pytest.mark.parametrize("query", ["korban", "melaporkan suaminya", "Zulkifli", "", "129"])
def test_a_query_that_is_right_or_unknown_is_left_alone(query: str) -> None:
    assert SPELLER.correct(query) is None


def test_without_a_hit_a_form_that_was_never_seen_is_doubted_too() -> None:
    speller = Speller({"pemerkosaan": 5, "kos": 5})
    assert (speller.correct("pemerkosan"), speller.correct("pemerkosan", forms=True)) == (
        None,
        Correction("pemerkosaan", (("pemerkosan", "pemerkosaan"),)),
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("soeami", "suami"),
        ("djalan", "jalan"),
        ("tjinta", "cinta"),
        ("fikir", "pikir"),
        ("akhir", "akir"),
        ("syukur", "sukur"),
    ],
)
def test_spellings_that_habit_confuses_sound_the_same(one: str, other: str) -> None:
    assert sound(one) == sound(other)


def test_an_empty_vocabulary_suggests_nothing() -> None:
    assert Speller({}).suggest("korban") == ()


@given(st.text(max_size=40))
def test_only_words_of_the_vocabulary_are_suggested(text: str) -> None:
    assert set(SPELLER.suggest(text)) <= WORDS.keys() - {text}


@given(st.text(max_size=80))
def test_any_query_may_be_corrected(text: str) -> None:
    correction = SPELLER.correct(text)
    assert correction is None or all(right in WORDS for _, right in correction.words)
