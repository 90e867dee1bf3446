"""One spelling for each word of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language.normalising import bare, normalise, word_spans


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in word_spans(text)]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("KORBAN", "korban"),
        ("Café", "cafe"),
        ("ＫＤＲＴ", "kdrt"),
        ("ke\u00adke\u200brasan", "kekerasan"),
        ("tolooong", "tolong"),
        ("Jum’at", "jumat"),
        ("anak–anak", "anak-anak"),
        ("\u202ekorban\u202c", "korban"),
    ],
)
def test_what_is_not_heard_is_not_compared(written: str, plain: str) -> None:
    assert bare(written) == plain


def test_two_equal_letters_may_be_meant() -> None:
    assert bare("maaf") == "maaf"


def test_digits_are_not_shortened() -> None:
    assert normalise("1500771") == "1500771"


def test_a_text_is_cut_where_neither_letters_nor_hyphens_join() -> None:
    assert cut("Anak-anak, jum'at (129) – lapor.go.id") == ["Anak-anak", "jum'at", "129", "lapor", "go", "id"]


def test_a_hyphen_at_the_end_is_no_part_of_a_word() -> None:
    assert cut("ibu- -bapak") == ["ibu", "bapak"]


@given(st.text(max_size=80))
def test_what_is_normalised_stays_as_it_is(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)
