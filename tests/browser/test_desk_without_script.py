"""The desk without JavaScript: a form, with everything that must be possible."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Sitting
from tests.browser.desk import Desk
from tests.browser.watching import Complaints

pytestmark = pytest.mark.xdist_group("browser")
Sit = Callable[..., Desk]


@pytest.fixture
def sit(sit_at: Sitting) -> Sit:
    """Sits an editor at the desk of a transcript, whose browser has JavaScript switched off."""
    return partial(sit_at, javascript=False)


def test_a_corrected_text_is_saved(sit: Sit) -> None:
    desk = sit("plain-1")
    before = desk.text(1)
    desk.write(0, "Selamat pagi, Ibu.")
    desk.save()
    expect(desk.texts.first).to_have_value("Selamat pagi, Ibu.")
    assert desk.text(1) == before
    assert desk.state() == "corrected"


def test_a_blank_line_parts_a_paragraph(sit: Sit) -> None:
    desk = sit("plain-2")
    count = desk.texts.count()
    desk.write(0, "Bagian satu.\n\nBagian dua.")
    desk.save()
    expect(desk.texts).to_have_count(count + 1)
    assert [desk.text(0), desk.text(1)] == ["Bagian satu.", "Bagian dua."]


def test_a_paragraph_is_joined_to_the_one_above(sit: Sit) -> None:
    desk = sit("plain-3")
    count, both = desk.texts.count(), f"{desk.text(0)} {desk.text(1)}"
    desk.join(1)
    desk.save()
    expect(desk.texts).to_have_count(count - 1)
    assert desk.text(0) == both


def test_an_emptied_paragraph_is_deleted(sit: Sit) -> None:
    desk = sit("plain-4")
    count, second = desk.texts.count(), desk.text(1)
    desk.write(0, "")
    desk.save()
    expect(desk.texts).to_have_count(count - 1)
    assert desk.text(0) == second


def test_a_new_speaker_can_be_given_a_paragraph_and_then_others(sit: Sit) -> None:
    desk = sit("plain-5")
    desk.speakers.nth(0).select_option("new")
    desk.save()
    expect(desk.speakers.nth(0)).to_have_value("1")
    desk.speakers.nth(2).select_option("1")
    desk.save()
    expect(desk.speakers.nth(2)).to_have_value("1")
    expect(desk.speakers.nth(1)).to_have_value("")


def test_a_text_is_corrected_and_approved_in_one_go(sit: Sit) -> None:
    desk = sit("plain-6")
    desk.write(0, "Selamat pagi, Ibu.")
    desk.approve()
    expect(desk.texts.first).to_have_value("Selamat pagi, Ibu.")
    assert desk.state() == "approved"


def test_what_two_editors_write_in_one_paragraph_is_shown_to_the_second(sit: Sit, complaints: Complaints) -> None:
    complaints.expect("409")
    dewi, rani = sit("plain-7", "dewi"), sit("plain-7", "rani")
    dewi.write(0, "Dewi menulis ini.")
    dewi.save()
    rani.write(0, "Rani menulis itu.")
    rani.write(1, "Ini hanya ditulis Rani.")
    rani.save()
    expect(rani.conflicts).to_contain_text("Dewi menulis ini.")
    assert rani.text(0) == "Rani menulis itu."
    assert rani.stored()[:2] == ["Dewi menulis ini.", "Ini hanya ditulis Rani."]


def test_the_second_editor_may_insist(sit: Sit, complaints: Complaints) -> None:
    complaints.expect("409")
    dewi, rani = sit("plain-8", "dewi"), sit("plain-8", "rani")
    dewi.write(0, "Dewi menulis ini.")
    dewi.save()
    rani.write(0, "Rani menulis itu.")
    rani.save()
    rani.save()
    assert rani.stored()[0] == "Rani menulis itu."


def test_the_second_editor_is_told_that_there_is_a_first(sit: Sit) -> None:
    sit("plain-1", "dewi")
    expect(sit("plain-1", "rani").page.locator("[data-others]")).to_contain_text("dewi")
