"""The player as a listener uses it: real sound in a real browser, by finger and by keys, seen and unseen."""

# ruff: noqa: F811 - arguments are called like the fixtures that they are

from __future__ import annotations

import gzip
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.audience import Listening, listen, site, talks  # noqa: F401 - fixtures
from tests.browser.conftest import Opener
from tests.browser.keyboard import press, tab_to
from tests.browser.listener import Listener
from tests.browser.watching import Complaints

pytestmark = pytest.mark.xdist_group("browser")
LOOKS = [{"width": width, "dark": dark} for width in (320, 1280) for dark in (False, True)]
SHIFTS = """addEventListener("DOMContentLoaded", () => {
  window.shifts = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.shifts += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
});"""


# Seen ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_axe_finds_nothing_whether_it_is_open_or_not(look: dict[str, Any], listen: Listening) -> None:
    listener = listen(**look)
    assert_accessible(listener.page)
    listener.open().play()
    assert_accessible(listener.page)


@pytest.mark.parametrize("name", ["short", "long", "hushed"])
def test_it_fits_a_very_small_phone(name: str, listen: Listening) -> None:
    listener = listen(name, width=320).open()
    assert listener.page.evaluate("document.documentElement.scrollWidth") <= 320


def test_no_word_stands_out_of_its_button(listen: Listening) -> None:
    buttons = listen(width=320).open().player.locator("button").all()
    assert [each.inner_text() for each in buttons if each.evaluate("each => each.scrollWidth > each.clientWidth")] == []


@pytest.mark.parametrize("width", [320, 1280])
def test_everything_that_is_pressed_is_large_enough(width: int, listen: Listening) -> None:
    listener = listen(width=width).open().play()
    small = listener.page.locator("main").evaluate(
        """main => [...main.querySelectorAll("siniar-player :is(button, select, a, label, summary), .finding button")]
        .filter(each => each.checkVisibility()).map(each => [each.outerHTML, each.getBoundingClientRect()])
        .filter(([_html, { height }]) => height < 43.9).map(([html]) => html.slice(0, 90))"""
    )
    assert small == []


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", ["short", "long"])
def test_nothing_moves_when_the_script_takes_over(
    name: str, width: int, talks: dict[str, Any], open_page: Opener
) -> None:
    page = open_page(width=width)
    page.add_init_script(SHIFTS)
    Listener(page, talks[name]["path"]).come()
    page.wait_for_timeout(300)
    assert page.evaluate("window.shifts") <= 0.05


def test_half_an_hour_of_text_is_light(talks: dict[str, Any], page: Page) -> None:
    weights: dict[str, int] = {}

    def weigh(response: Response) -> None:
        if response.request.resource_type in ("document", "script", "stylesheet"):
            weights[response.url] = len(gzip.compress(response.body(), 9))

    page.on("response", weigh)
    listener = Listener(page, talks["long"]["path"]).come()
    page.wait_for_load_state("networkidle")
    assert 300 < page.locator(".turns span[data-t]").count() < 500
    assert sum(weights.values()) <= 70 * 1024, weights
    assert sum(weight for url, weight in weights.items() if url.endswith(".js")) <= 10 * 1024, weights
    own = {url: weight for url, weight in weights.items() if "/player." in url}
    limits = {"js": 8 * 1024, "css": 3 * 1024}
    assert {url: weight for url, weight in own.items() if weight > limits[url.rpartition(".")[2]]} == {}
    assert len(own) == 2
    assert listener.sound("readyState") == 0


# Heard -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fragment", ["", "#t=30", "?t=30"])
def test_nothing_is_fetched_or_played_before_it_is_asked_for(fragment: str, talks: dict[str, Any], page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    listener = Listener(page, talks["short"]["path"]).come(fragment)
    page.wait_for_timeout(500)
    assert [url for url in asked if "/media/" in url] == []
    assert (listener.sound("paused"), listener.sound("networkState")) == (True, 0) or listener.sound("paused")


def test_it_plays_and_pauses(listen: Listening) -> None:
    listener = listen().play()
    listener.labelled("pause")
    listener.until(0.5).pause()
    assert 0.4 < listener.sound("currentTime") < 10
    listener.says("paused")


def test_a_place_that_is_asked_for_before_anything_is_loaded_is_where_it_begins(listen: Listening) -> None:
    listener = listen("long").seek(1200)
    assert listener.now == 1200
    listener.play().until(1200.2)
    assert listener.sound("currentTime") < 1215


def test_a_link_to_a_moment_begins_there_but_does_not_play(listen: Listening) -> None:
    listener = listen(fragment="#t=65")
    listener.says("from", time="1:05")
    assert (listener.now, listener.sound("paused")) == (65, True)
    listener.play().until(65.2)


def test_it_jumps_back_and_on(listen: Listening) -> None:
    listener = listen().seek(60)
    listener.tool("on").click()
    assert listener.now == 90
    listener.tool("back").click()
    assert listener.now == 75


def test_no_jump_leads_out_of_the_recording(listen: Listening) -> None:
    listener = listen().seek(5)
    listener.tool("back").click()
    assert listener.now == 0
    listener.seek(110)
    listener.tool("on").click()
    assert listener.now == 120


def test_a_chapter_plays_from_its_beginning_and_is_marked(listen: Listening) -> None:
    listener = listen()
    chapter = listener.player.get_by_role("link", name="Bab 4")
    chapter.click()
    listener.until(60.1)
    assert listener.sound("currentTime") < 70
    expect(chapter).to_have_attribute("aria-current", "true")
    expect(listener.player.locator(".chapters [aria-current]")).to_have_count(1)


def test_the_speed_is_that_of_the_sound(listen: Listening) -> None:
    listener = listen()
    listener.tool("speed").select_option("1.5")
    listener.play()
    assert listener.sound("playbackRate") == 1.5


def test_at_the_end_nothing_else_begins(listen: Listening) -> None:
    listener = listen().play().seek(119)
    listener.becomes("ended")
    listener.page.wait_for_timeout(400)
    assert listener.sound("paused")
    assert listener.page.url.endswith(listener.path)
    listener.labelled("play")


# Slow, broken, sparing -------------------------------------------------------------------------------------------


def test_a_sound_that_does_not_come_is_said_in_words_and_can_be_tried_again(
    listen: Listening, complaints: Complaints
) -> None:
    complaints.expect("/media/")
    listener = listen().seek(50)
    listener.page.route("**/media/**", lambda route: route.abort())
    listener.main.click()
    listener.says("failed")
    listener.labelled("play")
    listener.page.unroute("**/media/**")
    listener.main.click()
    listener.until(50.1)
    assert listener.sound("currentTime") < 65
    expect(listener.said).to_be_empty()


def test_while_it_loads_it_says_so(listen: Listening) -> None:
    listener = listen()
    held: list[Any] = []
    listener.page.route("**/media/**", lambda route: held.append(route))
    listener.main.click()
    listener.says("loading")
    listener.page.wait_for_timeout(100)
    held[0].continue_()
    listener.page.unroute("**/media/**")
    listener.until(0.2)
    expect(listener.said).to_be_empty()


def test_saving_data_keeps_the_place_and_the_speed(listen: Listening) -> None:
    listener = listen("long").open()
    listener.tool("speed").select_option("1.25")
    listener.seek(900).play().until(900.2)
    listener.tool("hemat").check()
    listener.becomes("currentSrc.endsWith('.opus')")
    listener.until(900.3)
    assert 900 < listener.sound("currentTime") < 930
    assert (listener.sound("playbackRate"), listener.sound("paused")) == (1.25, False)
    listener.pause()
    listener.tool("hemat").uncheck()
    assert listener.sound("src").endswith(".mp3")
    assert listener.now >= 900


SAVING = "Object.defineProperty(navigator, 'connection', { value: { saveData: true } })"


def test_a_browser_that_saves_data_gets_the_small_file_but_is_not_held_to_it(talks: dict[str, Any], page: Page) -> None:
    page.add_init_script(SAVING)
    listener = Listener(page, talks["short"]["path"]).come().open()
    assert listener.sound("src").endswith(".opus")
    listener.play()
    listener.tool("hemat").uncheck()
    listener.becomes("currentSrc.endsWith('.mp3')")


def test_a_browser_that_cannot_read_the_small_file_is_not_offered_it(talks: dict[str, Any], page: Page) -> None:
    page.add_init_script(SAVING + "; HTMLMediaElement.prototype.canPlayType = () => ''")
    listener = Listener(page, talks["short"]["path"]).come().open()
    expect(listener.tool("hemat")).to_be_hidden()
    assert listener.sound("src").endswith(".mp3")


# Sleep -----------------------------------------------------------------------------------------------------------


def test_the_timer_stops_the_sound(listen: Listening) -> None:
    listener = listen()
    listener.tool("sleep").select_option("15")
    listener.play()
    listener.page.evaluate("() => { const real = Date.now; Date.now = () => real() + 14 * 60000; }")
    listener.page.wait_for_timeout(600)
    assert not listener.sound("paused")
    listener.page.evaluate("() => { const real = Date.now; Date.now = () => real() + 60001; }")
    listener.says("asleep")
    assert listener.sound("paused")
    expect(listener.tool("sleep")).to_have_value("")


def test_the_end_of_a_chapter_stops_the_sound(listen: Listening) -> None:
    listener = listen().play().seek(58.5)
    listener.tool("sleep").select_option("chapter")
    listener.says("asleep")
    assert 60 <= listener.sound("currentTime") < 61


# By keys ---------------------------------------------------------------------------------------------------------


def test_somebody_without_a_mouse_listens(listen: Listening) -> None:
    listener = listen()
    page = listener.page
    tab_to(page, listener.main)
    press(page, "Enter")
    listener.until(0.2)
    for keys, expected in (("l", 30), ("ArrowRight", 60), ("j", 45), ("ArrowLeft", 30), ("5", 60), ("0", 0)):
        press(page, *keys if len(keys) == 1 else [keys])
        assert expected <= listener.now <= expected + 5, keys
    press(page, "k")
    listener.labelled("play")
    press(page, ">", ">", "<")
    expect(listener.tool("speed")).to_have_value("1.25")
    press(page, "m")
    assert listener.sound("muted")
    tab_to(page, listener.tool("position"))
    press(page, "End")
    assert listener.now >= 119
    tab_to(page, listener.player.locator("summary"))
    press(page, "Enter")
    tab_to(page, listener.tool("share"))
    tab_to(page, listener.player.get_by_role("link", name="Bab 1"))
    press(page, "Enter")
    listener.until(0.2)
    tab_to(page, page.locator("[data-find]"))
    tab_to(page, page.locator(".turns a").first)


def test_keys_outside_the_player_are_the_pages(listen: Listening) -> None:
    listener = listen()
    listener.page.locator("[data-find]").focus()
    press(listener.page, *"kjl5", "ArrowRight")
    assert (listener.now, listener.sound("paused")) == (0, True)
    expect(listener.page.locator("[data-find]")).to_have_value("kjl5")


def test_the_place_is_told_in_words(listen: Listening) -> None:
    listener = listen().seek(65)
    words = str(listener.player.get_attribute("data-say-at"))
    told = words.format(minutes=1, seconds=5, length="2:00")
    expect(listener.tool("position")).to_have_attribute("aria-valuetext", told)


# Without a script ------------------------------------------------------------------------------------------------


def test_without_a_script_all_can_be_read_and_heard(talks: dict[str, Any], open_page: Opener) -> None:
    page = open_page(javascript=False)
    page.goto(talks["short"]["path"])
    expect(page.locator("audio[controls]")).to_be_visible()
    expect(page.locator(".controls")).to_be_hidden()
    assert page.locator("main :disabled").evaluate_all("all => all.filter(each => each.checkVisibility()).length") == 0
    expect(page.locator(".chapters a").first).to_be_visible()
    page.locator("summary").click()
    expect(page.locator(".downloads a").first).to_be_visible()
    assert page.locator(".turns").evaluate("box => box.scrollHeight <= box.clientHeight + 1")
