"""Sensitive parts: said shortly before, left out on wish, and never in the way of whoever wants to hear them."""

# ruff: noqa: F811 - arguments are called like the fixtures that they are

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.audience import Listening, listen, site, talks  # noqa: F401 - fixtures
from tests.browser.keyboard import press, tab_to

pytestmark = pytest.mark.xdist_group("browser")
START, END = 24, 34  # of the part in the short episodes


def test_a_part_is_announced_shortly_before_it_begins(listen: Listening) -> None:
    listener = listen().play().seek(START - 12)
    expect(listener.said).to_be_empty()
    listener.seek(START - 3).until(START - 2.8)
    listener.says("part", time="0:34")
    expect(listener.tool("skip")).to_be_visible()


def test_who_wants_to_hear_it_hears_it(listen: Listening) -> None:
    listener = listen().play().seek(START - 1).until(START + 1)
    assert listener.sound("currentTime") < END
    listener.seek(END + 1).until(END + 1.3)
    expect(listener.tool("skip")).to_be_hidden()


def test_what_is_said_of_a_part_stays_true(listen: Listening) -> None:
    listener = listen().play().seek(START - 3).until(START - 2.8)
    listener.says("part", time="0:34")
    listener.until(START + 0.5)
    listener.says("inside", time="0:34")
    listener.seek(START - 20)
    expect(listener.said).to_be_empty()


def test_who_goes_by_keys_keeps_their_place_when_the_button_goes(listen: Listening) -> None:
    listener = listen().play().seek(START - 4)
    expect(listener.tool("skip")).to_be_visible()
    listener.tool("skip").focus()
    press(listener.page, "Enter")
    expect(listener.main).to_be_focused()


def test_listening_as_the_warning_offers_it_never_stops_the_sound(listen: Listening) -> None:
    listener = listen().play()
    listener.tool("listen").click()
    assert not listener.sound("paused")


def test_the_part_that_was_announced_can_be_stepped_over(listen: Listening) -> None:
    listener = listen().play().seek(START - 4)
    listener.tool("skip").click()
    listener.until(END)
    assert listener.sound("currentTime") < END + 5
    listener.says("skipped")


def test_on_wish_no_second_of_it_is_heard(listen: Listening) -> None:
    listener = listen()
    listener.tool("skipping").check()
    listener.page.evaluate(
        """([start, end]) => {
          const sound = document.querySelector("audio");
          window.heard = [];
          setInterval(() => {
            const now = sound.currentTime;
            if (!sound.paused && now > start && now < end) heard.push(now);
          }, 20);
        }""",
        [START, END - 0.01],
    )
    listener.play().seek(START - 2).until(END + 0.3)
    assert listener.page.evaluate("window.heard") == []
    listener.says("skipped")


def test_nobody_who_leaves_it_out_lands_in_it(listen: Listening) -> None:
    listener = listen()
    listener.tool("skipping").check()
    listener.seek(START + 3)
    assert listener.now == END


def test_who_changes_their_mind_within_it_is_led_out(listen: Listening) -> None:
    listener = listen().play().seek(START + 2).until(START + 2.2)
    listener.tool("skipping").check()
    listener.until(END)
    assert listener.sound("currentTime") < END + 5


def test_the_wish_is_told_by_key_before_play(listen: Listening) -> None:
    listener = listen()
    tab_to(listener.page, listener.tool("skipping"))
    press(listener.page, "Space")
    expect(listener.tool("skipping")).to_be_checked()
    tab_to(listener.page, listener.player.get_by_role("link").nth(0))
    tab_to(listener.page, listener.main)


def test_the_warning_stands_before_everything_that_plays(listen: Listening) -> None:
    listener = listen("hushed")
    assert listener.player.evaluate("player => player.firstElementChild.matches('.warning')")
    expect(listener.player.get_by_role("link", name="Lapor").or_(listener.player.locator(".report a"))).to_be_visible()
