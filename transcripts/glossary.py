"""The field's words: terms, places and traps of language, read from data/glossary.json."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

GLOSSARY = Path(__file__).parent / "data" / "glossary.json"


@cache
def glossary() -> dict[str, Any]:
    """The whole file; data/README.md tells its source and licence."""
    return json.loads(GLOSSARY.read_text(encoding="utf-8"))


@cache
def place_names() -> frozenset[str]:
    """The names of the province's places."""
    return frozenset(name for place in glossary()["places"] for name in (place["term"], *place["variants"]))
