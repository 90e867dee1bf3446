"""Reading Range and If-Range as RFC 9110 has it."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from siniar.ranges import Span, Unsatisfiable, is_plain, parse, still_same
from tests.siniar.range_cases import CASES, OUTSIDE, WHOLE, Expected

ETAG = '"0123abcd"'
MODIFIED = datetime(2026, 3, 8, 7, 30, 15, tzinfo=UTC)


@pytest.mark.parametrize(("header", "size", "expected"), CASES.values(), ids=CASES.keys())
def test_a_header_asks_for(header: str | None, size: int, expected: Expected) -> None:
    if expected == OUTSIDE:
        with pytest.raises(Unsatisfiable):
            parse(header, size)
    elif expected == WHOLE:
        assert parse(header, size) is None
    else:
        assert parse(header, size) == Span(*expected)


def test_digits_of_other_scripts_are_no_numbers() -> None:
    assert parse("bytes=\u0660-\u0661", 1000) is None


@settings(deadline=None)
@given(header=st.text(max_size=60) | st.from_regex(r"bytes=\d{0,25}-\d{0,25}", fullmatch=True), size=st.integers(0, 99))
@example(header="bytes=0-" + "9" * 5000, size=1)
def test_a_span_lies_inside_the_file_whatever_the_header_says(header: str, size: int) -> None:
    try:
        span = parse(header, size)
    except Unsatisfiable:
        return
    assert span is None or 0 <= span.first <= span.last < size


@settings(deadline=None)
@given(first=st.integers(0, 999), length=st.integers(1, 1000))
def test_a_range_inside_the_file_is_sent_as_it_was_asked(first: int, length: int) -> None:
    last = min(first + length - 1, 999)
    assert parse(f"bytes={first}-{last}", 1000) == Span(first, last)


@settings(deadline=None)
@given(length=st.integers(1, 2000))
def test_a_suffix_ends_with_the_file(length: int) -> None:
    span = parse(f"bytes=-{length}", 1000)
    assert span is not None
    assert (span.last, len(span)) == (999, min(length, 1000))


@pytest.mark.parametrize("header", ["bytes=0-0", "bytes=5-", "bytes=-7", "bytes=10-99"])
def test_what_every_server_reads_alike_is_plain(header: str) -> None:
    assert is_plain(header)


@pytest.mark.parametrize(
    "header", ["bytes=-", "bytes=", "", "bytes=0-1,2-3", "BYTES=0-1", "bytes= 0-1", "bytes=0-" + "9" * 16, "items=0-1"]
)
def test_what_servers_read_in_their_own_way_is_not(header: str) -> None:
    assert not is_plain(header)


def test_a_span_counts_both_its_ends() -> None:
    assert len(Span(3, 3)) == 1


def test_a_span_says_itself_as_content_range() -> None:
    assert Span(2, 5).content_range(10) == "bytes 2-5/10"


def http(moment: datetime) -> str:
    return format_datetime(moment, usegmt=True)


@pytest.mark.parametrize(
    ("if_range", "same"),
    {
        "no header": (None, True),
        "an empty header": ("", True),
        "the strong ETag": (ETAG, True),
        "the strong ETag in blanks": (f" {ETAG} ", True),
        "another ETag": ('"ffff"', False),
        "the ETag made weak": (f"W/{ETAG}", False),
        "the ETag without quotes": (ETAG.strip('"'), False),
        "the ETag and another one": (f'{ETAG}, "ffff"', False),
        "the very date": (http(MODIFIED), True),
        "a date one second before": (http(MODIFIED.replace(second=14)), False),
        "a date one second after": (http(MODIFIED.replace(second=16)), False),
        "a date of last year": (http(MODIFIED.replace(year=2025)), False),
        "a date of next year": (http(MODIFIED.replace(year=2027)), False),
        "a date that does not exist": ("Sun, 31 Feb 2026 07:30:15 GMT", False),
        "a date before there were dates": ("Mon, 01 Jan 0000 00:00:00 GMT", False),
        "garbage": ("yesterday", False),
        "an asterisk": ("*", False),
    }.values(),
)
def test_if_range_holds_for_the_strong_etag_and_the_very_second(if_range: str | None, same: bool) -> None:
    assert still_same(if_range, ETAG, MODIFIED.timestamp() + 0.9) is same


def test_a_weak_etag_never_holds_even_if_the_file_itself_had_it() -> None:
    assert not still_same('W/"a"', 'W/"a"', 0.0)


@settings(deadline=None)
@given(if_range=st.text(min_size=1, max_size=60).filter(str.strip))
@example(if_range="Sat, 99999999999999999999 Oct 1994 19:43:31 GMT")
@example(if_range="Sat, 29 Oct 99999 19:43:31 GMT")
@example(if_range="Sat, 29 Oct 1994 19:43:31 +9999999999999")
@example(if_range="1 Jan 1 0:0:0 -0000")
@example(if_range="Wed, 3 Apr 2002 12.34.56.78+0800")
def test_whatever_if_range_says_is_answered(if_range: str) -> None:
    assert still_same(if_range, ETAG, -1.0) in (False, if_range.strip() == ETAG)
