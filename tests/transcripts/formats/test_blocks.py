"""Lines of times and the text below them."""

from __future__ import annotations

import pytest

from transcripts.formats.blocks import Block, timed
from transcripts.formats.errors import FormatError


def texts(file: str, *, named: bool = False) -> list[str]:
    return [block.text.strip() for block in timed(file.split("\n"), named=named)]


def test_a_block_has_its_line_its_times_and_the_text_below() -> None:
    assert list(timed(["1", "00:01,500 --> 00:02,000", "Halo"], named=False)) == [Block(2, 1.5, 2.0, "Halo")]


def test_numbers_may_be_missing() -> None:
    assert texts("00:01,0 --> 00:02,0\nsatu\n\n00:02,0 --> 00:03,0\ndua") == ["satu", "dua"]


def test_empty_lines_between_blocks_may_be_missing() -> None:
    assert texts("1\n00:01,0 --> 00:02,0\nsatu\n2\n00:02,0 --> 00:03,0\ndua") == ["satu", "dua"]


def test_a_line_of_digits_inside_a_text_stays() -> None:
    assert texts("1\n00:01,0 --> 00:02,0\nTahun\n2024\n\n2\n00:02,0 --> 00:03,0\n12") == ["Tahun\n2024", "12"]


def test_text_below_an_empty_line_is_not_lost() -> None:
    assert texts("1\n00:01,0 --> 00:02,0\nsatu\n\ndua\n\n2\n00:02,0 --> 00:03,0\ntiga") == ["satu\n\ndua", "tiga"]


def test_blocks_may_have_names_in_webvtt() -> None:
    assert texts("pembuka\n00:01.0 --> 00:02.0\nsatu\n\nisi\n00:02.0 --> 00:03.0\ndua", named=True) == ["satu", "dua"]


def test_settings_after_the_times_are_no_text() -> None:
    assert texts("00:01.000 --> 00:02.000 align:start position:0%\nsatu") == ["satu"]


def test_an_arrow_inside_a_text_is_text() -> None:
    assert texts("00:01.000 --> 00:02.000\nlihat --> sini") == ["lihat --> sini"]


@pytest.mark.parametrize("line", ["00:01 --> ", "--> 00:02", "satu --> dua", "00:75 --> 00:80", "1:99:00 --> 2:00:00"])
def test_where_times_should_stand_that_are_none_the_line_is_named(line: str) -> None:
    with pytest.raises(FormatError) as refused:
        texts(f"1\n00:00,0 --> 00:01,0\nsatu\n\n2\n{line}\ndua")
    assert (refused.value.code, refused.value.line) == (FormatError.BAD_TIME, 6)
    assert refused.value.details == {"text": line.strip()}
