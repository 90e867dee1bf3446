"""The public pages as a browser shows them: to everybody, on a small phone and a large screen, in both lights."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import EverydaySite, Opener
from tests.browser.keyboard import press, tab_to
from tests.browser.serving import Site
from tests.browser.watching import Complaints

pytestmark = pytest.mark.xdist_group("browser")
UNTIL_HEARD = "sound => new Promise(heard => { sound.ontimeupdate = () => sound.currentTime && heard(); sound.play() })"
PAGES = ("home", "show", "open", "discreet", "missing")


@pytest.fixture
def paths(site: Site) -> dict[str, str]:
    """The address of each kind of page."""
    made: dict[str, Any] = site.seeded
    seeded = {name: made[name]["path"] for name in ("show", "open", "discreet")}
    return {"home": "/", "missing": "/tidak-ada/", **seeded}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_any_public_page(
    width: int, dark: bool, paths: dict[str, str], open_page: Opener, complaints: Complaints
) -> None:
    complaints.expect("404.*tidak-ada")
    page = open_page(width=width, dark=dark)
    for name in PAGES:
        page.goto(paths[name])
        assert_accessible(page)


def test_no_public_page_is_wider_than_a_small_phone(
    paths: dict[str, str], open_page: Opener, complaints: Complaints
) -> None:
    complaints.expect("404.*tidak-ada")
    page = open_page(width=360)
    for name in PAGES:
        page.goto(paths[name])
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, name


def test_no_public_page_leaves_a_cookie_or_anything_else_in_the_browser(
    paths: dict[str, str], page: Page, complaints: Complaints
) -> None:
    complaints.expect("404.*tidak-ada")
    for name in PAGES:
        page.goto(paths[name])
        assert page.context.cookies() == []
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_an_episode_on_a_sensitive_topic_shows_a_neutral_name_on_the_tab(paths: dict[str, str], page: Page) -> None:
    page.goto(paths["discreet"])
    expect(page.get_by_role("heading", level=1)).to_have_text("Ketika rumah tidak aman")
    expect(page).to_have_title("Episode 2 · Rumah dan keluarga")


def test_an_episode_can_be_heard(paths: dict[str, str], page: Page) -> None:
    page.goto(paths["open"])
    sound = page.locator("audio")
    sound.evaluate(UNTIL_HEARD)
    assert sound.evaluate("sound => Math.round(sound.duration)") == 120


def test_everything_of_an_episode_can_be_reached_by_keyboard(paths: dict[str, str], page: Page) -> None:
    page.goto(paths["open"])
    for name in ("Langsung ke isi", "Siniar", "Keluar cepat"):
        tab_to(page, page.get_by_role("link", name=name, exact=True), most=1)
    tab_to(page, page.locator("audio"))
    tab_to(page, page.locator("#transcript a").last)


def test_the_first_tab_leads_past_the_head_of_the_page(paths: dict[str, str], page: Page) -> None:
    page.goto(paths["open"])
    press(page, "Tab", "Enter", "Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_leaving_quickly_goes_to_an_everyday_site_and_tells_it_nothing(
    everyday_site: EverydaySite, paths: dict[str, str], page: Page, complaints: Complaints
) -> None:
    complaints.expect(f"leaves the site: {everyday_site.address}")
    page.goto(paths["discreet"])
    page.get_by_role("link", name="Keluar cepat").click()
    page.wait_for_url(everyday_site.address)
    (told,) = everyday_site.told
    assert {"referer", "cookie", "origin"} & set(told) == set()
