"""Reads what belongs to the episodes of a show: their sound, and in one query their people, warnings, chapters and
soundbites, however many there are.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import F, FloatField, QuerySet, Value
from django.db.models.functions import Cast

from episodes import sensitive_parts
from episodes.models import Chapter as StoredChapter
from episodes.models import Episode, EpisodePerson, EpisodeWarning, Rendition, Show
from episodes.models import Soundbite as StoredSoundbite
from episodes.storage import renditions
from feeds.formats.values import Chapter, Credit, Soundbite

#: Groups of the Podcast Taxonomy in which our roles are (taxonomy.json of the podcast namespace).
GROUPS: Mapping[str, str] = {
    EpisodePerson.Role.HOST: "cast",
    EpisodePerson.Role.GUEST: "cast",
    EpisodePerson.Role.NARRATOR: "cast",
    EpisodePerson.Role.PRODUCER: "creative direction",
    EpisodePerson.Role.EDITOR: "writing",
    EpisodePerson.Role.WRITER: "writing",
}


@dataclass(frozen=True)
class Belongings:
    """What one episode has; `warnings` in Indonesian and English. People are those who may be named.

    `marks` are the chapters as editors set them; `parts` are what warnings are about: from where to where, and the
    language of the episode.
    """

    people: list[Credit] = field(default_factory=list)
    warnings: list[tuple[str, str]] = field(default_factory=list)
    marks: list[tuple[float, str]] = field(default_factory=list)
    parts: list[tuple[float, float, str]] = field(default_factory=list)
    soundbites: list[Soundbite] = field(default_factory=list)

    @property
    def chapters(self) -> list[Chapter]:
        """The chapters, with neutral ones for the sensitive parts."""
        told = self.marks
        if self.parts:
            parts = [(start, end) for start, end, _language in self.parts]
            told = sensitive_parts.among(told, parts, sensitive_parts.words(self.parts[0][2]))
        return [Chapter(start, title) for start, title in told]

    def take(self, what: str, place: float, number: float, text: str, more: str) -> None:
        """Keeps one row of _rows."""
        if what == "person":
            self.people.append(Credit(text, more, GROUPS.get(more, "cast")))
        elif what == "warning":
            self.warnings.append((text, more))
        elif what == "chapter":
            self.marks.append((place, text))
        elif what == "part":
            self.parts.append((place, number, text))
        else:
            self.soundbites.append(Soundbite(place, number, text))


def of(show: Show) -> Mapping[int, Belongings]:
    """What belongs to the episodes of a show, by their primary key; drafts among them."""
    found: dict[int, Belongings] = defaultdict(Belongings)
    episodes = Episode.objects.child_of(show).order_by().values("pk")
    people = EpisodePerson.objects.filter(person__consents_to_be_named=True)
    rows = _rows(people, episodes, "person", "sort_order", F("person__name"), F("role")).union(
        _rows(EpisodeWarning.objects.all(), episodes, "warning", "sort_order", *_texts()),
        _rows(
            EpisodeWarning.objects.exclude(start=None), episodes, "part", "start", F("episode__language"), number="end"
        ),
        _rows(StoredChapter.objects.all(), episodes, "chapter", "start", F("title")),
        _rows(StoredSoundbite.objects.all(), episodes, "soundbite", "start", F("title"), number="duration"),
        all=True,
    )
    for what, place, _pk, episode_id, number, text, more in sorted(rows):
        found[episode_id].take(what, place, number, text, more)
    return found


def _texts() -> tuple[F, F]:
    return F("warning__text_id"), F("warning__text_en")


def _rows(
    parts: QuerySet[Any],
    episodes: QuerySet[Episode],
    what: str,
    place: str,
    text: F,
    more: F | None = None,
    number: str = "",
) -> QuerySet[Any, Any]:
    """Rows of one kind in the shape that all kinds share."""
    return (
        parts.filter(episode__in=episodes)
        .order_by()
        .values_list(
            Value(what),
            Cast(place, FloatField()),
            "pk",
            "episode_id",
            Cast(number, FloatField()) if number else Value(0.0),
            text,
            more or Value(""),
        )
    )


def sounds(show: Show) -> Mapping[object, list[Rendition]]:
    """The renditions whose file is there, by primary key of their recording; one query and a look at the disk each."""
    found: dict[object, list[Rendition]] = defaultdict(list)
    recordings = Episode.objects.child_of(show).order_by().values("audio")
    folder = renditions().path("")
    for sound in Rendition.objects.filter(audio_file__in=recordings).order_by("pk"):
        # There are thousands, and Path takes three times as long.
        if os.path.isfile(f"{folder}/{sound.file.name}"):  # noqa: PTH113
            found[sound.audio_file_id].append(sound)
    return found
