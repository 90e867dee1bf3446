"""The regions that a count may name. Pure; read from the file that the whole app reads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

_FILE = Path(__file__).resolve().parent.parent / "data" / "regions.json"
#: Chosen by who is not in the province. Has no row in the file.
ELSEWHERE = "luar"


@cache
def names() -> Mapping[str, str]:
    """The regencies and cities by id, in the file's order, as they are called in both languages."""
    rows = json.loads(_FILE.read_text(encoding="utf-8"))["regions"]
    return {row["id"]: row["name_id"] for row in rows}


def known() -> frozenset[str]:
    """Every id that a count may have. What is not among them counts as no choice."""
    return frozenset(names()) | {ELSEWHERE}
