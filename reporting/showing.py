"""From the directory to what stands on the page and on cards: names, facts and proof in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reporting import dialling, directory
from reporting.directory import Channel, Directory, Help, Way


@dataclass(frozen=True)
class ShownWay:
    """A way to reach a service. `dial` is empty where there is nothing to tap; `beside` is the kind if it is no call;
    `proof` tells where and when the number was seen or tried.
    """

    dial: str
    value: str
    beside: str
    hours: str
    free: bool
    languages: str
    proof: str
    checking: bool
    tried: bool


@dataclass(frozen=True)
class Shown:
    """A service as somebody in need reads of it."""

    name: str
    owner: str
    use: str
    ways: tuple[ShownWay, ...]


@dataclass(frozen=True)
class Place:
    """A region that may be chosen, and what is its own there."""

    code: str
    name: str
    own: tuple[Shown, ...] = ()


@dataclass(frozen=True)
class View:
    """Whose eyes: the chosen region (“” none), today, and how many days a test call counts."""

    region: str
    today: date
    days: int


def part(found: Directory, purpose: str, view: View) -> tuple[Shown, ...]:
    """Who helps for a purpose of directory.PURPOSES."""
    return tuple(map(shown, directory.offer(found, purpose, view.region, view.today, view.days)))


def places(found: Directory, view: View) -> tuple[Place, ...]:
    """All regions that may be chosen; while none is, with each region's own, for whoever has no network later."""
    return tuple(
        Place(
            each.code, _english(each.name_en, each.name_id), () if view.region else tuple(_own(found, each.code, view))
        )
        for each in found.regions
    )


def shown(each: Help) -> Shown:
    """A service with its ways, in words."""
    service = each.service
    name = _english(service.name_en, service.name_id).partition(" (")[0]
    return Shown(name, service.owner, _english(service.use_en, service.use_id), tuple(map(_way, each.ways)))


def untried(parts: tuple[Shown, ...]) -> bool:
    """Whether one of these services has a number that nobody has called yet."""
    return any(not way.tried for each in parts for way in each.ways)


def day(text: str) -> str:
    """A day, month or year as people write it; anything else as it is."""
    with suppress(ValueError):  # “2024-25” may mean a school year
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
            return date_format(date.fromisoformat(text), "j F Y")
        if re.fullmatch(r"\d{4}-\d{2}", text):
            return date_format(date.fromisoformat(f"{text}-01"), "F Y")
    return text


def _own(found: Directory, region: str, view: View) -> Iterator[Shown]:
    seen: set[str] = set()
    for purpose in directory.PURPOSES:
        for each in directory.local(found, purpose, region, view.today, view.days):
            if each.service.code not in seen or purpose == "visit":
                seen.add(each.service.code)
                yield shown(each)


def _way(way: Way) -> ShownWay:
    channel = way.channel
    return ShownWay(
        "" if channel.dial == dialling.NONE else channel.dial,
        channel.value,
        _beside(channel.type),
        channel.hours,
        channel.free,
        channel.languages,
        _proof(way),
        way.checking,
        channel.tested_on is not None,
    )


def _beside(kind: str) -> str:
    return {"whatsapp": "WhatsApp", "sms": "SMS", "email": _("e-mail"), "app": _("app")}.get(kind, "")


def _proof(way: Way) -> str:
    channel: Channel = way.channel
    if way.checking:
        return _("being checked: we are finding out whether it still works")
    if channel.tested_on:
        return _("answered when we tried on %(day)s") % {"day": day(channel.tested_on.isoformat())}
    seen = "" if re.search(r"\d{4}", channel.source) else day(channel.seen)
    source = " · ".join(each for each in (channel.source, seen) if each)
    return _("Source: %(source)s") % {"source": source} if source else ""


def _english(english: str, indonesian: str) -> str:
    return english if get_language() == "en" else indonesian
