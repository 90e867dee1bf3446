"""Text that holds nothing but signs that can be seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from transcripts.formats.signs import escaped, lines, one_line, tidy, unescaped


def test_a_byte_order_mark_is_no_text() -> None:
    assert lines("\ufeffWEBVTT\n") == ["WEBVTT", ""]


def test_cr_lf_and_crlf_each_end_one_line() -> None:
    assert lines("a\rb\nc\r\nd") == ["a", "b", "c", "d"]


def test_runs_of_blanks_become_one_and_empty_lines_go() -> None:
    assert tidy("  satu \t dua\n\n \ntiga\xa0empat ") == "satu dua\ntiga empat"


@pytest.mark.parametrize(
    "sign", ["\x00", "\x0b", "\x0c", "\x1b", "\x1c", "\x85", "\u2028", "\u2029", "\ud800", "\uffff"]
)
def test_what_no_file_can_hold_or_some_readers_take_for_a_line_end_becomes_a_blank(sign: str) -> None:
    assert tidy(f"satu{sign}dua") == "satu dua"


@pytest.mark.parametrize("sign", ["\u202e", "\u2066", "\u2069", "\u200b", "\u2060", "\ufeff", "\xad", "\U000e0041"])
def test_what_turns_the_order_of_signs_or_hides_between_them_goes(sign: str) -> None:
    assert tidy(f"0811{sign}745") == "0811745"


def test_hidden_signs_cannot_keep_an_arrow_apart_until_it_is_written() -> None:
    assert tidy("--\u200b>") == "-->"


def test_letters_of_all_scripts_joiners_and_pictures_stay() -> None:
    text = "Café – السلام 你好 👩‍👧 क्‍ष"
    assert tidy(text) == text


@given(some.text())
def test_tidy_text_stays_as_it_is(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)


def test_a_name_is_one_line() -> None:
    assert (one_line(" Ibu\n\nRini "), one_line(None)) == ("Ibu Rini", "")


def test_references_are_read_once() -> None:
    assert unescaped("&amp;lt;b&gt; &#233;") == "&lt;b> é"


def test_a_reference_of_a_million_digits_is_no_sign_and_no_error() -> None:
    assert unescaped("&#" + "9" * 1_000_000 + ";") == "\ufffd"


@given(some.text())
def test_escaped_text_holds_no_markup_and_reads_back(text: str) -> None:
    assert not set("<>") & set(escaped(text))
    assert unescaped(escaped(text)) == text
