"""Finds recordings beside which somebody has written what is said in them."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SOUND = frozenset({".flac", ".wav", ".mp3", ".m4a", ".opus", ".ogg", ".aac"})


@dataclass(frozen=True, slots=True)
class Referenced:
    """A recording and what is said in it."""

    path: Path
    reference: str


def referenced(folder: Path) -> Iterator[Referenced]:
    """The recordings in `folder` that have a reference, by name: a .txt, or a .json with "turns", of the same name.

    Raises OSError for a folder that cannot be read, ValueError for a JSON file that is none.
    """
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in SOUND and (said := _reference(path)):
            yield Referenced(path, said)


def _reference(path: Path) -> str:
    plain, timed = path.with_suffix(".txt"), path.with_suffix(".json")
    if plain.exists():
        return plain.read_text(encoding="utf-8").strip()
    if timed.exists():
        return _turns(json.loads(timed.read_text(encoding="utf-8")))
    return ""


def _turns(content: Any) -> str:
    """The text of {"turns": [{"text": …} or {"sentences": [{"text": …}]}]}."""
    turns = content.get("turns", []) if isinstance(content, dict) else []
    parts = [part for turn in turns for part in turn.get("sentences", [turn])]
    return " ".join(part["text"] for part in parts if "text" in part)
