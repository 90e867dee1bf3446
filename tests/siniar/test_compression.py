"""Who may be sent packed bytes."""

from __future__ import annotations

import pytest

from siniar.compression import accepts_gzip


@pytest.mark.parametrize(
    "header",
    ["gzip", "gzip, deflate, br", "br;q=1.0, gzip;q=0.8", "GZIP", "x-gzip", "*", "identity, *;q=0.5", " gzip ; q=1"],
)
def test_gzip_is_welcome(header: str) -> None:
    assert accepts_gzip(header)


@pytest.mark.parametrize(
    "header",
    ["", "br", "gzip;q=0", "gzip;q=0.000", "*;q=0", "identity", "gzip;q=0, *", "gzipped", ";;;", "gzip;q=x", "\x00"],
)
def test_gzip_is_not_welcome(header: str) -> None:
    assert not accepts_gzip(header)


def test_a_long_header_is_read_in_a_moment() -> None:
    assert not accepts_gzip("a;q=0.5," * 100_000)
