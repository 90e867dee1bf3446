"""Packed documents are unpacked up to a limit."""

from __future__ import annotations

import gzip

import pytest

from transfer.refused import Code, Refused
from transfer.unpacking import unpacked


def test_a_gzip_file_is_known_by_its_first_bytes() -> None:
    assert unpacked(gzip.compress(b"<rss/>"), 100) == b"<rss/>"


def test_what_is_not_packed_stays_as_it_is() -> None:
    assert unpacked(b"<rss/>", 100) == b"<rss/>"


@pytest.mark.parametrize(
    "data", [b"x" * 101, gzip.compress(b"x" * 101), gzip.compress(b"x" * 10_000_000)], ids=["plain", "packed", "bomb"]
)
def test_more_than_the_limit_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as error:
        unpacked(data, 100)
    assert error.value.code == Code.TOO_LARGE


def test_what_follows_a_package_counts_too() -> None:
    with pytest.raises(Refused) as error:
        unpacked(gzip.compress(b"x") + b"\0" * 100, 100)
    assert error.value.code == Code.TOO_LARGE


def test_exactly_the_limit_is_taken() -> None:
    assert unpacked(gzip.compress(b"x" * 100), 100) == b"x" * 100


@pytest.mark.parametrize(
    "data", [b"\x1f\x8b", gzip.compress(b"x" * 50)[:-4], b"\x1f\x8bnonsense"], ids=["empty", "cut", "wild"]
)
def test_a_broken_package_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as error:
        unpacked(data, 100)
    assert error.value.code == Code.BAD_ENCODING
