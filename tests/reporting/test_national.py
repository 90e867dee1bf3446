"""The line with numbers: verified ones of national scope, and neutral where others may look."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from reporting import directory, storing
from reporting.models import Channel
from reporting.national import helpline

pytestmark = pytest.mark.django_db
DATA = json.loads((storing.DATA / "services.json").read_text())["services"]


def service(name: str = "SAPA 129 (nasional)", **values: Any) -> dict[str, Any]:
    channel = {"type": "phone", "value": "129", "verified": True} | values.pop("channel", {})
    own = values.pop("channels", [channel | {"dial": {"web": "https://a.id"}.get(channel["type"], "tel:129")}])
    given = {"name_id": name, "name_en": name, "scope": "national", "kind": "emergency", "priority": 1}
    return given | values | {"channels": own}


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Puts services in the place of the real ones."""

    def put(*services: dict[str, Any]) -> None:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        folder.mkdir()
        (folder / "services.json").write_text(json.dumps({"services": services}))
        monkeypatch.setattr(storing, "present", lambda: directory.packaged(folder))

    return put


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_line_names_services_with_their_numbers(language: str) -> None:
    line = helpline(language)
    assert all(part in line for part in ("SAPA 129", "110", "119", "WhatsApp 08111-129-129"))


@pytest.mark.parametrize("neutral", [False, True])
def test_no_number_is_shown_that_is_not_verified_or_not_national(neutral: bool) -> None:
    line = helpline("id", neutral=neutral)
    hidden = [
        channel["value"]
        for row in DATA
        for channel in row["channels"]
        if channel["value"] and not (channel["verified"] and row["scope"] == "national")
    ]
    assert len(hidden) > 5
    assert [number for number in hidden if number in line] == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_neutral_line_has_the_numbers_and_no_name_of_a_service(language: str) -> None:
    line = helpline(language, neutral=True)
    names = {word for row in DATA for word in row["name_id"].split() + row["name_en"].split() if word.isalpha()}
    assert line.endswith("129 · 08111-129-129 · 110 · 119")
    assert names & set(line.split()) == set()


def test_the_line_is_one_line() -> None:
    assert "\n" not in helpline("id")


@pytest.mark.parametrize(
    "other",
    [
        {"scope": "city"},
        {"kind": "legal_protection"},
        {"channel": {"verified": False}},
        {"channel": {"verified": None}},
        {"channel": {"type": "web"}},
    ],
)
def test_without_a_number_that_may_be_shown_there_is_no_line(file: Any, other: dict[str, Any]) -> None:
    file(service(**other))
    assert (helpline("id"), helpline("id", neutral=True)) == ("", "")


def test_the_most_important_service_comes_first(file: Any) -> None:
    file(service("Ambulans 119", priority=2, channel={"value": "119"}), service("Polisi 110", channel={"value": "110"}))
    assert helpline("id").endswith("Polisi 110 · Ambulans 119")


def test_a_number_that_the_name_does_not_hold_stands_behind_it(file: Any) -> None:
    file(service("Layanan", channel={"value": "0741-1"}))
    assert helpline("id").endswith("Layanan 0741-1")


def test_a_number_that_an_editor_unmarks_is_gone_from_the_line() -> None:
    channel = Channel.objects.get(value="119", verified=True)
    assert "119" in helpline("id")
    channel.verified = False
    channel.save()
    assert "119" not in helpline("id")
