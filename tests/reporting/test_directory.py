"""What the public may see, and in which order: whatever the data say."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting import directory, storing
from reporting.directory import Channel, Directory, Help, Region, Service

TODAY = date(2026, 11, 22)
DAYS = 90
REGIONS = ("kerinci", "bungo", "kota-jambi")
CHOICES = ("", *REGIONS, directory.ELSEWHERE)
KINDS = sorted({kind for purpose in directory.PURPOSES.values() for kind in purpose.kinds})


def channel(value: str = "129", *, ago: int | None = None, answered: bool = True, kind: str = "phone") -> Channel:
    """A channel that was tested so many days ago, or never."""
    tested = TODAY - timedelta(days=ago) if ago is not None else None
    return Channel(kind, value, f"tel:{value}", tested_on=tested, answered=answered if tested else None)


def service(
    *channels: Channel, scope: str = "national", kind: str = "violence_support", code: str = "s", **values: Any
) -> Service:
    given = {"name_id": code, "name_en": code, "owner": "O", "priority": 1, "use_id": "u", "use_en": "u"}
    return Service(code, scope=scope, kind=kind, channels=channels or (channel(),), **(given | values))


def offered(*services: Service, purpose: str = "talk", region: str = "") -> list[str]:
    """The numbers that are shown, in their order."""
    helps = directory.offer(Directory(services), purpose, region, TODAY, DAYS)
    return [way.channel.value for each in helps for way in each.ways]


CHANNELS = st.builds(
    channel,
    st.integers(100, 10**6).map(str),
    ago=st.none() | st.integers(0, 400),
    answered=st.booleans(),
    kind=st.sampled_from(["phone", "whatsapp", "web", "email"]),
)
SERVICES = st.lists(
    st.builds(
        lambda number, channels, scope, regions, kind, priority: service(
            *channels, scope=scope, kind=kind, code=f"s{number}", priority=priority, regions=tuple(regions)
        ),
        st.integers(0, 10**6),
        st.lists(CHANNELS, min_size=1, max_size=3),
        st.sampled_from(["national", "province", "local"]),
        st.lists(st.sampled_from(REGIONS), unique=True, max_size=2),
        st.sampled_from(KINDS),
        st.integers(1, 4),
    ),
    max_size=8,
)


def helps(services: list[Service], purpose: str, region: str) -> tuple[Help, ...]:
    return directory.offer(Directory(tuple(services)), purpose, region, TODAY, DAYS)


ANY = {
    "services": SERVICES,
    "purpose": st.sampled_from(list(directory.PURPOSES)),
    "region": st.sampled_from(CHOICES),
}


# The chain -------------------------------------------------------------------------------------------------------


def test_the_chain_goes_from_the_region_to_the_province_to_the_country() -> None:
    chain = (
        service(channel("129"), scope="national", code="c"),
        service(channel("0741-1"), scope="province", code="b"),
        service(channel("0748-1"), scope="local", code="a", regions=("kerinci",)),
    )
    assert offered(*chain, region="kerinci") == ["0748-1", "0741-1", "129"]
    assert offered(*chain, region="bungo") == offered(*chain) == ["0741-1", "129"]
    assert offered(*chain, region=directory.ELSEWHERE) == ["129"]


@given(**ANY)
def test_nothing_local_is_offered_to_another_region(services: list[Service], purpose: str, region: str) -> None:
    for each in helps(services, purpose, region):
        assert each.service.scope == "national" or region != directory.ELSEWHERE
        assert each.service.scope != "local" or region in each.service.regions
        assert each.service.scope != "province" or not each.service.regions or region in each.service.regions


@given(**ANY)
def test_what_is_sure_comes_first_and_then_what_is_near(services: list[Service], purpose: str, region: str) -> None:
    order = [(each.checking, each.level) for each in helps(services, purpose, region)]
    assert order == sorted(order)


@given(**ANY)
def test_what_is_national_is_offered_everywhere(services: list[Service], purpose: str, region: str) -> None:
    national = [
        {each.service.code for each in helps(services, purpose, choice) if each.level == 2} for choice in (region, "")
    ]
    assert national[0] == national[1]


@given(**ANY)
def test_each_part_has_only_its_own_kinds_and_ways(services: list[Service], purpose: str, region: str) -> None:
    wanted = directory.PURPOSES[purpose]
    for each in helps(services, purpose, region):
        assert each.service.kind in wanted.kinds
        assert each.ways
        assert all(way.channel.type in wanted.ways for way in each.ways)


# Test calls ------------------------------------------------------------------------------------------------------


def test_what_nobody_has_called_yet_is_shown_as_it_is() -> None:
    (only,) = helps([service(channel())], "talk", "")
    assert [way.checking for way in only.ways] == [False]


@pytest.mark.parametrize(("ago", "checking"), [(0, False), (DAYS, False), (DAYS + 1, True)])
def test_a_call_counts_for_so_many_days(ago: int, checking: bool) -> None:
    (only,) = helps([service(channel(ago=ago))], "talk", "")
    assert only.checking is checking


def test_a_number_that_nobody_answered_is_not_shown() -> None:
    assert offered(service(channel("1", ago=1, answered=False), channel("2"))) == ["2"]


def test_a_service_without_a_number_left_is_not_shown() -> None:
    assert helps([service(channel(ago=1, answered=False))], "talk", "") == ()


def test_what_is_being_checked_stands_below_what_is_further_away_but_sure() -> None:
    near = service(channel("0748", ago=DAYS + 5), scope="local", regions=("kerinci",), code="near")
    assert offered(near, service(channel("129")), region="kerinci") == ["129", "0748"]


@given(ago=st.none() | st.integers(0, 4000), answered=st.booleans(), region=st.sampled_from(CHOICES))
def test_a_national_number_for_danger_never_vanishes(ago: int | None, answered: bool, region: str) -> None:
    (only,) = helps([service(channel("110", ago=ago, answered=answered), kind="emergency")], "now", region)
    assert only.ways[0].channel.value == "110"
    assert only.checking is (ago is not None and (not answered or ago > DAYS))


# Files and documents ---------------------------------------------------------------------------------------------


@given(
    marks=st.lists(
        st.sampled_from([True, False, None, 1, 0, "true", "yes", [], {"verified": True}]), min_size=1, max_size=6
    )
)
def test_nothing_but_true_makes_a_number_public(marks: list[Any]) -> None:
    rows = [
        {"type": "phone", "value": str(i + 100), "dial": f"tel:{i + 100}", "verified": mark}
        for i, mark in enumerate(marks)
    ]
    file = {"id": "s", "name_id": "", "name_en": "", "scope": "national", "kind": "emergency", "priority": 1}
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "services.json").write_text(json.dumps({"services": [file | {"channels": rows}]}))
        found = directory.packaged(Path(folder))
    shown = [each.value for row in found.services for each in row.channels]
    assert shown == [str(i + 100) for i, mark in enumerate(marks) if mark is True]


def test_what_came_with_the_program_has_all_regions_and_no_unverified_number() -> None:
    found, rows = directory.packaged(storing.DATA), json.loads((storing.DATA / "services.json").read_text())["services"]
    verified = {each["value"] for row in rows for each in row["channels"] if each["verified"] is True}
    assert {each.value for row in found.services for each in row.channels} == verified
    assert len(found.regions) == 11


@given(services=SERVICES)
def test_a_document_is_read_as_it_was_written(services: list[Service]) -> None:
    safe = tuple(
        replace(each, channels=tuple(replace(one, type="phone") for one in each.channels)) for each in services
    )
    found = Directory(safe, (Region("kerinci", "Kabupaten Kerinci", "Kerinci Regency"),))
    assert directory.read(directory.written(found)) == found


def test_a_document_with_a_link_that_is_not_safe_is_not_read() -> None:
    bad = Directory((service(replace(channel(), dial="javascript:alert(1)")),))
    with pytest.raises(ValueError, match="javascript"):
        directory.read(directory.written(bad))
