"""What stands beside a service in words: its region, who answers, where it was seen, and where it does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.utils.translation import override

from reporting import directory, showing, storing
from reporting.directory import Channel, Directory, Help, Region, Service, Way
from reporting.showing import Shown, View

REGIONS = (
    Region("kota-jambi", "Kota Jambi", "Jambi City"),
    Region("kerinci", "Kabupaten Kerinci", "Kerinci Regency"),
)
PHONE = Channel("phone", "110", "tel:110", source="ANTARA 2025-09", seen="2025-09")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    with override("en"):
        yield


def shown(*channels: Channel, name: str = "Call Center Bahagia 112 (Kota Jambi)", **values: Any) -> Shown:
    given = {"scope": "local", "regions": ("kota-jambi",)} | values
    service = Service("s", name, name, "Polri", kind="emergency", priority=1, use_id="", use_en="", **given)
    ways = tuple(Way(each, False) for each in channels or (PHONE,))
    return showing.shown(Help(service, ways, 0), Directory((service,), REGIONS))


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("Call Center Bahagia 112 (Kota Jambi)", {}, "Call Center Bahagia 112 (Jambi City)"),
        ("Layanan", {"regions": ("kota-jambi", "kerinci")}, "Layanan (Jambi City, Kerinci Regency)"),
        ("Unit Kerinci", {"regions": ("kerinci",)}, "Unit Kerinci"),
        ("SAPA 129 (nasional)", {"scope": "national", "regions": ()}, "SAPA 129"),
        ("UPTD PPA Provinsi Jambi", {"scope": "province", "regions": ()}, "UPTD PPA Provinsi Jambi"),
    ],
)
def test_what_helps_in_a_region_alone_carries_its_name(name: str, values: dict[str, Any], expected: str) -> None:
    assert shown(name=name, **values).name == expected


@pytest.mark.parametrize(
    ("types", "expected"),
    [
        (["phone"], "Who answers: Polri"),
        (["phone", "whatsapp"], "Who answers and reads: Polri"),
        (["web", "email"], "Who reads: Polri"),
        (["address"], "Who is there: Polri"),
    ],
)
def test_nobody_reads_at_a_telephone(types: list[str], expected: str) -> None:
    assert shown(*(Channel(each, "1", "-") for each in types)).answers == expected


def test_a_source_stands_once_below_all_that_it_is_the_source_of() -> None:
    other = Channel("sms", "1708", "sms:1708", source="Tempo 2024")
    proofs = [way.proof for way in shown(PHONE, PHONE, other).ways]
    assert proofs == ["", "Source: ANTARA · September 2025", "Source: Tempo 2024"]


def test_where_a_number_does_not_hold_stands_beside_it() -> None:
    limited = Channel("phone", "119", "tel:119", limit_id="Hanya Kota Jambi.", limit_en="Only Jambi City.")
    assert shown(limited).ways[0].limit == "Only Jambi City."


def test_a_website_does_not_answer() -> None:
    tried = Channel("web", "lapor.go.id", "https://lapor.go.id", tested_on=date(2026, 11, 1), answered=True)
    assert shown(tried).ways[0].proof.startswith("opened")


@pytest.mark.parametrize("purpose", list(directory.PURPOSES))
def test_every_service_that_comes_with_the_program_tells_where_it_was_seen(purpose: str) -> None:
    view = View("kota-jambi", date(2026, 11, 22), 90)
    services = showing.part(storing.packaged(), purpose, view)
    assert all(each.ways[-1].proof.startswith("Source: ") and each.answers for each in services)
    proofs = [way.proof for each in services for way in each.ways]
    assert not [
        proof for proof in proofs if "(" in proof or "mengutip" in proof or "/" in proof.replace("2025/2026", "")
    ]


def test_the_newest_proof_of_the_data_is_shown() -> None:
    view = View("", date(2026, 11, 22), 90)
    (lpsk,) = (
        each
        for each in showing.part(storing.packaged(), "report", view)
        if each.name == "Witness and Victim Protection Agency"
    )
    assert [way.proof for way in lpsk.ways] == ["Source: ANTARA · September 2025"]


def test_the_ambulance_says_where_nobody_has_looked_yet() -> None:
    view = View("", date(2026, 11, 22), 90)
    limits = {way.value: way.limit for each in showing.part(storing.packaged(), "now", view) for way in each.ways}
    assert "Jambi City" in limits["119"]
    assert limits["110"] == ""


def test_hours_claimed_elsewhere_are_not_promised() -> None:
    view = View("", date(2026, 11, 22), 90)
    hours = {way.value: way.hours for each in showing.part(storing.packaged(), "now", view) for way in each.ways}
    assert hours["110"] == ""


def test_a_text_message_for_complaints_says_from_which_operators() -> None:
    (lapor,) = showing.part(storing.packaged(), "complain", View("", date(2026, 11, 22), 90))
    assert [("Telkomsel" in way.limit) for way in lapor.ways] == [False, True]
    assert "NOT for emergencies" in lapor.use
