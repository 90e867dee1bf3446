"""The page of chapters in a browser: by keys, by pointer, without script; marks and fields say the same."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import Opener
from tests.browser.keyboard import press, tab_to
from tests.browser.serving import Site

pytestmark = pytest.mark.xdist_group("browser")


def opened(site: Site, page: Page, name: str) -> Page:
    page.goto(f"/admin/transcripts/{site.seeded[name]['audio']}/chapters/")
    return page


def marks(page: Page) -> Locator:
    return page.locator("[data-detail] [data-mark]")


def starts(page: Page) -> Locator:
    return page.locator("[data-rows] [data-start]")


def titles(page: Page) -> Locator:
    return page.locator("[data-rows] [data-title]")


def add(page: Page, start: str, title: str) -> None:
    page.locator("[data-add]").click()
    starts(page).last.fill(start)
    titles(page).last.fill(title)


def save(page: Page) -> None:
    with page.expect_navigation():
        page.locator("button[value=save]").first.click()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing(width: int, dark: bool, site: Site, open_page: Opener) -> None:
    page = opened(site, open_page(editor="rani", width=width, dark=dark), "open")
    expect(marks(page)).to_have_count(2)
    assert_accessible(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_somebody_without_a_mouse_adds_a_chapter_and_moves_it(site: Site, editors_page: Page) -> None:
    page = opened(site, editors_page, "plain-1")
    tab_to(page, page.locator("[data-skip='3']"))
    press(page, "Enter", "Enter", "Tab")
    expect(page.locator("[data-now]")).to_have_text("0:06")
    press(page, "Enter")
    page.keyboard.type("Langkah pertama")
    tab_to(page, page.locator("[data-to-mark]"))
    press(page, "Enter", "ArrowRight", "ArrowRight", "Shift+ArrowLeft")
    expect(marks(page)).to_have_attribute("aria-valuetext", "5,2 detik")
    press(page, "PageUp", "PageUp", "PageUp", "PageUp", "PageUp", "PageUp")
    expect(marks(page)).to_have_attribute("aria-valuetext", "1 menit 5,2 detik")
    press(page, "Enter")
    expect(titles(page)).to_be_focused()
    with page.expect_navigation():
        press(page, "Enter")
    expect(starts(page)).to_have_value("1:05,2")
    expect(titles(page)).to_have_value("Langkah pertama")


def test_home_and_end_lead_to_the_ends_of_the_recording(site: Site, editors_page: Page) -> None:
    page = opened(site, editors_page, "plain-2")
    add(page, "1:00", "Tengah")
    marks(page).focus()
    press(page, "End")
    expect(starts(page)).to_have_value("1:59,999")
    press(page, "Home")
    expect(starts(page)).to_have_value("0:00")


def test_a_mark_is_dragged(site: Site, editors_page: Page) -> None:
    page = opened(site, editors_page, "plain-2")
    add(page, "10", "Geser")
    marks(page).hover(position={"x": 14, "y": 130})
    detail, mark = page.locator("[data-detail]").bounding_box(), marks(page).bounding_box()
    assert detail and mark
    height = mark["y"] + 130
    page.mouse.down()
    page.mouse.move(detail["x"] + detail["width"] / 2, height, steps=5)
    page.mouse.up()
    expect(marks(page)).to_have_attribute("aria-valuenow", "15")


def test_a_click_on_the_waveform_goes_there_and_a_chapter_is_set_to_it(site: Site, editors_page: Page) -> None:
    page = opened(site, editors_page, "plain-2")
    add(page, "1", "Dekat")
    detail = page.locator("[data-detail]").bounding_box()
    assert detail
    page.mouse.click(detail["x"] + detail["width"] * 2 / 3, detail["y"] + 20)
    page.locator("[data-set]").click()
    assert float(str(marks(page).get_attribute("aria-valuenow"))) == pytest.approx(20, abs=0.1)


def test_what_is_typed_moves_the_mark_and_what_is_no_time_hides_it(site: Site, editors_page: Page) -> None:
    page = opened(site, editors_page, "plain-2")
    add(page, "0:12,5", "Ketik")
    expect(marks(page)).to_have_attribute("aria-valuetext", "12,5 detik")
    starts(page).fill("bukan waktu")
    expect(marks(page)).to_be_hidden()


def test_the_waveform_of_a_recording_that_has_none_is_drawn(site: Site, editors_page: Page) -> None:
    page = opened(site, editors_page, "plain-3")
    expect(page.locator("[data-drawing] path")).to_have_attribute("d", re.compile(r"v[2-9]\d"))


def test_without_script_a_chapter_is_written_into_an_empty_row_and_deleted(site: Site, open_page: Opener) -> None:
    page = opened(site, open_page(editor="rani", javascript=False), "plain-4")
    starts(page).first.fill("0:07,25")
    titles(page).first.fill("Tanpa skrip")
    save(page)
    expect(starts(page).first).to_have_value("0:07,25")
    page.locator("[name=chapter-0-DELETE]").check()
    save(page)
    expect(starts(page).first).to_have_value("")


def test_a_fault_is_told_at_its_field_and_nothing_is_lost(site: Site, editors_page: Page, complaints: object) -> None:
    complaints.expect("422")  # type: ignore[attr-defined]
    page = opened(site, editors_page, "plain-5")
    add(page, "3:00", "Terlambat")
    add(page, "0:30", "Tetap")
    save(page)
    late = page.locator("[data-start][aria-invalid=true]")
    expect(late).to_have_value("3:00")
    assert str(late.get_attribute("aria-describedby")) == page.locator(".errorlist").first.get_attribute("id")
    expect(titles(page)).to_have_count(2)
