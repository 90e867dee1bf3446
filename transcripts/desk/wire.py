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
    return [
        _change(
            {
                "segment": name.removeprefix("text-"),
                "text": text,
                "seen": data.get(f"seen-{name[5:]}", ""),
                "speaker": data.get(f"speaker-{name[5:]}", ""),
                "checked": f"checked-{name[5:]}" in data,
                "joins": f"joins-{name[5:]}" in data,
            }
        )
        for name, text in data.items()
        if name.startswith("text-")
    ]


def from_json(body: bytes) -> list[Change]:
    """The changes in `{"changes": [{"segment", "seen", "text", "speaker", "checked", "joins"}, …]}`.

    Raises Unreadable.
    """
    try:
        return [_change(row) for row in json.loads(body)["changes"]]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise Unreadable(str(error)) from error


def _change(row: Mapping[str, Any]) -> Change:
    try:
        return Change(
            segment=int(row["segment"]),
            seen=str(row["seen"]),
            text=str(row["text"]),
            speaker=_speaker(row.get("speaker")),
            checked=bool(row.get("checked")),
            joins=bool(row.get("joins")),
        )
    except (ValueError, TypeError, KeyError) as error:
        raise Unreadable(str(error)) from error


def _speaker(value: object) -> int | None:
    if value in ("", None):
        return None
    return NEW_SPEAKER if value == "new" else int(str(value))
