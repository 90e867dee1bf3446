"""The services that help, as services.json knows them. Pure; of what it reads it gives out only verified channels."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

NATIONAL = "national"
_UNSAID = ("", "-", "tidak diketahui", "belum dipastikan 24 jam")  # hours that say nothing to whoever needs them
_BESIDE = {"whatsapp": "WhatsApp", "sms": "SMS", "email": "e-mail"}


@dataclass(frozen=True)
class Channel:
    """A way to reach a service. `dial` is an address (tel:, https:, mailto:, sms:); `beside` is the kind if it is not a
    call; `hours` is in Indonesian, and empty where they are not known.
    """

    type: str
    value: str
    dial: str
    beside: str
    hours: str
    free: bool


@dataclass(frozen=True)
class Service:
    """`name` and `use` are in the language that was asked for."""

    id: str
    kind: str
    name: str
    use: str
    channels: tuple[Channel, ...]


def shown(folder: Path, kinds: Sequence[str], types: Sequence[str], language: str) -> list[Service]:
    """The national services of these kinds that have a verified channel of these types, the most important first."""
    rows = [row for row in read(folder) if row["scope"] == NATIONAL and row["kind"] in kinds]
    services = [_service(row, types, "en" if language == "en" else "id") for row in rows]
    order = {row["id"]: (kinds.index(row["kind"]), row["priority"]) for row in rows}
    return sorted((each for each in services if each.channels), key=lambda each: order[each.id])


@cache
def read(folder: Path) -> list[Mapping[str, Any]]:
    """All rows of services.json in this folder, verified or not."""
    rows: list[Mapping[str, Any]] = json.loads((folder / "services.json").read_text(encoding="utf-8"))["services"]
    return rows


def _service(row: Mapping[str, Any], types: Sequence[str], language: str) -> Service:
    name = row[f"name_{language}"].partition(" (")[0]
    return Service(row["id"], row["kind"], name, row[f"use_{language}"], tuple(_channels(row, types)))


def _channels(row: Mapping[str, Any], types: Sequence[str]) -> Iterator[Channel]:
    for each in row["channels"]:
        if each["verified"] is True and each["type"] in types and each["dial"]:
            hours = each.get("hours_id", "")
            yield Channel(
                each["type"],
                each["value"],
                each["dial"],
                _BESIDE.get(each["type"], ""),
                "" if hours in _UNSAID else hours,
                each.get("cost") == "free",
            )
