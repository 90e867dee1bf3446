"""What an editor may write down of a number."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from reporting import actions, dialling
from reporting.models import Channel, Service

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def channel(**values: Any) -> Channel:
    given = {"type": "phone", "value": "0741-400129", "verified": True, "sources": "DP3AP2", "last_seen": "2026-11"}
    return Channel(service=Service.objects.get(code="uptd-ppa-jambi"), **(given | values))


def refused(**values: Any) -> set[str]:
    """The fields that are complained of."""
    try:
        channel(**values).full_clean()
    except ValidationError as error:
        return set(error.message_dict)
    return set()


def test_the_link_is_made_of_the_number() -> None:
    made = channel()
    made.full_clean()
    assert made.dial == "tel:0741400129"


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"value": ""}, "value"),
        ({"value": "nomor kantor"}, "value"),
        ({"sources": " "}, "sources"),
        ({"last_seen": ""}, "verified_on"),
        ({"type": "whatsapp", "dial": "https://wa.me/628111?text=tolong"}, "dial"),
        ({"dial": "tel:129"}, "dial"),
        ({"type": "web", "dial": "javascript:alert(1)"}, "dial"),
    ],
)
def test_what_cannot_be_vouched_for_is_refused(values: dict[str, Any], field: str) -> None:
    assert refused(**values) == {field}


def test_what_nobody_vouches_for_may_be_incomplete() -> None:
    assert refused(verified=False, value="", sources="", last_seen="") == set()


def test_an_address_in_a_street_needs_no_link() -> None:
    made = channel(type="address", value="Jalan A. Yani 1")
    made.full_clean()
    assert made.dial == "-"


@pytest.mark.parametrize(
    ("values", "state"),
    [
        ({"verified": False}, "not shown: not verified"),
        ({}, "shown, never tried"),
        ({"tested_on": TODAY, "outcome": "unanswered"}, "not answered"),
        ({"tested_on": date(2026, 1, 1), "outcome": "answered"}, "shown as being checked"),
        ({"tested_on": TODAY, "outcome": "answered"}, "shown"),
    ],
)
def test_editors_read_what_people_see(values: dict[str, Any], state: str) -> None:
    with override("en"):
        assert str(channel(**values).state(TODAY, 90)) == state


def test_when_a_number_was_seen_is_as_precise_as_it_is_known() -> None:
    assert channel(verified_on=TODAY).seen == "2026-11-22"
    assert channel(last_seen="2025/2026").seen == "2025/2026"
    assert channel(last_seen="entah").seen == ""


# A number that changes -------------------------------------------------------------------------------------------


def sapa(**values: Any) -> Channel:
    """The number 129, answered yesterday, as an editor's form leaves it with these values."""
    row = Channel.objects.get(value="129")
    actions.record_call_test(row, answered=True, by=None)
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    return Channel.objects.get(pk=row.pk)


def test_another_number_gets_another_link() -> None:
    assert sapa(value="0741-12345").dial == "tel:074112345"


def test_another_way_gets_another_link() -> None:
    assert sapa(type="sms").dial == "sms:129"


@pytest.mark.parametrize(
    "values", [{"value": "0741-12345"}, {"type": "sms"}, {"value": "0741-12345", "dial": "tel:+6274112345"}]
)
def test_another_number_is_neither_verified_nor_tried(values: dict[str, Any]) -> None:
    changed = sapa(**values, verified=True)
    assert (changed.verified, changed.tested_on, changed.outcome) == (False, None, "")


def test_what_was_seen_of_the_former_number_was_not_seen_of_this_one() -> None:
    assert sapa(value="0741-12345").seen == ""


def test_a_website_that_leads_elsewhere_is_not_verified() -> None:
    row = Channel.objects.get(value="lapor.go.id")
    row.dial = "https://lapor.example"
    row.full_clean()
    assert not row.verified


def test_a_changed_number_can_be_verified_anew() -> None:
    changed = sapa(value="0741-12345")
    changed.verified, changed.verified_on, changed.sources = True, TODAY, "DP3AP2"
    changed.full_clean()
    assert changed.verified


def test_other_changes_keep_what_is_known() -> None:
    kept = sapa(hours="24 jam")
    assert (kept.verified, kept.outcome, kept.dial) == (True, "answered", "tel:129")


def test_every_number_that_comes_with_the_program_is_dialled_as_it_is_written() -> None:
    assert [str(row) for row in Channel.objects.verified() if not dialling.fits(row.type, row.value, row.dial)] == []
