"""From the directory to what stands on the page and on cards: names, facts and proof in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from reporting import dialling, directory, evidence
from reporting.directory import Channel, Directory, Help, Service, Way


@dataclass(frozen=True)
class ShownWay:
    """A way to reach a service. `dial` is empty where there is nothing to tap; `beside` is the kind if it is no call;
    `proof` tells where and when the number was seen or tried, `limit` for whom or where it does not hold.
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
    limit: str = ""


@dataclass(frozen=True)
class Shown:
    """A service as somebody in need reads of it. `answers` tells who answers there, or reads."""

    name: str
    owner: str
    answers: str
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
    return tuple(shown(each, found) for each in directory.offer(found, purpose, view.region, view.today, view.days))


def places(found: Directory, view: View) -> tuple[Place, ...]:
    """All regions that may be chosen; while none is, with each region's own, for whoever has no network later."""
    return tuple(
        Place(
            each.code, _english(each.name_en, each.name_id), () if view.region else tuple(_own(found, each.code, view))
        )
        for each in found.regions
    )


def shown(each: Help, found: Directory) -> Shown:
    """A service with its ways, in words."""
    service = each.service
    return Shown(
        _name(service, found),
        service.owner,
        _answers(service.owner, {way.channel.type for way in each.ways}),
        _english(service.use_en, service.use_id),
        tuple(_once(list(map(_way, each.ways)))),
    )


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
                yield shown(each, found)


def _name(service: Service, found: Directory) -> str:
    """The short name; what helps in some regions alone carries them, wherever it is read."""
    name = _english(service.name_en, service.name_id).partition(" (")[0]
    if service.scope == directory.NATIONAL:
        return name
    names = [_english(each.name_en, each.name_id) for each in found.regions if each.code in service.regions]
    short = (each.removeprefix("Kabupaten ").removesuffix(" Regency") for each in names)
    missing = [full for full, brief in zip(names, short, strict=True) if brief not in name]
    return f"{name} ({', '.join(missing)})" if missing else name


def _answers(owner: str, types: set[str]) -> str:
    """Nobody reads at a telephone, and nobody answers at a form."""
    if types <= {"address"}:
        return _("Who is there: %(owner)s") % {"owner": owner}
    if types <= {"phone", "address"}:
        return _("Who answers: %(owner)s") % {"owner": owner}
    if types.isdisjoint({"phone"}):
        return _("Who reads: %(owner)s") % {"owner": owner}
    return _("Who answers and reads: %(owner)s") % {"owner": owner}


def _once(ways: list[ShownWay]) -> Iterator[ShownWay]:
    """The ways; a source that stands below the next one as well is told there."""
    for way, following in zip(ways, [*ways[1:], None], strict=True):
        same = following and way.proof == following.proof and way.checking == following.checking
        yield replace(way, proof="") if same else way


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
        _english(channel.limit_en, channel.limit_id),
    )


def _beside(kind: str) -> str:
    return {"whatsapp": "WhatsApp", "sms": "SMS", "email": _("e-mail"), "app": _("app")}.get(kind, "")


def _proof(way: Way) -> str:
    channel: Channel = way.channel
    if way.checking:
        return _("being checked: we are finding out whether it still works")
    if channel.tested_on:
        tried = {"day": day(channel.tested_on.isoformat())}
        if channel.type in ("web", "app"):
            return _("opened when we tried on %(day)s") % tried
        return _("answered when we tried on %(day)s") % tried
    seen = "" if evidence.dated(channel.source) else day(channel.seen)
    named = re.sub(r" (\d{4}-\d{2}(?:-\d{2})?)$", lambda found: f" · {day(found[1])}", channel.source)
    source = " · ".join(each for each in (named, seen) if each)
    return _("Source: %(source)s") % {"source": source} if source else ""


def _english(english: str, indonesian: str) -> str:
    return english if get_language() == "en" else indonesian
