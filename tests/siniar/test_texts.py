"""Cleaning texts from outside."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siniar.texts import on_one_line, without_controls


@pytest.mark.parametrize(
    "sign",
    [
        "\x00",
        "\x07",
        "\x1b",
        "\x7f",
        "\x9f",
        "\ud800",
        "\udfff",
        "\ufffe",
        "\uffff",
        "\u202e",
        "\u202a",
        "\u2066",
        "\u2069",
    ],
)
def test_a_sign_that_breaks_xml_or_turns_the_reading_direction_is_dropped(sign: str) -> None:
    assert without_controls(f"a{sign}b") == "ab"


@pytest.mark.parametrize("sign", ["\n", "\t", " ", "é", "ک", "🎧", "\u200d", "\u2029", "\u202f", "\u2065"])
def test_a_sign_that_people_write_stays(sign: str) -> None:
    assert without_controls(f"a{sign}b") == f"a{sign}b"


def test_a_line_break_of_windows_becomes_a_plain_one() -> None:
    assert without_controls("a\r\nb") == "a\nb"


def test_the_ends_are_trimmed_even_of_blanks_behind_a_control_character() -> None:
    assert without_controls("\x00 a \x00") == "a"


def test_one_line_has_one_blank_where_there_were_several_of_any_kind() -> None:
    assert on_one_line(" a \n\t b\u00a0 c ") == "a b c"


@pytest.mark.parametrize("sign", ["\r", "\x0b", "\x0c", "\x85", "\u2028", "\r\n", "\x1f"])
def test_a_line_break_of_any_system_keeps_words_apart(sign: str) -> None:
    assert on_one_line(f"a{sign}b") == "a b"


def test_one_line_of_nothing_but_control_characters_is_empty() -> None:
    assert on_one_line("\x00\r\n\x07") == ""


@given(st.text(st.characters(codec=None, exclude_categories=[])))
def test_what_is_left_can_stand_in_xml(text: str) -> None:
    element = ElementTree.Element("a")
    element.text = without_controls(text)
    assert ElementTree.fromstring(ElementTree.tostring(element)).text == (without_controls(text) or None)


@given(st.text(st.characters(codec=None, exclude_categories=[])))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    assert on_one_line(on_one_line(text)) == on_one_line(text)


@given(st.text())
def test_one_line_is_one_line(text: str) -> None:
    assert len(on_one_line(text).splitlines()) <= 1
