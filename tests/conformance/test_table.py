"""docs/feeds-measured.md says what the table says."""

from __future__ import annotations

from pathlib import Path

from tests.conformance.fields import FIELDS
from tests.conformance.table import table

PAGE = Path(__file__).parents[2] / "docs" / "feeds-measured.md"


def test_the_page_about_feeds_shows_the_table() -> None:
    assert table() in PAGE.read_text(encoding="utf-8")


def test_the_page_counts_the_rows() -> None:
    assert f"Of {len(FIELDS)} elements" in PAGE.read_text(encoding="utf-8")


def test_no_element_has_two_rows() -> None:
    assert len({field.element for field in FIELDS}) == len(FIELDS)
