"""What the player leaves on a device, on a locked screen and with others: what the listener wants, and else nothing."""

# ruff: noqa: F811 - arguments are called like the fixtures that they are

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.audience import Listening, listen, site, talks  # noqa: F401 - fixtures
from tests.browser.conftest import Opener
from tests.browser.listener import Listener

pytestmark = pytest.mark.xdist_group("browser")

SESSION = """() => { const { metadata, playbackState } = navigator.mediaSession; return metadata && {
  title: metadata.title, artist: metadata.artist, cover: metadata.artwork[0].src, playbackState }; }"""
TELLING = ("memukul", "suami", "kdrt", "kekerasan", "rumah tangga")


def again(listener: Listener) -> Listener:
    """Leaves the page and comes back to it."""
    listener.page.goto("/")
    return listener.come()


def heard_to(listener: Listener, moment: float) -> Listener:
    return listener.play().seek(moment).until(moment + 0.2).pause()


# On the device ---------------------------------------------------------------------------------------------------


def test_a_listener_goes_on_where_they_stopped(listen: Listening) -> None:
    listener = again(heard_to(listen(), 60))
    listener.says("resumed", time="1:00")
    assert (listener.now, listener.sound("paused")) == (60, True)


def test_who_closes_the_page_while_it_plays_finds_the_place_too(listen: Listening) -> None:
    listener = again(listen().play().seek(60).until(60.5))
    assert 60 <= listener.now <= 62


def test_the_keys_tell_nothing_but_signs(listen: Listening, talks: dict[str, Any]) -> None:
    kept = heard_to(listen(), 60).kept()
    assert kept == {f"siniar:place:{talks['short']['signs']}": "60"}


def test_who_only_looks_leaves_no_trace(listen: Listening) -> None:
    listener = listen(fragment="#t=65")
    listener.page.goto("/")
    assert listener.kept() == {}


def test_a_link_within_the_page_moves_nothing(listen: Listening) -> None:
    listener = again(heard_to(listen(), 60)).seek(90)
    listener.player.locator('.choices a[href="#transcript"]').click()
    listener.page.wait_for_timeout(100)
    assert listener.now == 90


@pytest.mark.parametrize("moment", [5, 112])
def test_neither_the_first_nor_the_last_seconds_are_worth_it(moment: float, listen: Listening) -> None:
    assert heard_to(listen(), moment).kept() == {}


def test_of_a_sensitive_topic_nothing_is_kept(listen: Listening) -> None:
    listener = heard_to(listen("hushed"), 60)
    assert listener.kept() == {}
    assert again(listener).now == 0


def test_unless_the_listener_wants_it(listen: Listening) -> None:
    listener = listen("hushed").open()
    listener.tool("remember").check()
    listener.says("remembering")
    listener = again(heard_to(listener, 60))
    assert listener.now == 60
    listener.open()
    expect(listener.tool("remember")).to_be_checked()
    listener.tool("remember").uncheck()
    assert listener.kept() == {}


def test_a_place_is_forgotten_on_wish(listen: Listening) -> None:
    listener = heard_to(listen().open(), 60)
    listener.tool("remember").uncheck()
    assert listener.kept() == {}
    heard_to(listener, 70)
    assert listener.kept() == {}


def test_who_wants_no_history_has_none(listen: Listening) -> None:
    listener = listen().open()
    listener.tool("speed").select_option("1.5")
    heard_to(listener, 60)
    assert len(listener.kept()) == 2
    listener.tool("forget").check()
    listener.says("nothing")
    assert listener.kept() == {"siniar:forget": "1"}
    heard_to(listener, 70)
    listener.tool("speed").select_option("1.25")
    assert again(listener).kept() == {"siniar:forget": "1"}
    assert listener.now == 0
    listener.open()
    expect(listener.tool("forget")).to_be_checked()
    expect(listener.tool("remember")).to_be_disabled()
    listener.tool("forget").uncheck()
    expect(listener.tool("remember")).to_be_checked()


def test_speed_and_wishes_are_remembered(listen: Listening) -> None:
    listener = listen().open()
    listener.tool("speed").select_option("1.5")
    listener.tool("skipping").check()
    listener.tool("hemat").check()
    listener = again(listener).open()
    expect(listener.tool("speed")).to_have_value("1.5")
    expect(listener.tool("skipping")).to_be_checked()
    assert listener.sound("src").endswith(".opus")
    assert listener.sound("playbackRate") == 1.5


def test_a_browser_that_keeps_nothing_plays_all_the_same(talks: dict[str, Any], page: Page) -> None:
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no') } })")
    listener = Listener(page, talks["short"]["path"]).come().open().play().until(0.4)
    listener.tool("speed").select_option("1.5")
    listener.tool("forget").check()


# On the locked screen --------------------------------------------------------------------------------------------


def test_the_locked_screen_knows_nothing_before_the_first_play(listen: Listening) -> None:
    assert listen("hushed").page.evaluate(SESSION) is None


def test_the_locked_screen_tells_an_open_title(listen: Listening) -> None:
    told = listen().play().page.evaluate(SESSION)
    assert (told["title"], told["artist"], told["playbackState"]) == (
        "Menjaga anak di dunia maya",
        "Obrolan",
        "playing",
    )


def test_the_locked_screen_of_a_sensitive_episode_tells_nothing(listen: Listening) -> None:
    listener = listen("hushed").play()
    told = listener.page.evaluate(SESSION)
    assert told["title"] == listener.page.title()
    assert [word for word in TELLING if word in str(told).lower()] == []
    assert (
        listener.page.evaluate("fetch(navigator.mediaSession.metadata.artwork[0].src).then(({ status }) => status)")
        == 200
    )


# Leaving ---------------------------------------------------------------------------------------------------------


def test_on_leaving_it_is_silent_at_once_and_writes_nothing_more(listen: Listening) -> None:
    listener = listen().play().seek(60).until(60.2)
    listener.page.evaluate("localStorage.clear(); document.dispatchEvent(new CustomEvent('siniar:leave'))")
    assert listener.sound("paused")
    assert not listener.sound("hasAttribute('src')")
    assert listener.page.evaluate(SESSION) is None
    listener.page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert listener.kept() == {}


# With others -----------------------------------------------------------------------------------------------------


def test_the_link_to_a_moment_is_a_link_and_no_word(talks: dict[str, Any], open_page: Opener) -> None:
    page = open_page()
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    listener = Listener(page, talks["hushed"]["path"]).come().open().seek(65)
    listener.tool("share").click()
    listener.says("copied", time="1:05")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.url.split("#")[0] + "#t=65"


def test_where_a_phone_can_share_it_gets_the_link_alone(talks: dict[str, Any], page: Page) -> None:
    page.add_init_script("navigator.share = async (told) => { window.told = told; }")
    listener = Listener(page, talks["hushed"]["path"]).come().open().seek(65)
    listener.tool("share").click()
    page.wait_for_timeout(100)
    assert list(page.evaluate("window.told")) == ["url"]


def test_a_link_that_cannot_be_copied_is_shown(talks: dict[str, Any], page: Page) -> None:
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    listener = Listener(page, talks["short"]["path"]).come().open().seek(65)
    listener.tool("share").click()
    expect(listener.said).to_contain_text("#t=65")


@pytest.mark.parametrize("wanted", [False, True])
def test_help_learns_the_moment_only_on_wish(wanted: bool, listen: Listening) -> None:
    listener = listen("hushed").seek(65)
    if wanted:
        listener.tool("moment").check()
    listener.player.locator("[data-report]").click()
    listener.page.wait_for_url("**/lapor/**")
    assert listener.page.url.endswith("/#t=65" if wanted else "/")
