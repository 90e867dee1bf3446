"""Texts are cut behind a word, by bytes, and lose only what XML cannot carry."""

from __future__ import annotations

import pytest

from feeds.formats.signs import MOST_BYTES, described, fits, fitting, noted, writable


def test_a_text_that_fits_stays() -> None:
    assert fitting("a" * MOST_BYTES) == "a" * MOST_BYTES


@pytest.mark.parametrize("text", ["kata " * 2_000, "katá 🧕🏽 " * 2_000, "a" * 20_000, "🎧" * 5_000, "satu\n" * 3_000])
def test_a_cut_text_fits_and_says_that_there_is_more(text: str) -> None:
    cut = fitting(text)
    assert fits(cut)
    assert cut.endswith("…")
    assert len(cut.encode()) > MOST_BYTES - 30


def test_a_text_is_cut_behind_a_word() -> None:
    assert fitting("Menjaga anak di rumah", 16) == "Menjaga anak…"


def test_the_beginning_is_what_stays() -> None:
    assert described("129", "kata " * 2_000).startswith("129\n\nkata")


def test_what_says_nothing_is_no_line() -> None:
    assert described("", "a", "", "b") == "a\n\nb"


def test_values_without_such_signs_are_equal_to_what_they_were() -> None:
    value = ("a\n\tb", 3, None, ("🧕🏽",))
    assert writable(value) == value


def test_notes_have_the_lines_before_them() -> None:
    assert noted(("129 & 110", "", "Ringkas"), "<p>a</p>") == "<p>129 &amp; 110</p><p>Ringkas</p><p>a</p>"


def test_without_notes_there_is_no_html() -> None:
    assert noted(("129",), "") == ""
