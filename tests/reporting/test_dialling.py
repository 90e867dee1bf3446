"""Links do what they seem to do: they call, and no message begins with words of ours."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting import dialling, storing

VERIFIED = [
    (channel["type"], channel["value"], channel["dial"])
    for row in json.loads((storing.DATA / "services.json").read_text())["services"]
    for channel in row["channels"]
    if channel["verified"]
]


@pytest.mark.parametrize(
    ("kind", "value", "link"),
    [
        ("phone", "0741 40-0129", "tel:0741400129"),
        ("phone", "+62 741 400129", "tel:+62741400129"),
        ("sms", "1708", "sms:1708"),
        ("whatsapp", "08111-129-129", "https://wa.me/628111129129"),
        ("whatsapp", "+62 8111 129 129", "https://wa.me/628111129129"),
        ("email", "lapor@contoh.go.id", "mailto:lapor@contoh.go.id"),
        ("web", "contoh.go.id", "https://contoh.go.id"),
        ("address", "Jalan A. Yani 1, Jambi", dialling.NONE),
    ],
)
def test_a_link_is_made_of_what_people_write(kind: str, value: str, link: str) -> None:
    assert dialling.link(kind, value) == link


@pytest.mark.parametrize(
    ("kind", "dial"),
    [
        ("whatsapp", "https://wa.me/628111129129?text=tolong"),
        ("email", "mailto:lapor@contoh.go.id?body=tolong"),
        ("sms", "sms:1708?body=tolong"),
        ("sms", "sms:1708&body=tolong"),
        ("web", "http://contoh.go.id"),
        ("web", "javascript:alert(1)"),
        ("phone", "tel:119,8"),
        ("phone", "https://contoh.go.id"),
        ("fax", "tel:110"),
    ],
)
def test_what_does_more_than_it_seems_to_is_not_safe(kind: str, dial: str) -> None:
    assert not dialling.is_safe(kind, dial)


@pytest.mark.parametrize(("kind", "value", "dial"), VERIFIED)
def test_every_verified_link_that_came_with_the_program_is_safe(kind: str, value: str, dial: str) -> None:
    assert dialling.is_safe(kind, dial)


@given(kind=st.sampled_from([*dialling._SAFE, "other"]), value=st.text(max_size=40))
def test_whatever_is_written_gets_a_safe_link_or_none(kind: str, value: str) -> None:
    link = dialling.link(kind, value)
    assert link is None or dialling.is_safe(kind, link)


@pytest.mark.parametrize(
    ("kind", "value", "dial", "fits"),
    [
        ("phone", "129", "tel:129", True),
        ("phone", "0741-12345", "tel:129", False),
        ("phone", "021-3903963", "tel:+62213903963", True),
        ("phone", "0741-12345 (siang)", "tel:074112345", True),
        ("phone", "110", "tel:62110", False),
        ("whatsapp", "0857-7001-0048", "https://wa.me/6285770010048", True),
        ("whatsapp", "0857-7001-0048", "https://wa.me/6285770010049", False),
        ("sms", "1708", "sms:1709", False),
        ("web", "lapor.go.id", "https://www.lapor.go.id", True),
    ],
)
def test_a_link_dials_the_number_that_stands_there(kind: str, value: str, dial: str, fits: bool) -> None:
    assert dialling.fits(kind, value, dial) is fits
