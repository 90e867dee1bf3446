"""The numbers that help everywhere in the country, as one line of text, as the directory has them now.

Only channels that are verified are named, and only services of national scope: a listener may be anywhere. The line
stands in stored feeds, so it does not follow the clock; whatever changes it has all feeds built anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, override

from reporting import directory, storing
from reporting.directory import Channel, Directory, Service

KINDS = ("violence_support", "emergency")  # what somebody in need calls now; the others help later
TYPES = ("phone", "whatsapp")


@dataclass(frozen=True)
class Lines:
    """The line in each language, of the same services."""

    services: tuple[Service, ...]

    def text(self, language: str, *, neutral: bool = False) -> str:
        """One line with the numbers, in “id” or “en”; empty if none is verified.

        Neutral, it names neither topic nor organisation: anybody may see it on a listener's screen.
        """
        with override(language):
            if neutral:
                numbers = " · ".join(channel.value for service in self.services for channel in _own(service))
                return gettext("Useful numbers: %(numbers)s") % {"numbers": numbers} if numbers else ""
            named = " · ".join(_named(self.services, language))
            return gettext("Need help? %(services)s") % {"services": named} if named else ""


def lines() -> Lines:
    """The lines as they are now. One query."""
    return _lines(storing.present())


def lines_beside(row: Any) -> Lines:
    """The lines as `row` was read with `storing.columns`. No query."""
    return _lines(storing.beside(row))


def _lines(found: Directory) -> Lines:
    rows = [row for row in found.services if row.scope == directory.NATIONAL and row.kind in KINDS and _own(row)]
    return Lines(tuple(sorted(rows, key=lambda row: (row.priority, KINDS.index(row.kind), row.code))))


def helpline(language: str, *, neutral: bool = False) -> str:
    """One of the lines, read anew."""
    return lines().text(language, neutral=neutral)


def _named(services: tuple[Service, ...], language: str) -> Iterator[str]:
    """“Polisi 110”, “SAPA 129, WhatsApp 08111-129-129”: each service with its numbers."""
    for service in services:
        name = (service.name_en if language == "en" else service.name_id).partition(" (")[0]
        numbers = [f"WhatsApp {each.value}" if each.type == "whatsapp" else each.value for each in _own(service)]
        if name.endswith(f" {numbers[0]}"):
            numbers[0], name = name, ""
        yield f"{name} {', '.join(numbers)}".strip()


def _own(service: Service) -> list[Channel]:
    """The channels of a service that may be named."""
    return [each for each in service.channels if each.type in TYPES and directory.is_shown(service, each)]
