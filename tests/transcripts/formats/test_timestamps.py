"""Times as people and programs write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from transcripts.formats.timestamps import clock, seconds, shown


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("01:02:03.004", 3723.004),
        ("01:02:03,004", 3723.004),
        ("02:03.5", 123.5),
        ("0:09", 9.0),
        ("100:00:00.000", 360_000.0),
        ("75:12", 4512.0),
        ("-00:00:01.000", -1.0),
    ],
)
def test_hours_and_thousandths_may_be_missing(text: str, told: float) -> None:
    assert seconds(text) == told


@pytest.mark.parametrize(
    "text", ["", "9", "1:75", "1:60:00", "00:00:01.0000", "00:00:01.", "1:2:3:4", "99999:00:00", "a:bc"]
)
def test_anything_else_is_no_time(text: str) -> None:
    assert seconds(text) is None


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(0, "00:00:00.000"), (59_999, "00:00:59.999"), (3_600_000, "01:00:00.000"), (360_000_001, "100:00:00.001")],
)
def test_times_are_shown_with_hours_and_thousandths(milliseconds: int, text: str) -> None:
    assert shown(milliseconds) == text


def test_srt_has_a_comma() -> None:
    assert shown(1_500, point=",") == "00:00:01,500"


def test_a_clock_shows_whole_seconds() -> None:
    assert clock(3_723) == "01:02:03"


@given(some.integers(0, 30_000_000_000))
def test_a_time_that_is_shown_is_read_to_the_millisecond(milliseconds: int) -> None:
    assert seconds(shown(milliseconds)) == milliseconds / 1000
