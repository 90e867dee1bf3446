"""How changes travel from the desk's form, or from its script as JSON, to actions.save."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from transcripts.actions.correcting import NEW_SPEAKER, Change


class Unreadable(ValueError):
    """What was sent is no list of changes."""


def from_form(data: Mapping[str, str]) -> list[Change]:
    """The changes in a form that was sent whole: fields text-ID, seen-ID, speaker-ID, checked-ID, joins-ID.

    Raises Unreadable.
    """
    ids = [name.removeprefix("text-") for name in data if name.startswith("text-")]  # as they stand on the page
    seals = [data.get(f"seen-{each}", "") for each in ids]
    return [
        _change(
            {
                "segment": each,
                "text": data[f"text-{each}"],
                "seen": seen,
                "speaker": data.get(f"speaker-{each}", ""),
                "checked": f"checked-{each}" in data,
                "joins": f"joins-{each}" in data,
                "onto": above,
            }
        )
        for each, seen, above in zip(ids, seals, ["", *seals], strict=False)
    ]


def from_json(body: bytes) -> list[Change]:
    """The changes in `{"changes": [{"segment", "seen", "text", "speaker", "checked", "joins", "onto"}, …]}`.

    Raises Unreadable.
    """
    try:
        return [_change(row) for row in json.loads(body)["changes"]]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Unreadable(str(error)) from error


def _change(row: Mapping[str, Any]) -> Change:
    try:
        return Change(
            segment=_id(row["segment"]),
            seen=str(row["seen"]),
            text=str(row["text"]),
            speaker=_speaker(row.get("speaker")),
            checked=bool(row.get("checked")),
            joins=bool(row.get("joins")),
            onto=str(row.get("onto") or ""),
        )
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise Unreadable(str(error)) from error


def _id(value: object) -> int:
    number = int(str(value))
    if not 0 < number < 2**63:
        raise ValueError(f"no id: {number}")
    return number


def _speaker(value: object) -> int | None:
    if value in ("", None):
        return None
    return NEW_SPEAKER if value == "new" else _id(value)
