"""What the glossary check listens for: the glossary, the reviewed replacements and the names of one episode, made
ready to be compared. How they are compared is the matter of `transcripts.text.findings`.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from transcripts.text.sounds import key
from transcripts.text.spelling import DIGITS, bare

DATA = Path(__file__).parents[1] / "data"
# The signs in order, and how they are named.
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
ALPHABET_NAMED = "a be ce de e ef ge ha i je ka el em en o pe ki er es te u fe we eks ye zet"
LETTERS = dict(zip(ALPHABET, ALPHABET_NAMED.split(), strict=True))
SIGNS = {name: sign for sign, name in (LETTERS | DIGITS).items()}


class Kind(StrEnum):
    """What was misheard; the value is what is stored and shown by."""

    ACRONYM = "acronym"
    NAME = "name"
    TERM = "term"
    JAMBI = "jambi"


@dataclass(frozen=True, slots=True)
class Target:
    """A spelling that is right: as it is written, as it sounds, and what it is."""

    text: str
    key: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that the check knows. Keys of mappings and members of sets are bare texts without blanks."""

    targets: tuple[Target, ...]
    replacements: Mapping[str, Target]
    acronyms: tuple[str, ...]
    spelled: re.Pattern[str]
    """The acronyms as they are read aloud: the group that matches has the number of the acronym."""
    superseded: Mapping[str, Target]
    traps: frozenset[str]
    right: Mapping[str, str]
    """What is right as it stands, with its spelling."""


def lexicon(names: Iterable[str] = ()) -> Lexicon:
    """The glossary and the replacements of this app, with the `names` of an episode's people and places."""
    return _made(_read("glossary.json"), _read("replacements.json"), tuple(name for name in names if name.strip()))


@cache
def _read(name: str) -> Any:
    return json.loads((DATA / name).read_text(encoding="utf-8"))


def _made(glossary: Mapping[str, Any], replacements: Sequence[Mapping[str, Any]], names: Sequence[str]) -> Lexicon:
    entries = [*glossary["terms"], *glossary["places"]]
    acronyms = tuple(dict.fromkeys(text for entry in entries for text in _acronyms(entry)))
    spellings = [*acronyms, *names, *(text for entry in entries for text in (entry["term"], *entry["variants"]))]
    return Lexicon(
        targets=tuple(_targets(names, entries)),
        replacements={together(heard): _target(row["meant"]) for row in replacements for heard in row["heard"]},
        acronyms=acronyms,
        spelled=re.compile("|".join(f"({_read_aloud(text)})" for text in acronyms)),
        superseded=_superseded(entries),
        traps=frozenset(bare(entry["jambi"]) for entry in glossary["jambi_malay"]["terms"] if entry.get("warning")),
        right={together(text): text for text in reversed(spellings)},
    )


def together(text: str) -> str:
    """`text` bare and without blanks."""
    return "".join(map(bare, text.split()))


def _acronyms(entry: Mapping[str, Any]) -> Iterator[str]:
    """The spellings of an entry that are read letter by letter, as its spoken forms tell."""
    for spoken in entry["spoken"]:
        names = spoken.split()
        if len(names) > 2 and all(name in SIGNS for name in names):
            signs = "".join(SIGNS[name] for name in names)
            yield from [text for text in (entry["term"], *entry["variants"]) if together(text) == signs][:1]


def _read_aloud(text: str) -> str:
    """A pattern of the letters and digits of `text` as they are named, or as they are."""
    names = {sign: (LETTERS | DIGITS).get(sign, sign) for sign in together(text)}
    return "".join(f"(?:{names[sign]}|{sign})" if names[sign] != sign else sign for sign in together(text))


def _targets(names: Sequence[str], entries: Sequence[Mapping[str, Any]]) -> Iterator[Target]:
    """What may be misheard and found by its sound: names and each of their parts, and terms that are words."""
    for text in dict.fromkeys(part for name in names for part in (name, *name.split())):
        yield Target(text, key(text), Kind.NAME)
    for entry in entries:
        text = entry["term"]
        words = all(part.isalpha() and not part.isupper() for part in re.split(r"[\s-]", text))
        if words and entry["status"] == "current" and entry["asr_hotword"]:
            yield _target(text)


def _target(text: str) -> Target:
    if text.islower():
        return Target(text, key(text), Kind.TERM)
    return Target(text, key(text), Kind.ACRONYM if any(part.isupper() for part in text.split()) else Kind.NAME)


def _superseded(entries: Sequence[Mapping[str, Any]]) -> dict[str, Target]:
    """What is no longer called so, with the first related term that is."""
    current = {entry["term"] for entry in entries if entry["status"] == "current"}
    return {
        together(entry["term"]): _target(now)
        for entry in entries
        if entry["status"] == "superseded"
        for now in [term for term in entry["related"] if term in current][:1]
    }
