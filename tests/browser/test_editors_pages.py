"""The editors' pages of recordings as a browser shows them, and the way from login to a new episode."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, Route, expect

from tests import sounds
from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import Opener
from tests.browser.keyboard import press, tab_to
from tests.browser.serving import Site
from tests.browser.watching import Complaints

pytestmark = pytest.mark.xdist_group("browser")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_on_the_pages_of_recordings(width: int, dark: bool, site: Site, open_page: Opener) -> None:
    page = open_page(editor="rani", width=width, dark=dark)
    for path in (
        "/admin/login/",
        "/admin/recordings/",
        "/admin/statistics/",
        "/admin/recordings/new/",
        f"/admin/recordings/{site.seeded['open']['audio']}/",
    ):
        page.goto(path)
        assert_accessible(page)


def test_somebody_without_a_mouse_logs_in(site: Site, page: Page) -> None:
    page.goto("/admin/login/")
    tab_to(page, page.get_by_label("Nama pengguna"))
    page.keyboard.type("dewi")
    press(page, "Tab")
    page.keyboard.type("rahasia")
    press(page, "Enter")
    expect(page).to_have_url(re.compile("/admin/$"))


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_a_recording_is_uploaded(javascript: bool, tmp_path: Path, open_page: Opener) -> None:
    page = open_page(editor="dewi", javascript=javascript)
    sound = sounds.voice(1.0, pitch=321 if javascript else 345)
    upload(page, sounds.write_wav(tmp_path / "Obrolan pagi.wav", sound))
    expect(page).to_have_url(re.compile(r"/admin/pages/\d+/edit/$"))


@pytest.mark.parametrize("javascript", [True, False], ids=["with script", "without script"])
def test_a_file_that_is_no_recording_is_refused_with_the_reason(
    javascript: bool, tmp_path: Path, open_page: Opener, complaints: Complaints
) -> None:
    complaints.expect("422")
    page = open_page(editor="dewi", javascript=javascript)
    path = tmp_path / "Obrolan.wav"
    path.write_text("Bukan suara. " * 100)
    upload(page, path)
    expect(page.get_by_text("Ini bukan berkas suara")).to_be_visible()
    expect(page.get_by_role("button", name="Unggah", exact=True)).to_be_enabled()
    if javascript:
        assert_accessible(page)


def upload(page: Page, path: Path) -> None:
    """Sends a file with the form for a new episode."""
    page.goto("/admin/recordings/new/")
    page.get_by_label("Rekaman", exact=False).and_(page.locator("[type=file]")).set_input_files(path)
    page.get_by_role("button", name="Unggah", exact=True).click()


def test_the_panel_of_the_recording_in_an_episode_is_accessible(site: Site, editors_page: Page) -> None:
    editors_page.goto(f"/admin/pages/{site.seeded['open']['episode']}/edit/")
    expect(editors_page.locator(".siniar-recording")).to_be_visible()
    assert_accessible(editors_page, within=".siniar-recording")


@pytest.mark.parametrize("path", ["/admin/recordings/new/", "/admin/imports/"])
def test_a_show_with_a_long_name_fits_on_a_small_screen(path: str, site: Site, open_page: Opener) -> None:
    page = open_page(editor="rani", width=360)
    page.goto(path)
    choice = page.locator("[name=show]")
    choice.locator("option").first.evaluate("option => { option.text = 'Perlindungan Anak '.repeat(9) }")
    assert choice.evaluate("choice => choice.getBoundingClientRect().right") <= 360


STEP = """<ol class="siniar-steps"><li class="siniar-step" data-job="7" data-state="{state}">
<span class="siniar-step__name">Ukur kenyaringan</span> <span>{words}</span> <button>Hentikan</button></li></ol>"""


class Worker:
    """Answers for a recording whose only step runs until `ended`, as the server would."""

    def __init__(self, page: Page, site: Site) -> None:
        self.ended = False
        self.asked = 0
        page.route("**/steps/*", self.answer)
        page.goto(f"/admin/recordings/{site.seeded['open']['audio']}/")
        self.list, self.news = page.locator("[data-steps]"), page.locator("[data-steps-news]")

    def answer(self, route: Route) -> None:
        self.asked += 1
        state, words = ("done", "selesai") if self.ended else ("running", "berjalan")
        route.fulfill(body=STEP.format(state=state, words=words), headers={"X-Settled": "1" if self.ended else "0"})


def test_the_end_of_a_step_is_shown_and_told_and_then_nobody_asks_any_more(site: Site, editors_page: Page) -> None:
    worker = Worker(editors_page, site)
    expect(worker.list).to_contain_text("berjalan")
    expect(worker.news).to_be_empty()
    worker.ended = True
    expect(worker.list).to_contain_text("selesai")
    expect(worker.news).to_contain_text("Ukur kenyaringan selesai")
    asked = worker.asked
    editors_page.wait_for_timeout(2500)
    assert worker.asked == asked


def test_a_list_in_which_the_focus_is_is_told_at_once_and_shown_when_the_focus_has_left_it(
    site: Site, editors_page: Page
) -> None:
    worker = Worker(editors_page, site)
    worker.list.get_by_role("button").focus()
    worker.ended = True
    expect(worker.news).to_contain_text("Ukur kenyaringan selesai")
    expect(worker.list).to_contain_text("berjalan")
    press(editors_page, "Tab")
    expect(worker.list).to_contain_text("selesai")
