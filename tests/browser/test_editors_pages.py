"""The editors' pages of recordings as a browser shows them, and the way from login to a new episode."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

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
