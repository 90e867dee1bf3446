"""The field's words: terms, places and traps of language, read from data/glossary.json."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from episodes.models import Episode

GLOSSARY = Path(__file__).parent / "data" / "glossary.json"


@cache
def glossary() -> dict[str, Any]:
    """The whole file; data/README.md tells its source and licence."""
    return json.loads(GLOSSARY.read_text(encoding="utf-8"))


@cache
def place_names() -> frozenset[str]:
    """The names of the province's places."""
    return frozenset(name for place in glossary()["places"] for name in (place["term"], *place["variants"]))


def names_in(episode: Episode | None) -> list[str]:
    """The names of an episode's people, as editors have filled them in, published or not."""
    if episode is None:
        return []
    latest = episode.get_latest_revision_as_object()
    return list(dict.fromkeys(credit.person.name for credit in latest.people.all()))
