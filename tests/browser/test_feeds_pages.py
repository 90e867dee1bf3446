"""The pages of feeds as a browser shows them: to editors, and to somebody who wants to follow a show."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import Opener
from tests.browser.keyboard import press, tab_to
from tests.browser.serving import Site

pytestmark = pytest.mark.xdist_group("browser")
KEY = re.compile(r"([a-z2-7]{4}-){7}[a-z2-7]{4}")


def keys_page(page: Page) -> None:
    """Opens the keys of the first show."""
    page.goto("/admin/feeds/")
    page.locator("a[href$='/keys/']").first.click()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_the_pages_of_feeds(width: int, dark: bool, site: Site, open_page: Opener) -> None:
    page = open_page(editor="rani", width=width, dark=dark)
    keys_page(page)
    page.locator("[name=label]").fill(f"Sari {width} {dark}")
    page.locator("[name=label]").press("Enter")
    expect(page.get_by_text(KEY)).to_be_visible()
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto("/admin/feeds/")
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_a_key_that_is_shown_once_has_the_focus(javascript: bool, site: Site, open_page: Opener) -> None:
    page = open_page(editor="rani", javascript=javascript)
    keys_page(page)
    page.locator("[name=label]").fill("Ratna")
    page.locator("[name=label]").press("Enter")
    box = page.get_by_role("group", name="Ratna")
    expect(box).to_contain_text(KEY)
    expect(box).to_be_focused()


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_a_key_is_made_and_revoked(javascript: bool, site: Site, open_page: Opener) -> None:
    page, name = open_page(editor="rani", javascript=javascript), f"Dewi {javascript}"
    keys_page(page)
    page.locator("[name=label]").fill(name)
    page.locator("[name=label]").press("Enter")
    row = page.get_by_role("row").filter(has_text=name)
    row.get_by_role("button").click()
    expect(row.get_by_role("button")).to_have_count(0)
    expect(page.get_by_text(KEY)).to_have_count(0)


def test_somebody_without_a_mouse_finds_the_feeds_of_single_topics(site: Site, page: Page) -> None:
    page.goto(site.seeded["show"]["path"])
    tab_to(page, page.locator(".subscribe summary"), most=60)
    press(page, "Enter")
    expect(page.locator(".subscribe details a").first).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize("width", [360, 1280])
def test_every_way_to_follow_a_show_fits_on_the_screen(width: int, site: Site, open_page: Opener) -> None:
    page = open_page(width=width)
    page.goto(site.seeded["show"]["path"])
    page.locator(".subscribe summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
