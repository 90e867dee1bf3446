"""The help page as a browser shows it: numbers in one tap, a choice that leaves no trace, a card on paper."""

from __future__ import annotations

import io
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from playwright.sync_api import Page, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import Opener
from tests.browser.keyboard import press, tab_to
from tests.browser.serving import Site
from tests.browser.test_public_pages import IN_SIGHT

pytestmark = pytest.mark.xdist_group("browser")
LIGHTS = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
SCRIPTS = pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])


def choose(page: Page, region: str = "kota-jambi", role: str = "alami") -> None:
    """Chooses both, each with its own button."""
    page.locator("#region").select_option(region)
    page.locator(".pick button").click()
    page.locator(f"[type=radio][value={role}]").check()
    page.locator("fieldset ~ button").click()
    expect(page.locator("#region")).to_have_value(region)


@LIGHTS
@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_nothing_whatever_is_chosen(width: int, dark: bool, open_page: Opener) -> None:
    page = open_page(width=width, dark=dark)
    for path in ("/lapor/", "/b/"):
        page.goto(path)
        page.locator("summary").click()
        assert_accessible(page)
        choose(page)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@SCRIPTS
def test_from_an_episode_one_tap_leads_to_a_number_in_sight(javascript: bool, site: Site, open_page: Opener) -> None:
    page = open_page(width=360, javascript=javascript)
    page.set_viewport_size({"width": 360, "height": 640})
    for name in ("open", "discreet"):
        made: dict[str, Any] = site.seeded[name]
        page.goto(made["path"])
        page.locator('main a[href^="/lapor/"]:visible').first.click()
        number = page.locator('a[href="tel:110"]')
        expect(number).to_be_visible()
        assert number.evaluate(IN_SIGHT)


@SCRIPTS
def test_a_region_is_chosen_and_leaves_no_trace(javascript: bool, open_page: Opener) -> None:
    page = open_page(width=360, javascript=javascript)
    sent = []
    page.on("request", lambda request: sent.append(request))
    page.goto("/lapor/")
    choose(page)
    expect(page.locator(".urgent a.call").first).to_have_attribute("href", "tel:112")
    assert [(each.method, each.url.partition("#")[0].rpartition(":")[2].partition("/")[2]) for each in sent] == [
        ("GET", "lapor/"),
        ("POST", "lapor/"),
        ("POST", "lapor/"),
    ]
    assert all("referer" not in each.all_headers() for each in sent)
    assert page.context.cookies() == []


def test_what_is_chosen_stays_chosen_with_the_other_choice(open_page: Opener) -> None:
    page = open_page(width=360)
    page.goto("/lapor/")
    choose(page, "kerinci", "lihat")
    expect(page.locator("#region")).to_have_value("kerinci")
    expect(page.locator("[type=radio][value=lihat]")).to_be_checked()


def test_a_choice_is_made_by_keyboard(open_page: Opener) -> None:
    page = open_page()
    page.goto("/lapor/")
    tab_to(page, page.locator("#region"))
    page.keyboard.type("Kabupaten Ker")
    press(page, "Tab", "Enter")
    expect(page.locator("#region")).to_have_value("kerinci")
    tab_to(page, page.locator("[type=radio]").first)
    press(page, "Space", "Tab", "Enter")
    expect(page.locator("[type=radio][value=lihat]")).to_be_checked()


def test_on_paper_it_is_a_card_with_a_neutral_front(open_page: Opener) -> None:
    page = open_page()
    page.goto("/lapor/")
    front, *backs = pypdfium2.PdfDocument(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    millimetres = [round(side / 72 * 25.4) for side in front.get_size()]
    words = [each.get_textpage().get_text_range() for each in (front, *backs)]
    assert (millimetres, len(words)) == ([105, 148], 2)
    assert words[0].split()[0] == "Siniar"
    assert len(words[0].split()) == 2
    assert "08111-129-129" in words[1]
    (code,) = zxingcpp.read_barcodes(front.render(scale=2).to_pil())
    assert code.text.endswith("/b/")


def test_the_card_is_for_paper_alone(page: Page) -> None:
    page.goto("/lapor/")
    expect(page.locator(".card")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".card")).to_be_visible()
    expect(page.locator("main")).to_be_hidden()


# For editors -----------------------------------------------------------------------------------------------------


@LIGHTS
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_the_editors_pages(width: int, dark: bool, open_page: Opener) -> None:
    page = open_page(editor="dewi", width=width, dark=dark)
    for path in ("/admin/numbers/", "/admin/cards/"):
        page.goto(path)
        assert_accessible(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


@SCRIPTS
def test_an_editor_notes_a_call_and_people_read_of_it(javascript: bool, open_page: Opener) -> None:
    page = open_page(editor="dewi", javascript=javascript)
    page.goto("/admin/numbers/")
    row = page.locator(".siniar-numbers li", has_text="Healing119")
    row.locator("button[value=answered]").click()
    expect(row.locator("button[value=answered]")).to_be_visible()
    page.goto("/lapor/")
    proof = page.locator(".who > li", has_text="Healing119").locator(".proof").first
    expect(proof).not_to_contain_text("Kemenkes")


@SCRIPTS
def test_a_number_that_nobody_answers_is_hidden_and_brought_back(javascript: bool, open_page: Opener) -> None:
    page = open_page(editor="dewi", javascript=javascript)
    page.goto("/admin/numbers/")
    row = page.locator(".siniar-numbers li", has_text="Komnas Perempuan").first
    row.locator("button[value=unanswered]").click()
    page.wait_for_url("**/tested/")
    if javascript:
        assert_accessible(page)
    page.locator("button[value=unanswered]").click()
    row.locator('form[action$="/taken-back/"] button').click()
    expect(row.locator('form[action$="/taken-back/"]')).to_have_count(0)


def test_a_poster_is_loaded_down(open_page: Opener) -> None:
    page = open_page(editor="dewi")
    page.goto("/admin/cards/")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Poster A4").first.click()
    assert waiting.value.suggested_filename == "siniar-poster.pdf"


# Back ------------------------------------------------------------------------------------------------------------


def test_back_after_a_choice_shows_the_numbers_and_no_error_of_the_browser(open_page: Opener) -> None:
    page = open_page(width=360)
    page.goto("/lapor/")
    choose(page)
    page.goto("/cara-aman/")
    page.go_back()
    expect(page.locator('a[href="tel:110"]')).to_be_visible()


@SCRIPTS
def test_a_region_without_a_number_of_its_own_says_so_where_one_looks(javascript: bool, open_page: Opener) -> None:
    page = open_page(width=360, javascript=javascript)
    page.set_viewport_size({"width": 360, "height": 640})
    page.goto("/lapor/")
    page.locator("#region").select_option("kerinci")
    page.locator(".pick button").click()
    told = page.locator("[role=status]", has_text="Kerinci")
    expect(told).to_be_visible()
    assert told.evaluate(IN_SIGHT)


def test_no_heading_that_one_jumps_to_hides_behind_the_top(open_page: Opener) -> None:
    page = open_page(width=360)
    page.set_viewport_size({"width": 360, "height": 640})
    for place in ("talk", "report", "near"):
        page.goto(f"/lapor/#{place}")
        top = page.locator("header").bounding_box()
        heading = page.locator(f"#{place}").bounding_box()
        assert top
        assert heading
        assert heading["y"] >= top["y"] + top["height"], place
