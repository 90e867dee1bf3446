"""The numbers that help everywhere in the country, as one line of text. Knows no database: they come from a file.

Only channels that are verified are named, and only services of national scope: a listener may be anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.utils.translation import gettext, override

from reporting import services

DATA = Path(__file__).parent / "data"

KINDS = ("violence_support", "emergency")  # what somebody in need calls now; the others help later
TYPES = {"phone": "", "whatsapp": "WhatsApp "}  # with what stands before the number


def helpline(language: str, *, neutral: bool = False) -> str:
    """One line with the numbers, in “id” or “en”; empty if none is verified.

    Neutral, it names neither topic nor organisation: anybody may see it on a listener's screen.
    """
    with override(language):
        if neutral:
            numbers = " · ".join(channel["value"] for service in _services() for channel in _own(service))
            return gettext("Useful numbers: %(numbers)s") % {"numbers": numbers} if numbers else ""
        named = " · ".join(_named(language))
        return gettext("Need help? %(services)s") % {"services": named} if named else ""


def _named(language: str) -> Iterator[str]:
    """“Polisi 110”, “SAPA 129, WhatsApp 08111-129-129”: each service with its numbers."""
    for service in _services():
        name = service[f"name_{'en' if language == 'en' else 'id'}"].partition(" (")[0]
        numbers = [
            f"WhatsApp {each['value']}" if each["type"] == "whatsapp" else each["value"] for each in _own(service)
        ]
        if name.endswith(f" {numbers[0]}"):
            numbers[0], name = name, ""
        yield f"{name} {', '.join(numbers)}".strip()


def _own(service: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The channels of a service that may be named."""
    return [each for each in service["channels"] if each["verified"] is True and each["type"] in TYPES]


def _services() -> list[Mapping[str, Any]]:
    """National services that may be named, the most important first."""
    rows = [row for row in services.read(DATA) if row["scope"] == "national" and row["kind"] in KINDS and _own(row)]
    return sorted(rows, key=lambda row: (row["priority"], KINDS.index(row["kind"])))
