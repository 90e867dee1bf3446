"""Dates as feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from transfer.dates import moment

SEVEN = datetime(2025, 3, 1, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Sat, 01 Mar 2025 07:00:00 +0700",
        "Sat, 01 Mar 2025 00:00:00 GMT",
        "Sat, 1 Mar 2025 00:00 UT",
        "1 Mar 2025 00:00:00 +0000",
        "Mon, 01 Mar 2025 00:00:00 GMT",
        "Sat, 01 Mar 2025 00:00:00",
        "Sat, 01 Mar 2025 07:00:00 WIB",
        "Sat, 01 Mar 2025 08:00:00 wita",
        "  Sat,\n 01 Mar 2025 00:00:00 GMT ",
        "Fri, 28 Feb 2025 16:00:00 PST",
        "2025-03-01T07:00:00+07:00",
        "2025-03-01T00:00:00Z",
        "2025-03-01",
    ],
)
def test_a_date_is_the_moment_that_was_meant(text: str) -> None:
    assert moment(text) == SEVEN


@pytest.mark.parametrize(
    "text",
    [
        "",
        "besok",
        "Sat, 01 Mar",
        "0000-00-00 00:00:00",
        "Thu, 01 Jan 1970 00:00:00 GMT",
        "Sat, 01 Mar 2025 00:00:00 +9999",
        "Sat, 99 Mar 2025 00:00:00 GMT",
        "9999-12-31T23:59:59-23:59",
        "Sat, 01 Mar 999999999999 00:00:00 GMT",
        "1" * 5000,
    ],
)
def test_what_is_no_date_is_none(text: str) -> None:
    assert moment(text) is None
