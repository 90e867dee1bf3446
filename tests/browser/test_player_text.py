"""The text beside the sound: in step, a way to any moment, searched without telling anybody."""

# ruff: noqa: F811 - arguments are called like the fixtures that they are

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.audience import Listening, listen, site, talks  # noqa: F401 - fixtures
from tests.browser.keyboard import press, tab_to
from tests.browser.listener import Listener

pytestmark = pytest.mark.xdist_group("browser")


def top(listener: Listener) -> int:
    """How far the text is scrolled."""
    scrolled: int = listener.page.locator(".turns").evaluate("box => Math.round(box.scrollTop)")
    return scrolled


def test_one_line_is_current_and_it_is_the_one_that_is_heard(listen: Listening) -> None:
    listener = listen("long").seek(600)
    expect(listener.current).to_have_count(1)
    start = float(listener.current.get_attribute("data-t") or "nan")
    following = listener.page.locator(".turns span[data-t]").evaluate_all(
        "(lines) => lines.find(line => Number(line.dataset.t) > 600).dataset.t"
    )
    assert start <= 600 < float(following)


def test_the_text_follows_while_it_plays(listen: Listening) -> None:
    listener = listen("long").seek(600)
    assert top(listener) == 0
    listener.play().until(600.5)
    listener.page.wait_for_timeout(300)
    listener.seek(1200).until(1200.4)
    listener.page.wait_for_timeout(300)
    assert listener.current.evaluate(
        """line => {
          const [here, box] = [line, line.closest(".turns")].map(each => each.getBoundingClientRect());
          return box.height < innerHeight && here.top >= box.top && here.bottom <= box.bottom;
        }"""
    )


def test_it_leaves_alone_whoever_scrolls(listen: Listening) -> None:
    listener = listen("long").play()
    listener.page.locator(".turns").hover()
    listener.page.mouse.wheel(0, 400)
    expect(listener.page.locator("[data-follow]")).to_have_attribute("aria-pressed", "false")
    listener.page.wait_for_timeout(200)
    before = top(listener)
    listener.seek(900).until(900.3)
    assert top(listener) == before
    listener.page.locator("[data-follow]").click()
    assert top(listener) > before


def test_the_page_itself_does_not_move(listen: Listening) -> None:
    listener = listen("long")
    listener.play().seek(900).until(900.4)
    before = listener.page.evaluate("scrollY")
    listener.seek(1300).until(1300.4)
    assert listener.page.evaluate("scrollY") == before


def test_a_line_leads_to_its_moment(listen: Listening) -> None:
    listener = listen("long")
    line = listener.page.locator(".turns span[data-t]").nth(20)
    moment = float(line.get_attribute("data-t") or "nan")
    line.click()
    listener.until(moment + 0.1)
    assert listener.sound("currentTime") < moment + 10
    assert line.get_attribute("aria-current") == "true"


def test_marking_words_with_the_mouse_does_not_jump(listen: Listening) -> None:
    listener = listen("short")
    listener.page.locator(".turns span[data-t]").nth(2).dblclick()
    listener.pause() if not listener.sound("paused") else None
    first = listener.sound("currentTime")
    box = listener.page.locator(".turns span[data-t]").nth(4).bounding_box()
    assert box
    listener.page.mouse.move(box["x"] + 2, box["y"] + 5)
    listener.page.mouse.down()
    listener.page.mouse.move(box["x"] + min(box["width"], 150), box["y"] + 5, steps=4)
    listener.page.mouse.up()
    assert listener.sound("currentTime") == first


def test_the_moment_of_a_turn_is_reached_by_key(listen: Listening) -> None:
    listener = listen("long")
    link = listener.page.locator(".turns a").nth(1)
    link.focus()
    listener.page.keyboard.press("Enter")
    listener.until(float(link.get_attribute("data-t") or "nan") + 0.1)


# Found -----------------------------------------------------------------------------------------------------------


def test_words_are_found_and_counted_and_asked_of_nobody(listen: Listening) -> None:
    listener = listen("long")
    asked: list[str] = []
    listener.page.on("request", lambda request: asked.append(request.url))
    listener.page.locator("[data-find]").fill("yang")
    expect(listener.page.locator("[data-found]")).to_have_text(
        re.compile(r"^1 \w+ \d+, \w+ \d+:\d\d: .*yang", re.IGNORECASE)
    )
    hits = listener.page.locator(".turns [data-hit]")
    assert hits.count() > 3
    assert all("yang" in text.lower() for text in hits.all_inner_texts())
    listener.page.locator("[data-next]").click()
    expect(listener.page.locator("[data-found]")).to_have_text(re.compile("^2 "))
    listener.page.locator("[data-find]").press("Shift+Enter")
    expect(listener.page.locator("[data-found]")).to_have_text(re.compile("^1 "))
    assert asked == []
    assert listener.page.url.endswith(listener.path)
    assert listener.kept() == {}


def test_what_was_found_can_be_played_by_key(listen: Listening) -> None:
    listener = listen("long")
    listener.page.locator("[data-find]").fill("yang")
    start = listener.page.locator(".turns [data-hit]").nth(0).get_attribute("data-t")
    tab_to(listener.page, listener.page.locator("[data-from]"))
    press(listener.page, "Enter")
    listener.until(float(start or 0))
    assert listener.sound("currentTime") < float(start or 0) + 5


def test_what_runs_over_two_lines_is_found(listen: Listening) -> None:
    listener = listen("short")
    first, second = listener.page.locator(".turns span[data-t]").all_inner_texts()[:2]
    wanted = f"{first.split()[-1]} {second.split()[0]}"
    listener.page.locator("[data-find]").fill(wanted.upper())
    lines = listener.page.locator(".turns span[data-t]")
    for place in (0, 1):
        expect(lines.nth(place)).to_have_attribute("data-hit", "")


def test_what_is_not_there_is_said_not_to_be(listen: Listening) -> None:
    listener = listen()
    field, found = listener.page.locator("[data-find]"), listener.page.locator("[data-found]")
    field.fill("zzzz")
    expect(found).to_have_text(found.get_attribute("data-none") or "?")
    field.fill("")
    expect(found).to_be_empty()
    expect(listener.page.locator("[data-hit]")).to_have_count(0)
