"""Reads what the search stores from the database: only what is public and approved (episodes.visibility), only names of
people who agreed to it, nothing of what is withheld.

Reading documents costs five queries for any number of episodes and no transcript: their fingerprints tell whether a
transcript has to be read at all.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from episodes.models import EpisodePerson, Person, Show, Topic
from episodes.models.episode import EpisodeQuerySet
from search import document
from search.document import Passage, SearchDocument, Turn
from search.engines.protocol import Entry
from siniar import texts
from transcripts import reading
from transcripts.models import Version
from transcripts.voices import public_names

#: When an episode was published that never was: any moment will do that does not move.
_UNKNOWN = datetime(2000, 1, 1, tzinfo=UTC)

Withheld = Mapping[int, tuple[tuple[float, float], ...]]


def documents(episodes: EpisodeQuerySet) -> list[SearchDocument]:
    """The documents of those of `episodes` that are public now."""
    rows = list(
        episodes.public()
        .order_by()
        .values(
            "pk",
            "path",
            "title",
            "summary",
            "language",
            "expire_at",
            "first_published_at",
            age=F("age_rating__code"),
            seconds=F("audio__duration"),
            version=F("audio__transcript__approved"),
            text_language=F("audio__transcript__language"),
        )
    )
    found = {row["pk"]: row for row in rows}
    shows = _shows(found.values())
    topics, people = _topics(found), _people(found)
    speakers = _speakers(row["version"] for row in rows if row["version"])
    hidden = withheld(found)
    return [
        _document(
            row,
            shows[row["path"][: -Page.steplen]],
            topics[row["pk"]],
            people[row["pk"]],
            (speakers.get(row["version"]), hidden.get(row["pk"])),
        )
        for row in rows
        if row["path"][: -Page.steplen] in shows
    ]


def entry(of: SearchDocument) -> Entry:
    """What engines store of a document: it reads the transcript, which may be megabytes."""
    rows = document.rows(of, _passages(of))
    return Entry(of.episode, of.place, of.fingerprint, tuple(rows))


def withheld(episodes: Collection[int]) -> Withheld:
    """Ranges in seconds, by episode, of which nothing may be found. An approved text has none yet."""
    return {}


def _passages(of: SearchDocument) -> Iterable[Passage]:
    if of.version is None:
        return ()
    version = Version.objects.select_related("transcript").get(pk=of.version)
    names = public_names(version)
    turns = (Turn(names[row["speaker"]], _clean(row["words"])) for row in version.content)
    return document.passages(turns, reading.lines, withheld([of.episode]).get(of.episode, ()))


def _clean(said: Iterable[list[Any]]) -> list[list[Any]]:
    return [[texts.without_controls(word[0]), *word[1:]] for word in said]


def _document(
    row: Mapping[str, Any], show: Mapping[str, Any], topics: list[Topic], people: list[tuple[int, str]], more: object
) -> SearchDocument:
    published = timezone.localtime(row["first_published_at"] or _UNKNOWN)
    labels = [label for topic in topics for label in (topic.label_id, topic.label_en)]
    about = "\n".join([row["title"], row["summary"], show["title"], *labels, *(name for _pk, name in people)])
    until = min(filter(None, [row["expire_at"], show["expire_at"]]), default=None)
    facts: dict[str, Any] = {
        "episode": row["pk"],
        "show": show["pk"],
        "published": published,
        "until": until,
        "about": texts.without_controls(about),
        "topics": tuple(topic.code for topic in topics),
        "people": tuple(dict.fromkeys(pk for pk, _name in people)),
        "age": row["age"] or "",
        "seconds": row["seconds"] or 0.0,
        "language": row["language"],
        "version": row["version"],
    }
    return SearchDocument(**facts, fingerprint=document.fingerprint(sorted(facts.items()), row["text_language"], more))


def _shows(rows: Iterable[Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    paths = {row["path"][: -Page.steplen] for row in rows}
    shows = Show.objects.filter(path__in=paths).values("pk", "path", "title", "expire_at")
    return {show["path"]: show for show in shows}


def _topics(episodes: Collection[int]) -> Mapping[int, list[Topic]]:
    found: dict[int, list[Topic]] = defaultdict(list)
    rows = Topic.objects.filter(episodes__in=list(episodes)).annotate(of=F("episodes")).order_by("order", "code")
    for topic in rows:
        found[topic.of].append(topic)
    return found


def _people(episodes: Collection[int]) -> Mapping[int, list[tuple[int, str]]]:
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    credits = EpisodePerson.objects.filter(episode__in=list(episodes), person__consents_to_be_named=True)
    for episode, person, name in credits.order_by("sort_order", "pk").values_list(
        "episode_id", "person_id", "person__name"
    ):
        found[episode].append((person, name))
    return found


def _speakers(versions: Iterable[int]) -> Mapping[int, list[tuple[str, str]]]:
    """What known speakers of each text may be called."""
    said = dict(Version.objects.filter(pk__in=list(versions)).values_list("pk", "people"))
    wanted = {person for people in said.values() for person in people.values()}
    agreed = dict(Person.objects.filter(pk__in=wanted, consents_to_be_named=True).values_list("pk", "name"))
    return {
        pk: sorted((number, agreed[person]) for number, person in people.items() if person in agreed)
        for pk, people in said.items()
    }
