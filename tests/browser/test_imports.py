"""The editors' pages of imports as a browser shows them."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import Opener
from tests.transfer.feeds import feed, item

pytestmark = pytest.mark.xdist_group("browser")


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_feed_is_looked_at_and_started(width: int, javascript: bool, tmp_path: Path, open_page: Opener) -> None:
    page = open_page(editor="rani", width=width, javascript=javascript, dark=width == 360)
    file = tmp_path / "feed.xml"
    file.write_bytes(feed(item("satu", "", title="Obrolan yang pindah")))
    page.goto("/admin/imports/")
    if javascript:
        assert_accessible(page)
    page.locator("[type=file]").set_input_files(file)
    page.locator("main form button[type=submit]").first.click()
    expect(page.get_by_text("Obrolan yang pindah")).to_be_visible()
    if javascript:
        assert_accessible(page)
    page.locator("form[action$='/start/'] button").click()
    expect(page.locator("form[action$='/stop/'] button")).to_be_visible()
    if javascript:
        assert_accessible(page)
