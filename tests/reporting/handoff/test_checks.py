"""What `check --deploy` says of a hand-off that is set half."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.checks import run_checks

from siniar.config import Config, ConfigError
from tests.reporting.handoff.conftest import Configure

pytestmark = pytest.mark.django_db  # another check of this app asks for test calls


def said() -> list[str]:
    found = run_checks(include_deployment_checks=True)
    return [str(each.id)[-3:] for each in found if str(each.id).startswith("reporting.W10")]


@pytest.mark.parametrize(
    ("way", "values", "expected"),
    [
        ("link", {}, []),
        ("link", {"silayang_url": ""}, ["101"]),
        ("code", {}, []),
        ("code", {"handoff_key_hash": ""}, ["102"]),
        ("link", {"silayang_url": "http://lapor.example/"}, ["103"]),
        ("link", {"silayang_url": "http://127.0.0.1:9000/"}, []),
        ("token", {"base_url": ""}, ["104"]),
        ("link", {"silayang_url": "https://lapor.example/?id=1"}, ["105"]),
        ("link", {"silayang_url": "https://lapor.example/#formulir"}, ["105"]),
    ],
)
def test_what_is_missing_is_said(hand_off: Configure, way: str, values: dict[str, Any], expected: list[str]) -> None:
    hand_off(way, **({"silayang_url": "https://lapor.example/masuk"} | values))
    assert said() == expected


@pytest.mark.parametrize(
    "address",
    [
        "lapor.example",
        "javascript:alert(1)",
        "https://lapor.example; script-src *",
        "https://lapor.example' 'unsafe-inline'",
        "https://user:pass@lapor.example/",
        "https://lapor.example/#bagian",
        "https://lapor.example/\r\nSet-Cookie: a=b",
        'https://lapor.example/"onclick="',
        "https://lapor.example,https://evil.example/",
    ],
)
def test_an_address_that_could_break_a_header_or_a_page_is_refused(address: str) -> None:
    with pytest.raises(ConfigError, match="SINIAR_SILAYANG_URL"):
        Config.read({"SINIAR_SILAYANG_URL": address})


@pytest.mark.parametrize(
    "address",
    [
        "https://lapor.example",
        "http://10.0.0.7:8080/masuk",
        "https://play.google.com/store/apps/details?id=id.go.silayang",
    ],
)
def test_an_honest_address_is_taken(address: str) -> None:
    assert Config.read({"SINIAR_SILAYANG_URL": address}).silayang_url == address


@pytest.mark.parametrize(
    ("name", "value"),
    [("SINIAR_HANDOFF", "surat"), ("SINIAR_HANDOFF_KEY_HASH", "kunci"), ("SINIAR_SILAYANG_HEALTH_URL", "on")],
)
def test_other_odd_settings_are_refused_at_once(name: str, value: str) -> None:
    with pytest.raises(ConfigError, match=name):
        Config.read({name: value})
