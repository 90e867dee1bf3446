"""Moments are read as people write them, and come back as they were."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from episodes import moments
from episodes.moments import Fault, NoMoment


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", "0"),
        ("65.5", "65.5"),
        ("65,5", "65.5"),
        ("1:05", "65"),
        ("01:05,25", "65.25"),
        (" 1:02:05.125 ", "3725.125"),
        ("90:00", "5400"),
        ("7.", "7"),
        ("-0", "0"),
        ("1:00.0004", "60"),
        ("1:00.0005", "60.001"),
    ],
)
def test_what_people_write_is_read(text: str, seconds: str) -> None:
    assert moments.read(text) == Decimal(seconds)


@pytest.mark.parametrize(
    "text", ["", "abc", "1:60", "1:60:00", "1:2:3:4", ":30", "1:", "1 30", "1e3", "NaN", "٣", "1" * 21, "1:-5", "1.2.3"]
)
def test_what_is_no_moment_is_refused(text: str) -> None:
    with pytest.raises(NoMoment) as refused:
        moments.read(text)
    assert refused.value.fault == Fault.UNREADABLE


@pytest.mark.parametrize("text", ["-1", "-0:00.5", "−3"])
def test_a_moment_before_the_beginning_is_called_so(text: str) -> None:
    with pytest.raises(NoMoment) as refused:
        moments.read(text)
    assert refused.value.fault == Fault.NEGATIVE


@pytest.mark.parametrize(
    ("seconds", "text"),
    [("0", "0:00"), ("65.5", "1:05.5"), ("3725.125", "1:02:05.125"), ("3600", "1:00:00"), ("59.9999", "1:00")],
)
def test_moments_are_written_with_the_thousandths_they_have(seconds: str, text: str) -> None:
    assert moments.write(Decimal(seconds)) == text


@given(st.integers(0, 99_999_999))
def test_what_is_written_reads_the_same(milliseconds: int) -> None:
    moment = Decimal(milliseconds) / 1000
    assert moments.read(moments.write(moment)) == moment
