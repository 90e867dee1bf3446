"""A number is the same however it is written."""

from __future__ import annotations

import pytest

from reporting import storing, taking_back
from reporting.directory import EMERGENCY, packaged


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("whatsapp", ("0857-7001-0048", "https://wa.me/6285770010048"), ("+62 857 7001 0048", "")),
        ("phone", ("021-3903963", "tel:+62213903963"), ("(021) 390 3963", "tel:0213903963")),
        ("phone", ("1500-771", "tel:1500771"), ("1500771", "")),
        ("web", ("lapor.go.id", "https://www.lapor.go.id"), ("https://lapor.go.id/", "")),
        ("email", ("A@b.id", "mailto:a@b.id"), ("a@b.id", "")),
    ],
)
def test_the_same_number(kind: str, one: tuple[str, str], other: tuple[str, str]) -> None:
    assert taking_back.number(kind, *one) == taking_back.number(kind, *other) != ""


@pytest.mark.parametrize(("one", "other"), [("119", "119,8"), ("110", "112"), ("0621", "021")])
def test_other_numbers(one: str, other: str) -> None:
    assert taking_back.number("phone", one) != taking_back.number("phone", other)


def test_a_service_without_a_number_is_gone() -> None:
    whole = packaged(storing.DATA)
    left = taking_back.without(whole, {"medis119/phone/119"})
    assert {row.code for row in whole.services} - {row.code for row in left.services} == {"medis119"}


def test_all_that_came_with_the_program_may_be_taken_back() -> None:
    whole = packaged(storing.DATA)
    assert taking_back.without(whole, taking_back.marks(whole)).services == ()


def test_help_in_danger_is_what_remains() -> None:
    assert {row.kind for row in taking_back.emergencies(packaged(storing.DATA)).services} == {EMERGENCY}
