"""The desk as an editor uses it in a browser with JavaScript."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.accessibility import assert_accessible
from tests.browser.conftest import Sitting
from tests.browser.desk import Desk
from tests.browser.keyboard import has_focus, press, tab_to
from tests.browser.watching import Complaints

pytestmark = pytest.mark.xdist_group("browser")
OFFLINE = "ERR_INTERNET_DISCONNECTED"
LOOKS = [{"width": width, "dark": dark} for width in (360, 1280) for dark in (False, True)]


def selected(desk: Desk) -> str:
    """What is selected in the field that has the focus."""
    text: str = desk.page.evaluate(
        "() => { const at = document.activeElement; return at.value.slice(at.selectionStart, at.selectionEnd); }"
    )
    return text


def until(desk: Desk, holds: Callable[[], bool]) -> None:
    """Waits until something holds that only the database knows."""
    for _glance in range(100):
        if holds():
            return
        desk.page.wait_for_timeout(100)
    raise AssertionError("it never came to hold")


@pytest.mark.parametrize("look", LOOKS, ids=str)
def test_axe_finds_nothing_on_the_desk(look: dict[str, int], sit_at: Sitting) -> None:
    desk = sit_at("scripted-1", **look)
    expect(desk.ready).to_be_visible()
    assert_accessible(desk.page)


@pytest.mark.parametrize("place", ["history/", "history/1/", "upload/", "chapters/"])
def test_axe_finds_nothing_on_the_pages_beside_it(place: str, sit_at: Sitting) -> None:
    for look in (LOOKS[0], LOOKS[-1]):
        desk = sit_at("scripted-1", **look)
        desk.page.goto(desk.path + place)
        assert_accessible(desk.page)


def test_the_desk_is_not_wider_than_a_small_phone(sit_at: Sitting) -> None:
    desk = sit_at("scripted-1", width=360)
    assert desk.page.evaluate("document.querySelector('main').scrollWidth") <= 360


def test_somebody_without_a_mouse_corrects_a_text_and_approves_it(sit_at: Sitting) -> None:
    desk = sit_at("scripted-2")
    page, count, words = desk.page, desk.texts.count(), desk.text(0).split()
    tab_to(page, desk.texts.first)
    press(page, "Control+Home", *"Salam. ")
    press(page, "Control+s")
    until(desk, lambda: desk.stored()[0].startswith("Salam. "))

    for _word in range(2 + len(words) // 2):
        press(page, "Control+ArrowRight")
    press(page, "ArrowRight", "Control+Enter")  # parted
    expect(desk.texts).to_have_count(count + 1)
    press(page, "Control+Home", "Control+Backspace")  # joined
    expect(desk.texts).to_have_count(count)
    assert desk.text(0).split() == ["Salam.", *words]

    tab_to(page, desk.speakers.first, key="Shift+Tab")
    press(page, "End", "Enter")  # a new speaker
    expect(desk.speakers.first).to_have_value("1")
    tab_to(page, desk.texts.nth(1))
    press(page, "Alt+1")
    expect(desk.speakers.nth(1)).to_have_value("1")

    press(page, "Alt+Enter")  # all words of it are right
    expect(desk.paragraphs.nth(1).locator("mark")).to_have_count(0)

    approve = page.locator("button[name=do][value=approve]")
    if desk.tick.is_visible():
        tab_to(page, desk.tick)
        press(page, "Space")
    tab_to(page, approve)
    press(page, "Enter")
    until(desk, lambda: desk.state() == "approved")


def test_what_is_written_is_saved_without_being_asked(sit_at: Sitting) -> None:
    desk = sit_at("scripted-3")
    desk.write(0, "Selamat pagi, Ibu.")
    until(desk, lambda: desk.stored()[0] == "Selamat pagi, Ibu.")


def test_saving_leaves_the_caret_where_it_is(sit_at: Sitting) -> None:
    desk = sit_at("scripted-3")
    desk.texts.nth(2).focus()
    press(desk.page, "Control+Home", "ArrowRight", "x", "Control+s")
    until(desk, lambda: desk.stored()[2][1] == "x")
    press(desk.page, "y")
    assert desk.text(2)[1:3] == "xy"


def test_two_patterns_tell_doubtful_words_from_very_doubtful_ones(sit_at: Sitting) -> None:
    desk = sit_at("scripted-1")
    rather, very = (desk.page.locator(f".desk-legend .desk-doubt--{kind}") for kind in ("rather", "very"))
    assert line_under(rather) != line_under(very)
    assert "none" not in (line_under(rather), line_under(very))
    assert line_under(desk.page.locator("[data-paragraphs] .desk-doubt--very").first) == line_under(very)


def line_under(word: Locator) -> str:
    """How the line under a word is drawn."""
    style: str = word.evaluate(
        """word => {
          const { textDecorationLine: line, textDecorationStyle, borderBottomStyle } = getComputedStyle(word);
          return line.includes("underline") ? textDecorationStyle : borderBottomStyle;
        }"""
    )
    return style


def test_the_next_and_the_previous_doubtful_word_are_a_key_away(sit_at: Sitting) -> None:
    desk = sit_at("scripted-1")
    doubtful = desk.page.locator("[data-paragraphs] mark").all_text_contents()
    desk.texts.first.focus()
    press(desk.page, "Control+Home")
    seen = []
    for _word in doubtful[:3]:
        press(desk.page, "Alt+ArrowDown")
        seen.append(selected(desk))
    assert seen == doubtful[:3]
    press(desk.page, "Alt+ArrowUp")
    assert selected(desk) == doubtful[1]


def test_a_word_is_heard_by_a_click_on_it(sit_at: Sitting) -> None:
    desk = sit_at("scripted-1")
    desk.texts.nth(3).click()
    desk.until_playing()
    start = float(desk.paragraphs.nth(3).get_attribute("data-start") or 0)
    assert start - 1 < desk.moment() < start + 24


def test_the_sound_goes_three_seconds_back_and_on_by_a_key(sit_at: Sitting) -> None:
    desk = sit_at("scripted-1")
    desk.texts.first.focus()
    desk.sound.evaluate("sound => new Promise(done => { sound.onseeked = done; sound.currentTime = 30; })")
    press(desk.page, "Alt+ArrowRight", "Alt+ArrowRight", "Alt+ArrowLeft")
    assert desk.moment() == pytest.approx(33, abs=0.1)


def test_the_sound_waits_while_somebody_types_and_goes_on_a_second_earlier(sit_at: Sitting) -> None:
    desk = sit_at("scripted-4")
    desk.texts.first.focus()
    desk.sound.evaluate("sound => new Promise(done => { sound.onseeked = done; sound.currentTime = 30; })")
    press(desk.page, "Escape")
    desk.until_playing()
    press(desk.page, "a")
    assert desk.sound.evaluate("sound => sound.paused")
    paused = desk.moment()
    resumed = desk.sound.evaluate("sound => new Promise(went => { sound.onplay = () => went(sound.currentTime); })")
    assert resumed == pytest.approx(paused - 1, abs=0.15)


def test_the_keys_stand_on_a_sheet_that_a_key_opens_and_closes(sit_at: Sitting) -> None:
    desk = sit_at("scripted-1")
    desk.texts.first.focus()
    press(desk.page, "Control+/")
    sheet = desk.page.locator("dialog[open]")
    expect(sheet.locator("kbd").first).to_be_visible()
    assert_accessible(desk.page)
    press(desk.page, "Escape")
    expect(sheet).to_have_count(0)
    assert has_focus(desk.texts.first)


def test_each_of_two_editors_is_told_of_the_other(sit_at: Sitting) -> None:
    sit_at("scripted-1", "dewi")
    rani = sit_at("scripted-1", "rani")
    expect(rani.page.locator("[data-others]")).to_contain_text("dewi")


def test_what_two_editors_write_in_one_paragraph_is_shown_to_the_second(sit_at: Sitting) -> None:
    dewi, rani = sit_at("scripted-5", "dewi"), sit_at("scripted-5", "rani")
    dewi.write(0, "Dewi menulis ini.")
    press(dewi.page, "Control+s")
    until(dewi, lambda: dewi.stored()[0] == "Dewi menulis ini.")
    rani.write(0, "Rani menulis itu.")
    rani.write(1, "Ini hanya ditulis Rani.")
    press(rani.page, "Control+s")
    expect(rani.conflicts).to_contain_text("Dewi menulis ini.")
    assert rani.text(0) == "Rani menulis itu."
    until(rani, lambda: rani.stored()[:2] == ["Dewi menulis ini.", "Ini hanya ditulis Rani."])
    assert_accessible(rani.page)


@pytest.mark.parametrize(
    ("choice", "kept", "name"),
    [("keep", "Rani menulis itu.", "scripted-6"), ("take", "Dewi menulis ini.", "scripted-7")],
)
def test_the_second_editor_keeps_one_of_both_texts(choice: str, kept: str, name: str, sit_at: Sitting) -> None:
    dewi, rani = sit_at(name, "dewi"), sit_at(name, "rani")
    dewi.write(0, "Dewi menulis ini.")
    press(dewi.page, "Control+s")
    until(dewi, lambda: dewi.stored()[0] == "Dewi menulis ini.")
    rani.write(0, "Rani menulis itu.")
    press(rani.page, "Control+s")
    rani.conflicts.locator(f"[data-do={choice}]").click()
    expect(rani.conflicts).to_have_count(0)
    expect(rani.texts.first).to_have_value(kept)
    until(rani, lambda: rani.stored()[0] == kept)


def test_a_lost_connection_is_told_and_nothing_is_lost_once_it_is_back(sit_at: Sitting, complaints: Complaints) -> None:
    complaints.expect(OFFLINE)
    desk = sit_at("scripted-8")
    desk.page.context.set_offline(True)
    desk.write(0, "Ditulis tanpa sambungan.")
    press(desk.page, "Control+s")
    expect(desk.page.locator("[data-status]")).to_have_class(re.compile("wrong"))
    desk.page.context.set_offline(False)
    until(desk, lambda: desk.stored()[0] == "Ditulis tanpa sambungan.")
    expect(desk.news).to_have_text(desk.phrase("saved-again"))


def test_a_page_that_is_lost_without_connection_is_restored_later(sit_at: Sitting, complaints: Complaints) -> None:
    complaints.expect(OFFLINE)
    desk = sit_at("scripted-9")
    before = desk.stored()[0]
    desk.page.context.set_offline(True)
    desk.write(0, "Ditulis sebelum listrik padam.")
    press(desk.page, "Control+s")
    expect(desk.page.locator("[data-status]")).to_have_class(re.compile("wrong"))
    again = Desk.beside(desk)
    desk.page.close(run_before_unload=False)
    again.page.context.set_offline(False)
    assert again.stored()[0] == before
    again.open()
    again.page.locator("[data-do=restore]").click()
    expect(again.texts.first).to_have_value("Ditulis sebelum listrik padam.")
    until(again, lambda: again.stored()[0] == "Ditulis sebelum listrik padam.")


def test_a_text_that_is_taken_out_to_be_written_anew_is_not_deleted(sit_at: Sitting) -> None:
    desk = sit_at("scripted-10")
    before = desk.stored()
    desk.texts.nth(1).focus()
    press(desk.page, "Control+a", "Delete")
    desk.save_behind()
    assert desk.stored() == before
    press(desk.page, *"Baru.", "Control+s")
    until(desk, lambda: desk.stored() == [before[0], "Baru.", *before[2:]])


def test_a_paragraph_is_deleted_when_it_is_left_empty_and_can_be_brought_back_before(sit_at: Sitting) -> None:
    desk = sit_at("scripted-10")
    before, text = desk.stored(), desk.text(3)
    desk.texts.nth(3).focus()
    press(desk.page, "Control+a", "Delete", "Tab")
    expect(desk.news).to_have_text(desk.phrase("deleted"))
    desk.held.get_by_role("button").click()
    expect(desk.texts.nth(3)).to_have_value(text)
    press(desk.page, "Control+a", "Delete", "Tab")
    desk.save_behind()
    assert desk.stored() == before
    press(desk.page, "Control+s")
    until(desk, lambda: desk.stored() == before[:3] + before[4:])


def test_a_tick_that_says_all_is_right_can_be_taken_back(sit_at: Sitting) -> None:
    desk = sit_at("scripted-11")
    tick = desk.paragraphs.nth(1).locator("[name^=checked-]")
    desk.texts.nth(1).focus()
    press(desk.page, "Alt+Enter")
    expect(tick).to_be_checked()
    press(desk.page, "Alt+Enter")
    expect(tick).not_to_be_checked()
    press(desk.page, "Alt+Enter", "Control+s")
    until(desk, lambda: desk.state() == "corrected")
    expect(tick).to_be_disabled()
    expect(tick).to_be_checked()


def test_leafing_through_the_speakers_makes_none_but_a_key_does(sit_at: Sitting) -> None:
    desk = sit_at("scripted-11")
    desk.speakers.first.focus()
    press(desk.page, "End")
    expect(desk.speakers.first).to_have_value("new")
    desk.save_behind()
    press(desk.page, "Home", "Tab")
    desk.save_behind()
    assert desk.voices() == 0
    desk.texts.first.focus()
    press(desk.page, "Alt+n")
    expect(desk.speakers.first).to_have_value("1")


def test_whoever_has_no_keys_parts_and_joins_by_buttons(sit_at: Sitting) -> None:
    desk = sit_at("scripted-11")
    whole, cuts = desk.text(2), desk.page.locator(".desk-cuts")
    desk.texts.nth(2).focus()
    press(desk.page, "Control+Home", "Control+ArrowRight")  # the end of a word
    cuts.locator("[data-do=part]").click()
    expect(desk.texts.nth(3)).to_be_focused()
    expect(desk.news).to_have_text(desk.phrase("parted"))
    cuts.locator("[data-do=join]").click()
    expect(desk.texts.nth(2)).to_have_value(whole)
    expect(desk.texts.nth(2)).to_be_focused()


def test_whoever_parts_a_paragraph_goes_on_in_the_second_part(sit_at: Sitting) -> None:
    desk = sit_at("scripted-4")
    desk.texts.nth(2).focus()
    press(desk.page, "Control+Home", "Control+ArrowRight", "Control+ArrowRight")  # the end of a word
    first = " ".join(desk.text(2).split()[:2])
    press(desk.page, "Control+Enter")
    expect(desk.texts.nth(2)).to_have_value(first)
    expect(desk.texts.nth(3)).to_be_focused()
    press(desk.page, "x")
    assert desk.text(3).startswith("x")
