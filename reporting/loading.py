"""Brings reporting/data into the tables, as often as you like.

A row that editors have touched, moved or deleted is theirs: it is neither changed nor brought back. One that nobody has
touched follows the file: a release can change a number and take it back, by its mark or by leaving it out. What editors
took back stays so, however a release writes it and whatever id it gives to it.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping, Set
from typing import Any

from django.db.models import Model

from reporting import actions, evidence, storing, taking_back
from reporting.models import Channel, Region, Service, StoredDirectory

#: Fields that came later: empty they count for nothing, or every row of an older load would seem touched.
_LATER = {"limit_id", "limit_en"}
_SCOPES = {"national": Service.Scope.NATIONAL, "province": Service.Scope.PROVINCE}


def load() -> dict[str, int]:
    """Creates what is new in the files and updates what nobody has touched. Returns how many rows there are of each."""
    with actions.together():
        row = StoredDirectory.objects.filter(key=StoredDirectory.ONLY).first()
        known: dict[str, str] = dict(row.loaded) if row else {}
        taken, found = _taken_back(known), set[str]()
        places = _read("regions.json")
        for order, place in enumerate([places["province"], *places["regions"]]):
            _bring(Region, place["id"], _region(place, order), known)
        for each in _read("services.json")["services"]:
            service = _bring(Service, each["id"], _service(each), known)
            for channel in each["channels"] if service else ():
                code = f"{each['id']}/{channel['id']}"
                found.add(code)
                _bring(Channel, code, {"service": service, **_channel(channel)}, known, taken)
        _unmark_left_out(found, known)
        actions.note_loaded(known)
    actions.let_editors_keep_numbers()
    return {"regions": Region.objects.count(), "services": Service.objects.count(), "channels": Channel.objects.count()}


def _bring(
    model: type[Model], code: str, values: dict[str, Any], known: dict[str, str], taken: Set[str] = frozenset()
) -> Any:
    """The row of that code as the file has it, or as editors have left it; None if they deleted it.

    A channel whose number is in `taken` is not marked as verified anew.
    """
    key, wanted = f"{model._meta.model_name}:{code}", _digest(values)
    row = model._default_manager.filter(code=code).first()
    if key not in known:
        row = row or model(code=code)
    elif row is None or known[key] == wanted or _digest(_present(row, values)) != known[key]:
        return row
    if isinstance(row, Channel):
        known[f"number:{code}"] = _number(Channel(type=values["type"], value=values["value"], dial=values["dial"]))
        if known[f"number:{code}"] in taken and not (row.verified and _number(row) == known[f"number:{code}"]):
            values = {**values, "verified": False}
    several = {name: value for name, value in values.items() if isinstance(value, list)}
    for name in values.keys() - several.keys():
        setattr(row, name, values[name])
    row.save()
    for name, members in several.items():
        getattr(row, name).set(members)
    known[key] = wanted
    return row


def _taken_back(known: Mapping[str, str]) -> frozenset[str]:
    """The numbers that editors do not vouch for, or have deleted."""
    rows = {row.code: row for row in Channel.objects.exclude(code=None)}
    gone = {number for key, number in known.items() if key.startswith("number:") and key[7:] not in rows}
    unmarked = Channel.objects.filter(verified=False).exclude(value="")
    return frozenset(gone | {_number(row) for row in unmarked if _is_touched(row, known)})


def _unmark_left_out(found: Set[str], known: dict[str, str]) -> None:
    """What the file does not name any more, nobody vouches for any more, unless an editor did."""
    for row in Channel.objects.filter(verified=True).exclude(code=None).exclude(code__in=found):
        if not _is_touched(row, known):
            row.verified = False
            row.save(update_fields=["verified"])
            known[f"channel:{row.code}"] = _digest(_present(row, _names()))


def _is_touched(row: Channel, known: Mapping[str, str]) -> bool:
    return _digest(_present(row, _names())) != known.get(f"channel:{row.code}")


def _names() -> dict[str, Any]:
    """The names of all that a file says of a channel."""
    return {"service": None, **_channel(defaultdict(str))}


def _number(row: Channel) -> str:
    return f"{row.type}:{taking_back.number(row.type, row.value, row.dial)}"


def _present(row: Model, values: Mapping[str, Any]) -> dict[str, Any]:
    """What the row has by now where the file has these values."""
    return {
        name: sorted(each.pk for each in getattr(row, name).all()) if isinstance(value, list) else getattr(row, name)
        for name, value in values.items()
    }


def _digest(values: Mapping[str, Any]) -> str:
    texts = {
        name: value if isinstance(value, list) else str(getattr(value, "code", value))
        for name, value in values.items()
        if value or name not in _LATER
    }
    return hashlib.sha256(json.dumps(texts, sort_keys=True).encode()).hexdigest()[:16]


def _region(row: Mapping[str, Any], order: int) -> dict[str, Any]:
    unit = row["uptd_ppa"]
    return {
        "name_id": row["name_id"],
        "name_en": row["name_en"],
        "kind": {"kabupaten": Region.Kind.REGENCY, "kota": Region.Kind.CITY}.get(
            row.get("type", ""), Region.Kind.PROVINCE
        ),
        "code_kemendagri": row["code_kemendagri"],
        "code_bps": row["code_bps"],
        "unit": unit["status"],
        "unit_note": unit["note_id"],
        "unit_sources": "\n".join(unit["sources"]),
        "order": order,
    }


def _service(row: Mapping[str, Any]) -> dict[str, Any]:
    fields = ("name_id", "name_en", "owner", "kind", "priority", "use_id", "use_en")
    return {
        **{name: row[name] for name in fields},
        "scope": _SCOPES.get(row["scope"], Service.Scope.LOCAL),
        "regions": sorted(each for each in row["regions"] if each != "*"),
    }


def _channel(row: Mapping[str, Any]) -> dict[str, Any]:
    """Whatever is not marked as verified by `true` stays unverified. None of the numbers was dialled."""
    return {
        "type": row["type"],
        "value": row["value"] or "",
        "dial": row["dial"] or "",
        "hours": evidence.said_hours(row["hours_id"]),
        "cost": row["cost"],
        "verified": row["verified"] is True,
        "last_seen": row["last_seen"] or "",
        "sources": "\n".join(row["sources"]),
        "limit_id": row.get("limit_id", ""),
        "limit_en": row.get("limit_en", ""),
        "note_id": row["note_id"],
        "note_en": row["note_en"],
    }


def _read(name: str) -> dict[str, Any]:
    rows: dict[str, Any] = json.loads((storing.DATA / name).read_text(encoding="utf-8"))
    return rows
