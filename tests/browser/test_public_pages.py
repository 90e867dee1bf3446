"""The public pages as a browser shows them: to everybody, on a small phone and a large screen, in both lights."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from typing import Any

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Page, Response, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import EverydaySite, Opener
from tests.browser.keyboard import press, tab_to
from tests.browser.serving import Site
from tests.browser.watching import Complaints

pytestmark = pytest.mark.xdist_group("browser")
UNTIL_HEARD = "sound => new Promise(heard => { sound.ontimeupdate = () => sound.currentTime && heard(); sound.play() })"
PAGES = ("home", "show", "open", "discreet", "missing", "about", "safety", "privacy")
ALONE = ("400.html", "403.html", "500.html")  # errors, which must show even if nothing else works
HEAVIEST_HOME = 90_000  # bytes, with all that it loads, as they travel
#: Chromium's own sum of how far things move that nobody moved; above 0.1 it is felt.
SHIFTS = """() => new Promise(told => {
  let sum = 0;
  new PerformanceObserver(list => list.getEntries().forEach(each => { sum += each.value }))
    .observe({type: "layout-shift", buffered: true});
  setTimeout(() => told(sum), 300);
})"""
IN_SIGHT = """link => {
  const box = link.getBoundingClientRect();
  const seen = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return box.left >= 0 && box.right <= innerWidth && box.top >= 0 && box.bottom <= innerHeight && link.contains(seen);
}"""


@pytest.fixture
def paths(site: Site) -> dict[str, str]:
    """The address of each kind of page."""
    made: dict[str, Any] = site.seeded
    seeded = {name: made[name]["path"] for name in ("show", "open", "discreet")}
    plain = {"about": "/tentang/", "safety": "/cara-aman/", "privacy": "/privasi/"}
    return {"home": "/", "missing": "/tidak-ada/", **plain, **seeded}


@pytest.fixture
def show_alone(site: Site) -> Callable[[Page, str], None]:
    """Shows a template that stands for itself, at an address of the site, with the site's styles."""

    def show(page: Page, template: str) -> None:
        page.route(
            "**/sendiri/", lambda route: route.fulfill(body=render_to_string(template), content_type="text/html")
        )
        page.goto("/sendiri/")
        page.unroute("**/sendiri/")

    return show


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_on_any_public_page(
    width: int,
    dark: bool,
    paths: dict[str, str],
    open_page: Opener,
    complaints: Complaints,
    show_alone: Callable[[Page, str], None],
) -> None:
    complaints.expect("404.*tidak-ada")
    page = open_page(width=width, dark=dark)
    for name in PAGES:
        page.goto(paths[name])
        assert_accessible(page)
    for template in ALONE:
        show_alone(page, template)
        assert_accessible(page)


def test_no_public_page_is_wider_than_a_small_phone(
    paths: dict[str, str], open_page: Opener, complaints: Complaints
) -> None:
    complaints.expect("404.*tidak-ada")
    page = open_page(width=320)
    for name in PAGES:
        page.goto(paths[name])
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name


def test_words_that_have_no_end_make_no_page_wider(paths: dict[str, str], open_page: Opener) -> None:
    page = open_page(width=320)
    for name in ("home", "show", "discreet"):
        page.goto(paths[name])
        texts = page.locator("main :is(h1, h2, h3, p, .chips a)")
        texts.evaluate_all(
            "all => all.forEach(each => { if (!each.children.length) each.textContent = 'x'.repeat(90) })"
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name


@pytest.mark.parametrize(("width", "height"), [(320, 568), (640, 400)], ids=["small phone", "1280 px at 200 %"])
def test_the_way_out_is_in_sight_wherever_a_page_is_scrolled_to(
    width: int, height: int, paths: dict[str, str], open_page: Opener
) -> None:
    page = open_page(width=width)
    page.set_viewport_size({"width": width, "height": height})
    for name in ("home", "discreet", "safety"):
        page.goto(paths[name])
        for share in (0, 0.5, 1):
            page.evaluate("share => scrollTo(0, share * document.documentElement.scrollHeight)", share)
            assert page.locator("a.leave").evaluate(IN_SIGHT), (name, share)


@pytest.mark.parametrize(("width", "letters"), [(320, 200), (360, 130), (160, 100)])
def test_the_way_out_is_whole_however_large_the_letters_are(
    width: int, letters: int, paths: dict[str, str], open_page: Opener
) -> None:
    page = open_page(width=width)
    for name in ("home", "discreet"):
        page.goto(paths[name])
        page.evaluate("letters => { document.documentElement.style.fontSize = `${letters}%` }", letters)
        box = page.locator("a.leave").bounding_box()
        assert box
        assert (box["x"] >= 0, box["x"] + box["width"] <= width, box["y"] < 200) == (True, True, True), (name, box)


def test_the_way_out_is_in_sight_on_pages_that_stand_alone(
    open_page: Opener, show_alone: Callable[[Page, str], None]
) -> None:
    page = open_page(width=320)
    for template in ALONE:
        show_alone(page, template)
        assert page.locator("a.leave").evaluate(IN_SIGHT), template


def test_the_home_page_with_all_that_it_loads_is_light(page: Page) -> None:
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto("/")
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    page.wait_for_load_state("networkidle")
    assert {"document", "stylesheet", "script", "image"} <= {answer.request.resource_type for answer in answers}
    weight = sum(len(gzip.compress(answer.body())) for answer in answers)
    assert weight <= HEAVIEST_HOME, [(answer.url, len(gzip.compress(answer.body()))) for answer in answers]


@pytest.mark.parametrize("width", [320, 1280])
def test_nothing_moves_while_a_page_is_loading(
    width: int, paths: dict[str, str], open_page: Opener, complaints: Complaints
) -> None:
    complaints.expect("404.*tidak-ada")
    page = open_page(width=width)
    for name in PAGES:
        page.goto(paths[name])
        assert page.evaluate(SHIFTS) <= 0.05, name


@pytest.mark.parametrize("name", ["home", "show", "about", "safety", "privacy"])
def test_a_page_says_the_same_without_a_script(name: str, paths: dict[str, str], open_page: Opener) -> None:
    said = []
    for javascript in (True, False):
        page = open_page(javascript=javascript)
        page.goto(paths[name])
        said.append({part for part in page.locator("main").inner_text().splitlines() if part})
    with_script, without = said
    assert without >= with_script - {"Delete all traces", "Hapus semua jejak"}


def test_a_page_on_paper_has_what_can_be_read_and_nothing_to_press(paths: dict[str, str], page: Page) -> None:
    page.emulate_media(media="print")
    for name in ("home", "show", "safety"):
        page.goto(paths[name])
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        for pressed in (".leave", ".ways", ".foot nav", "main .button"):
            assert not any(each.is_visible() for each in page.locator(pressed).all()), (name, pressed)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_somebody_who_chooses_colours_still_sees_what_can_be_pressed(paths: dict[str, str], page: Page) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(paths["home"])
    for pressed in ("a.leave", ".hero .button", ".chips a"):
        width = page.locator(pressed).first.evaluate("each => getComputedStyle(each).borderTopWidth")
        assert width != "0px", pressed


def test_letters_grow_on_a_projector_and_follow_the_reader_on_a_phone(page: Page) -> None:
    sizes = []
    for width in (320, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 800})
        page.goto("/")
        sizes.append(page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)"))
    assert sizes == [16, 16, 20]


def test_the_picture_of_an_episode_does_not_tell_whether_it_is_on_a_sensitive_topic(page: Page) -> None:
    page.goto("/")
    cards = page.locator(".episodes > li")
    assert [cards.nth(place).locator("svg.ripple, img").count() for place in range(cards.count())] == [1, 1]


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


@pytest.mark.parametrize("javascript", [True, False], ids=["player", "without script"])
def test_everything_of_an_episode_can_be_reached_by_keyboard(
    javascript: bool, paths: dict[str, str], open_page: Opener
) -> None:
    page = open_page(javascript=javascript)
    page.goto(paths["open"])
    for name in ("Langsung ke isi", "Siniar", "Keluar cepat"):
        tab_to(page, page.get_by_role("link", name=name, exact=True), most=1)
    tab_to(page, page.get_by_role("button", name="Putar") if javascript else page.locator("audio"))
    tab_to(page, page.locator("main a").last)


def test_the_first_tab_leads_past_the_head_of_the_page(paths: dict[str, str], page: Page) -> None:
    page.goto(paths["open"])
    press(page, "Tab", "Enter", "Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_leaving_quickly_goes_to_an_everyday_site_and_tells_it_nothing(
    everyday_site: EverydaySite, paths: dict[str, str], page: Page, complaints: Complaints
) -> None:
    complaints.expect(f"leaves the site: {everyday_site.address}")
    everyday_site.told.clear()  # of others who left
    page.goto(paths["discreet"])
    page.get_by_role("link", name="Keluar cepat").click()
    page.wait_for_url(everyday_site.address)
    (told,) = everyday_site.told
    assert {"referer", "cookie", "origin"} & set(told) == set()
