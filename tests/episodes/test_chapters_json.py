"""Chapters as JSON 1.2."""

from __future__ import annotations

import json
from decimal import Decimal

from episodes.chapters_json import write


def test_the_version_comes_first() -> None:
    assert write([]) == b'{"version":"1.2.0","chapters":[]}'


def test_chapters_come_in_the_order_of_time() -> None:
    rows = json.loads(write([(Decimal("61.5"), "Lanjut"), (Decimal(0), "Buka")]))["chapters"]
    assert rows == [{"startTime": 0, "title": "Buka"}, {"startTime": 61.5, "title": "Lanjut"}]


def test_whole_seconds_are_whole_numbers() -> None:
    assert b'"startTime":60,' in write([(Decimal("60.000"), "Lanjut")])


def test_thousandths_are_kept() -> None:
    assert b'"startTime":1.001,' in write([(Decimal("1.001"), "Lanjut")])


def test_titles_are_written_in_their_own_letters() -> None:
    assert "“Apa kabar?” 🙂".encode() in write([(Decimal(0), "“Apa kabar?” 🙂")])
