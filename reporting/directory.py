"""What the public may see of services and their channels, and in which order. Pure: values in, values out.

Two laws hold here whatever calls: a channel that nobody vouches for is not even a value (it is never read), and one of
an emergency service stays in sight whatever a test call said, marked as being checked. Decision 19 tells the rest.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from reporting import dialling, evidence

NATIONAL, PROVINCE, LOCAL = "national", "province", "local"
EMERGENCY = "emergency"
#: Chosen by who is not in the province: nothing of it is of use there.
ELSEWHERE = "luar"
PACKAGED = "packaged"  # in the place of a digest: what came with the program


@dataclass(frozen=True)
class Channel:
    """A verified way to reach a service. `seen` is when its source was seen, as precisely as known (2025 … 2025-06-27);
    `tested_on` and `answered` tell of the last test call, both None if there never was one. `hours` is in Indonesian;
    `source` is the newest one; `limit_id` and `limit_en` say for whom or where it does not hold, “” if for nobody.
    """

    type: str
    value: str
    dial: str
    hours: str = ""
    languages: str = ""
    free: bool = False
    source: str = ""
    seen: str = ""
    tested_on: date | None = None
    answered: bool | None = None
    limit_id: str = ""
    limit_en: str = ""


@dataclass(frozen=True)
class Service:
    """`regions` are codes; those of a local service, or those to which one of the province is confined."""

    code: str
    name_id: str
    name_en: str
    owner: str
    scope: str
    kind: str
    priority: int
    use_id: str
    use_en: str
    regions: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = ()


@dataclass(frozen=True)
class Region:
    code: str
    name_id: str
    name_en: str


@dataclass(frozen=True)
class Directory:
    """All that may be public. `regions` are those a person may choose; `digest` tells one from another."""

    services: tuple[Service, ...] = ()
    regions: tuple[Region, ...] = ()
    digest: str = field(default="", compare=False)

    def __hash__(self) -> int:
        """Cheap, so that what is made of a directory can be kept for it."""
        return hash(self.digest)

    def region(self, code: str) -> Region | None:
        """The region of that code, if a person may choose it."""
        return next((each for each in self.regions if each.code == code), None)


@dataclass(frozen=True)
class Purpose:
    """A part of the help page: which kinds of services stand in it, in their order, and by which ways."""

    kinds: tuple[str, ...]
    ways: tuple[str, ...]


#: What somebody comes for.
PURPOSES: Mapping[str, Purpose] = {
    "now": Purpose((EMERGENCY,), ("phone",)),
    "talk": Purpose(("violence_support", "mental_health", "child_support"), ("phone", "whatsapp", "sms", "web")),
    "report": Purpose(
        ("violence_report", "complaint_referral", "legal_protection"),
        ("phone", "whatsapp", "sms", "email", "web", "app"),
    ),
    "visit": Purpose(("violence_support", "violence_report"), ("address",)),
    "complain": Purpose(("public_service_complaint",), ("web", "sms")),
}


@dataclass(frozen=True)
class Way:
    """A channel as it is shown. `checking`: whether it still holds is being looked at."""

    channel: Channel
    checking: bool


@dataclass(frozen=True)
class Help:
    """A service with the ways to it, the sure ones first. `level`: 0 the region's own, 1 the province's, 2 national."""

    service: Service
    ways: tuple[Way, ...]
    level: int

    @property
    def checking(self) -> bool:
        return all(way.checking for way in self.ways)


def offer(directory: Directory, purpose: str, region: str, today: date, days: int) -> tuple[Help, ...]:
    """Who helps for this purpose in this region, to be tried one after the other.

    The chain goes from the region to the province to the country, each part of it there if the data have it. Whatever
    is being checked stands below all that is not. Without a region (“”) nothing local is offered, and ELSEWHERE
    nothing but what is national. `days` is how long a test call counts.
    """
    wanted, found = PURPOSES[purpose], []
    for service in directory.services:
        level = _level(service, region)
        if level is None or service.kind not in wanted.kinds:
            continue
        ways = tuple(_ways(service, wanted.ways, today, days))
        if ways:
            found.append(Help(service, ways, level))
    return tuple(
        sorted(found, key=lambda each: (each.checking, each.level, wanted.kinds.index(each.service.kind), *_rank(each)))
    )


def local(directory: Directory, purpose: str, region: str, today: date, days: int) -> tuple[Help, ...]:
    """What of it is the region's own."""
    return tuple(each for each in offer(directory, purpose, region, today, days) if each.level == 0)


def is_shown(service: Service, channel: Channel) -> bool:
    """Whether a verified channel is shown at all: not after a call that nobody answered, unless lives hang on it."""
    return channel.answered is not False or service.kind == EMERGENCY


def is_being_checked(channel: Channel, today: date, days: int) -> bool:
    """Whether it is shown as being checked: the last test call was in vain, or is too long ago. Never tested is not."""
    if channel.tested_on is None:
        return channel.answered is False
    return channel.answered is False or channel.tested_on < today - timedelta(days=days)


def _ways(service: Service, types: tuple[str, ...], today: date, days: int) -> list[Way]:
    ways = [
        Way(each, is_being_checked(each, today, days))
        for each in service.channels
        if each.type in types and is_shown(service, each)
    ]
    return sorted(ways, key=lambda way: (way.checking, types.index(way.channel.type)))


def _level(service: Service, region: str) -> int | None:
    """How near a service is; None if it does not help there."""
    if service.scope == NATIONAL:
        return 2
    if region == ELSEWHERE:
        return None
    if service.scope == PROVINCE:
        return 1 if not service.regions or region in service.regions else None
    return 0 if region and region in service.regions else None


def _rank(each: Help) -> tuple[int, str]:
    return each.service.priority, each.service.code


# As a document, and out of files -------------------------------------------------------------------------------------


def written(directory: Directory) -> str:
    """The directory as JSON; the same values give the same text."""
    values = {
        "services": [asdict(each) for each in directory.services],
        "regions": list(map(asdict, directory.regions)),
    }
    return json.dumps(values, ensure_ascii=False, sort_keys=True, default=lambda value: value.isoformat())


def read(document: str, digest: str = "") -> Directory:
    """What `written` wrote. Raises ValueError, KeyError or TypeError for anything else."""
    values = json.loads(document)
    services = tuple(
        Service(**{**row, "regions": tuple(row["regions"]), "channels": tuple(map(_channel, row["channels"]))})
        for row in values["services"]
    )
    return Directory(services, tuple(Region(**row) for row in values["regions"]), digest)


def packaged(folder: Path) -> Directory:
    """What services.json and regions.json in this folder know and vouch for. The latter may be missing."""
    rows = json.loads((folder / "services.json").read_text(encoding="utf-8"))["services"]
    services = (_packaged_service(row) for row in rows)
    path = folder / "regions.json"
    places = json.loads(path.read_text(encoding="utf-8"))["regions"] if path.exists() else []
    regions = tuple(Region(row["id"], row["name_id"], row["name_en"]) for row in places)
    return Directory(tuple(each for each in services if each.channels), regions, PACKAGED)


def _channel(row: Mapping[str, Any]) -> Channel:
    tested = row["tested_on"]
    channel = Channel(**{**row, "tested_on": date.fromisoformat(tested) if tested else None})
    if not dialling.is_safe(channel.type, channel.dial):
        raise ValueError(channel.dial)
    return channel


def _packaged_service(row: Mapping[str, Any]) -> Service:
    names = {key: row.get(key, "") for key in ("name_id", "name_en", "owner", "kind", "priority", "use_id", "use_en")}
    scope = row["scope"] if row["scope"] in (NATIONAL, PROVINCE) else LOCAL
    regions = tuple(each for each in row.get("regions", ()) if each != "*")
    return Service(row.get("id", ""), scope=scope, regions=regions, channels=tuple(_vouched(row)), **names)


def _vouched(row: Mapping[str, Any]) -> Iterator[Channel]:
    """The channels that are marked as verified, by nothing less than `true`."""
    for each in row["channels"]:
        if each["verified"] is True and each.get("value") and dialling.is_safe(each["type"], each.get("dial") or ""):
            yield Channel(
                each["type"],
                each["value"],
                each["dial"],
                hours=evidence.said_hours(each.get("hours_id", "")),
                free=each.get("cost") == "free",
                source=evidence.newest(each.get("sources", ()), each.get("last_seen") or ""),
                seen=each.get("last_seen") or "",
                limit_id=each.get("limit_id", ""),
                limit_en=each.get("limit_en", ""),
            )
