"""What is to be said: reads the scripts of the demo episodes, with their facts, people, voices and chapters.

A script knows no times; those are measured when it is recorded (`demo.recording`).
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "scripts"
ROLES = frozenset({"host", "guest"})


class ScriptError(ValueError):
    """A script that contradicts itself; the message names the file and the place."""


@dataclass(frozen=True)
class Voice:
    """How eSpeak NG speaks for a person, and how loud and where in the stereo picture it is put."""

    variant: str
    speed: int
    pitch: int
    level: float
    pan: float


@dataclass(frozen=True)
class Person:
    """Somebody invented who speaks; within an episode the first name tells people apart."""

    name: str
    role: str
    about: str
    voice: Voice


@dataclass(frozen=True)
class ContentWarning:
    """A code of content_warnings.json and the depth from 0 (mentioned) to 3 (told in detail). `chapter`: the title of
    the one that it is about; empty if it is about the whole episode.
    """

    code: str
    level: int
    chapter: str = ""


@dataclass(frozen=True)
class Turn:
    """What one person says in one go, sentence by sentence."""

    speaker: str
    says: tuple[str, ...]


@dataclass(frozen=True)
class Part:
    """A chapter before it has been recorded: a title that may stand on a lock screen, and its turns."""

    title: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True)
class Script:
    """One episode as written."""

    name: str
    number: int
    title: str
    neutral_title: str
    summary: str
    neutral_summary: str
    notes: tuple[str, ...]
    topics: tuple[str, ...]
    content_warnings: tuple[ContentWarning, ...]
    age_rating: str
    master: str
    people: tuple[Person, ...]
    chapters: tuple[Part, ...]

    def person(self, name: str) -> Person:
        """The person of that name."""
        return next(person for person in self.people if person.name == name)


def read(path: Path) -> Script:
    """Reads one script; a word that the schema does not know is refused like a missing one."""
    row = json.loads(path.read_text("utf-8"))
    try:
        script = _script(path.stem, row)
    except (KeyError, TypeError) as fault:
        raise ScriptError(f"{path.name}: the script does not follow the schema: {fault}") from fault
    names = [person.name for person in script.people]
    if len(set(names)) < len(names):
        raise ScriptError(f"{path.name}: two people share a name")
    for person in script.people:
        if person.role not in ROLES:
            raise ScriptError(f"{path.name}: {person.name} has the unknown role {person.role!r}")
    for part in script.chapters:
        for turn in part.turns:
            if turn.speaker not in names:
                raise ScriptError(f"{path.name}: {turn.speaker!r} speaks in {part.title!r} but is nobody")
    return script


def scripts(folder: Path = FOLDER) -> tuple[Script, ...]:
    """All scripts in the order of their numbers."""
    return tuple(sorted(map(read, folder.glob("*.json")), key=lambda script: script.number))


def _script(name: str, row: dict[str, Any]) -> Script:
    return Script(
        name=name,
        notes=tuple(row.pop("notes")),
        topics=tuple(row.pop("topics")),
        content_warnings=tuple(ContentWarning(**warning) for warning in row.pop("content_warnings")),
        people=tuple(Person(voice=Voice(**person.pop("voice")), **person) for person in row.pop("people")),
        chapters=tuple(
            Part(
                title=part["title"],
                turns=tuple(Turn(turn["speaker"], tuple(turn["says"])) for turn in part["turns"]),
            )
            for part in row.pop("chapters")
        ),
        **row,
    )
