"""What may go along with somebody who is handed off: eight fields, each from a closed list or of a fixed shape. Pure.

Whatever else is given, or given twice, or too long, is dropped without a word: nobody who asks for help meets an error.
There is no field for identity, device, address, school, age or words of one's own, and none may be added without a new
version of the contract (docs/handoff/).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from urllib.parse import parse_qsl

VERSION = 1  # of the contract
SOURCE = "siniar"
MOST_BYTES = 2048  # of a form that is read; an honest one has about 200
MOST_FIELDS = 24

_EPISODE = re.compile(r"[a-z2-7]{8}", re.ASCII)
_CHAPTER = re.compile(r"[1-9][0-9]{0,2}", re.ASCII)


class Role(StrEnum):
    """How somebody knows of what happened."""

    SAW = "lihat"
    HEARD = "dengar"
    LIVED = "alami"
    UNSURE = "belum_tahu"


class Entry(StrEnum):
    """The way on which somebody came to the help page."""

    WEB = "web"
    SCHOOL = "sekolah"
    QR = "qr"
    RSS = "rss"


class Language(StrEnum):
    INDONESIAN = "id"
    ENGLISH = "en"


@dataclass(frozen=True)
class Vocabulary:
    """The codes of topics and the ids of regions that exist."""

    topics: Collection[str]
    regions: Collection[str]


@dataclass(frozen=True)
class Carried:
    """What goes along; a field that is empty does not. `chapter` is a number from 1 on, never a moment in seconds."""

    topic: str = ""
    region: str = ""
    lang: str = ""
    channel: str = ""
    role: str = ""
    episode: str = ""
    chapter: str = ""

    def __bool__(self) -> bool:
        return any(getattr(self, field.name) for field in fields(self))

    def context(self) -> dict[str, str | int]:
        """The fields as the contract writes them, without the empty ones; `src` always says who sends them."""
        said: dict[str, str | int] = {"src": SOURCE}
        for field in fields(self):
            value = getattr(self, field.name)
            if value:
                said[field.name] = int(value) if field.name == "chapter" else value
        return said

    def without_chapter(self) -> Carried:
        """The same without the chapter."""
        return replace(self, chapter="")

    def without_episode(self) -> Carried:
        """The same without the episode and what belongs to it."""
        return replace(self, episode="", chapter="")


NAMES = tuple(field.name for field in fields(Carried))


def read(body: bytes) -> dict[str, str]:
    """The fields of a form (application/x-www-form-urlencoded) that are there once; none if the body is no form.

    Never raises.
    """
    if len(body) > MOST_BYTES:
        return {}
    try:
        pairs = parse_qsl(body.decode("ascii"), max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError:  # UnicodeError is one
        return {}
    names = [name for name, _value in pairs]
    return {name: value for name, value in pairs if names.count(name) == 1}


def allowed(given: Mapping[str, str], vocabulary: Vocabulary) -> Carried:
    """Of what was given, what may go along. Never raises. Whether an episode is public is not known here."""
    rules: dict[str, Callable[[str], object]] = {
        "topic": vocabulary.topics.__contains__,
        "region": vocabulary.regions.__contains__,
        "lang": set(Language).__contains__,
        "channel": set(Entry).__contains__,
        "role": set(Role).__contains__,
        "episode": _EPISODE.fullmatch,
        "chapter": _CHAPTER.fullmatch,
    }
    carried = Carried(**{name: given[name] for name, holds in rules.items() if name in given and holds(given[name])})
    return carried if carried.episode else carried.without_episode()
