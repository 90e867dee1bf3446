"""Chapters as feeds bring them."""

from __future__ import annotations

import json

import pytest

from transfer.chapters import MOST, from_json, seconds
from transfer.refused import Code, Refused
from transfer.values import Mark


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("00:00:00", 0.0),
        ("01:02:03.500", 3723.5),
        ("02:03", 123.0),
        ("90.25", 90.25),
        (" 5 ", 5.0),
        ("100:00:00", 360_000.0),
    ],
)
def test_a_time_is_read(text: str, found: float) -> None:
    assert seconds(text) == found


@pytest.mark.parametrize("text", ["", "x", "-1", "1:2:3:4", "1e9", "nan", "00:00:", "٣"])
def test_what_is_no_time_is_none(text: str) -> None:
    assert seconds(text) is None


def file(*rows: object) -> bytes:
    return json.dumps({"version": "1.2.0", "chapters": rows}).encode()


def test_a_file_gives_its_chapters_in_order() -> None:
    rows = ({"startTime": 60.1234, "title": " Dua "}, {"startTime": "0", "title": "Satu"})
    assert from_json(file(*rows)) == (Mark(0.0, "Satu"), Mark(60.123, "Dua"))


@pytest.mark.parametrize(
    "row",
    [
        {"startTime": 5, "title": "x", "toc": False},
        {"startTime": 5},
        {"startTime": 5, "title": ""},
        {"startTime": 5, "title": "\x00 "},
        {"startTime": 5, "title": 7},
        {"startTime": -1, "title": "x"},
        {"startTime": None, "title": "x"},
        {"startTime": "NaN", "title": "x"},
        {"startTime": 1e300, "title": "x"},
        {"startTime": [], "title": "x"},
        {"title": "x"},
        "x",
        None,
    ],
)
def test_a_row_that_is_no_chapter_is_left_out(row: object) -> None:
    assert from_json(file({"startTime": 0, "title": "Satu"}, row)) == (Mark(0.0, "Satu"),)


def test_one_moment_has_one_chapter() -> None:
    assert from_json(file({"startTime": 1, "title": "a"}, {"startTime": 1.0001, "title": "b"})) == (Mark(1.0, "a"),)


def test_no_more_are_taken_than_an_episode_can_have() -> None:
    assert len(from_json(file(*({"startTime": n, "title": "x"} for n in range(400))))) == MOST


@pytest.mark.parametrize(
    "data", [b"", b"x", b"\xff", b"[]", b"{}", b'{"chapters": {}}', b'{"chapters": 1}', b"[" * 100_000, b"null", b"NaN"]
)
def test_what_is_no_file_of_chapters_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as error:
        from_json(data)
    assert error.value.code == Code.BAD_CHAPTERS
