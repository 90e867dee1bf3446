"""Lists, the page that says who helps, and the player in somebody else's page, as a browser shows them."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import EverydaySite, Opener
from tests.browser.keyboard import press, tab_to
from tests.browser.serving import Site
from tests.browser.watching import Complaints

pytestmark = pytest.mark.xdist_group("browser")
HEAVIEST = 14 * 1024  # bytes of the help page on the wire
UNTIL_HEARD = "sound => new Promise(heard => { sound.ontimeupdate = () => sound.currentTime && heard(); sound.play() })"


@pytest.fixture
def paths(site: Site, open_page: Opener) -> dict[str, str]:
    """The address of each page, as links lead to it."""
    made: dict[str, Any] = site.seeded
    page = open_page(javascript=False)
    page.goto("/episode/")
    topics = {name: page.get_by_role("link", name=name, exact=True).get_attribute("href") for name in TOPICS}
    sign = topics[TOPICS[0]].split("-")[1].strip("/")  # type: ignore[union-attr]
    page.goto(made["open"]["path"])
    person = page.locator('a[href^="/orang/"]').get_attribute("href")
    signs = made["discreet"]["path"].rstrip("/").rpartition("/")[2]
    return {
        "all": "/episode/",
        "chosen": f"/episode/?topik={sign}&usia=&lama=1",
        "none": "/episode/?lama=3",
        "open topic": str(topics[TOPICS[0]]),
        "discreet topic": str(topics[TOPICS[1]]),
        "person": str(person),
        "embedded": f"/sematan/{signs}/",
        "help": "/lapor/",
        "help from": f"/lapor/{signs}/",
    }


TOPICS = ("Pengasuhan positif", "Kekerasan dalam rumah tangga")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_and_nothing_is_too_wide(
    width: int, dark: bool, paths: dict[str, str], open_page: Opener
) -> None:
    page = open_page(width=width, dark=dark)
    for name, path in paths.items():
        page.goto(path)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


def test_every_control_is_large_enough_for_a_thumb(paths: dict[str, str], open_page: Opener) -> None:
    page = open_page(width=320)
    for name in ("all", "none", "open topic", "person", "help", "help from"):
        page.goto(paths[name])
        small = page.locator("main :is(a, button, select)").evaluate_all(
            "all => all.filter(one => one.getBoundingClientRect().height < 43.5).map(one => one.outerHTML)"
        )
        assert small == [], name


def test_nothing_is_left_in_the_browser(paths: dict[str, str], page: Page) -> None:
    for path in paths.values():
        page.goto(path)
        assert page.context.cookies() == []
        assert page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_a_choice_is_made_by_keyboard_and_kept(paths: dict[str, str], page: Page) -> None:
    page.goto(paths["all"])
    tab_to(page, page.locator("#id_topik"))
    page.keyboard.type("Keker")
    tab_to(page, page.locator("form button"), most=3)
    press(page, "Enter")
    page.wait_for_url("**/episode/?*")
    expect(page.locator(".episodes h3")).to_have_text(["Ketika rumah tidak aman"])
    assert page.locator("#id_topik option:checked").inner_text() == TOPICS[1]
    assert "kekerasan" not in page.url.lower()


def test_a_choice_works_without_a_script(paths: dict[str, str], open_page: Opener) -> None:
    page = open_page(javascript=False)
    page.goto(paths["all"])
    page.locator("#id_lama").select_option("3")
    page.locator("form button").click()
    expect(page.locator("#found")).to_be_visible()
    expect(page.locator(".episodes")).to_have_count(0)
    page.locator(f'main form a[href="{paths["all"]}"]').click()
    expect(page.locator(".episodes > li")).to_have_count(2)


@pytest.mark.parametrize("name", ["help", "help from"])
def test_help_is_one_light_request(name: str, paths: dict[str, str], page: Page) -> None:
    answers: list[Response] = []
    page.context.on("response", lambda answer: answers.append(answer))
    page.goto(paths[name], wait_until="networkidle")
    (answer,) = answers
    sizes = answer.request.sizes()
    assert sizes["responseHeadersSize"] + sizes["responseBodySize"] <= HEAVIEST


def test_help_looks_as_its_style_says(paths: dict[str, str], page: Page) -> None:
    """The content policy lets the style of the page stand: else the way out would have no colour."""
    page.goto(paths["help"])
    colour = page.locator("a.leave").evaluate("link => getComputedStyle(link).backgroundColor")
    assert colour == "rgb(140, 29, 24)"


def test_the_first_call_is_seen_without_scrolling(paths: dict[str, str], open_page: Opener) -> None:
    page = open_page(width=360)
    page.goto(paths["help"])
    expect(page.locator('a[href="tel:110"]')).to_be_in_viewport()


@pytest.fixture
def frame(paths: dict[str, str], site: Site, everyday_site: EverydaySite, page: Page, complaints: Complaints) -> Any:
    """The player in a page of somebody else's."""
    complaints.expect(everyday_site.address)
    page.goto(everyday_site.address)
    source = site.address + paths["embedded"]
    page.evaluate(
        "source => { const frame = document.createElement('iframe'); frame.src = source; document.body.append(frame) }",
        source,
    )
    page.frame_locator("iframe").locator("audio").wait_for(state="attached")
    (found,) = [each for each in page.frames if each.url == source]
    return found


def test_the_player_plays_in_somebody_elses_page(frame: Any) -> None:
    frame.locator("audio").evaluate(UNTIL_HEARD)


def test_the_page_around_the_player_is_left_as_well(frame: Any, everyday_site: EverydaySite, page: Page) -> None:
    before = len(everyday_site.told)
    frame.locator("a.leave").click()
    page.wait_for_function("!document.querySelector('iframe')")
    assert urlsplit(page.url).netloc == urlsplit(everyday_site.address).netloc
    assert len(everyday_site.told) > before
    assert "referer" not in everyday_site.told[-1]


def test_no_other_page_of_this_site_can_be_framed(
    site: Site, everyday_site: EverydaySite, page: Page, complaints: Complaints
) -> None:
    complaints.expect(everyday_site.address, "frame-ancestors", "ERR_BLOCKED_BY_RESPONSE", "chrome-error")
    page.goto(everyday_site.address)
    page.evaluate(
        "source => new Promise(done => { const frame = document.createElement('iframe');"
        " frame.onload = done; frame.src = source; document.body.append(frame) })",
        f"{site.address}/lapor/",
    )
    assert not [each for each in page.frames if each.url == f"{site.address}/lapor/"]
