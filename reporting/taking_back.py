"""How a number that was taken back is known again, however and wherever it is written. Pure.

A mark is `service/way/number`; reporting.fallback keeps the marks of what came with the program and is shown no more.
"""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace

from reporting.directory import EMERGENCY, PACKAGED, Channel, Directory, Service, is_shown

_DIALLED = ("phone", "sms", "whatsapp")
_LONG = 9  # digits: shorter ones may begin with 62 without meaning the country


def number(kind: str, value: str, dial: str = "") -> str:
    """What stays the same however a channel is written: its digits without the country or the 0 of the trunk; of a
    page or a mailbox the address in small letters. Empty if nothing is written down.
    """
    text = (dial or value).strip().casefold()
    if kind not in _DIALLED:
        return re.sub(r"^(https?://|mailto:)?(www\.)?", "", text).rstrip("/")
    digits = re.sub(r"[^\d,]", "", text)
    return re.sub(r"^(62|0)" if len(digits) >= _LONG else r"^0", "", digits)


def marks(found: Directory) -> frozenset[str]:
    """The marks of all that is shown of a directory."""
    shown = ((service, each) for service in found.services for each in service.channels if is_shown(service, each))
    return frozenset(_mark(service, each) for service, each in shown)


def without(found: Directory, withdrawn: Set[str]) -> Directory:
    """The directory without the channels of these marks, and without services that have none left."""
    services = (
        replace(row, channels=tuple(each for each in row.channels if _mark(row, each) not in withdrawn))
        for row in found.services
    )
    return replace(found, services=tuple(each for each in services if each.channels), digest=f"{PACKAGED}, in part")


def emergencies(found: Directory) -> Directory:
    """What counts where nothing is known of what was taken back: help in danger, which no editor lightly takes away."""
    services = tuple(each for each in found.services if each.kind == EMERGENCY)
    return replace(found, services=services, digest=f"{PACKAGED}, for danger")


def _mark(service: Service, channel: Channel) -> str:
    return f"{service.code}/{channel.type}/{number(channel.type, channel.value, channel.dial)}"
