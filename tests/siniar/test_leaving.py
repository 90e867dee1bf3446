"""The script of “Keluar cepat” as it stands inside the help page."""

from __future__ import annotations

import base64
import gzip
import hashlib

from siniar.leaving import inline


def text() -> str:
    element, _source = inline()
    return element.removeprefix("<script>").removesuffix("</script>")


def test_it_asks_for_no_other_file() -> None:
    assert "import" not in text()
    assert "export" not in text()


def test_it_cannot_end_its_element_early() -> None:
    assert "</" not in text()


def test_the_policy_can_name_it_by_its_content() -> None:
    _element, source = inline()
    assert source == f"'sha256-{base64.b64encode(hashlib.sha256(text().encode()).digest()).decode()}'"


def test_it_is_little_enough_for_a_page_of_one_request() -> None:
    assert len(gzip.compress(text().encode(), 9)) < 1800
