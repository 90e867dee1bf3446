"""The words of what may go along: which topics and regions there are, and how each field reads to people.

They come from the data files, so that a form can be shown and read without a database.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.utils.translation import get_language, gettext, gettext_lazy

from episodes import taxonomy
from reporting import storing
from reporting.handoff.fields import Carried, Entry, Language, Role, Vocabulary

ROLES = {
    Role.SAW: gettext_lazy("I saw it"),
    Role.HEARD: gettext_lazy("I heard of it"),
    Role.LIVED: gettext_lazy("It happens or happened to me"),
    Role.UNSURE: gettext_lazy("I am not sure yet"),
}
CHANNELS = {
    Entry.WEB: gettext_lazy("the site of Siniar"),
    Entry.SCHOOL: gettext_lazy("a session at a school"),
    Entry.QR: gettext_lazy("a poster or a card"),
    Entry.RSS: gettext_lazy("a podcast app"),
}
LANGUAGES = {Language.INDONESIAN: gettext_lazy("Indonesian"), Language.ENGLISH: gettext_lazy("English")}


def known() -> Vocabulary:
    """The topics and regions that may be named."""
    return Vocabulary(_named(taxonomy.DATA / "topics.json", "topics", "code", "label").keys(), _regions().keys())


def topic(code: str) -> str:
    """What a topic is called, plainly; empty if there is none of that code."""
    return _word(_named(taxonomy.DATA / "topics.json", "topics", "code", "label"), code)


def region(id_: str) -> str:
    """What a region is called; empty if there is none of that id."""
    return _word(_regions(), id_)


def regions() -> list[tuple[str, str]]:
    """All regions: id and name."""
    return [(id_, region(id_)) for id_ in _regions()]


def lines(carried: Carried) -> list[tuple[str, str]]:
    """What goes along, for people: what it is, and what is said."""
    words = {
        gettext("Topic"): topic(carried.topic),
        gettext("Region"): region(carried.region),
        gettext("Language"): str(LANGUAGES.get(Language(carried.lang), "")) if carried.lang else "",
        gettext("You came by"): str(CHANNELS.get(Entry(carried.channel), "")) if carried.channel else "",
        gettext("What you know of it"): str(ROLES.get(Role(carried.role), "")) if carried.role else "",
        gettext("Episode"): carried.episode,
        gettext("Chapter"): carried.chapter,
    }
    return [(name, said) for name, said in words.items() if said]


def _regions() -> dict[str, tuple[str, str]]:
    return _named(storing.DATA / "regions.json", "regions", "id", "name")


def _word(named: dict[str, tuple[str, str]], key: str) -> str:
    indonesian, english = named.get(key, ("", ""))
    return english if get_language() == "en" else indonesian


@cache
def _named(path: Path, rows: str, key: str, name: str) -> dict[str, tuple[str, str]]:
    """Each row's name in Indonesian and English, by its key."""
    read = json.loads(path.read_text(encoding="utf-8"))[rows]
    return {row[key]: (row[f"{name}_id"], row[f"{name}_en"]) for row in read}
