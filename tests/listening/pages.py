"""Looks at pages as everybody gets them, and counts what they cost."""

from __future__ import annotations

import json
import re
from typing import Any

from bs4 import BeautifulSoup
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from episodes.models import Episode, EpisodePerson, Person, Topic
from tests import factories

#: A title that tells, and the words that nobody may see around it.
REVEALING = "Tetangga memukul istrinya"
#: Sensitive topics of several kinds.
SENSITIVE = ("KDRT", "KSA", "PERUNDUNGAN")


def get(path: str, **asked: str) -> HttpResponse:
    return Client().get(path, asked)


def page(path: str, **asked: str) -> BeautifulSoup:
    """A page that is there."""
    reply = get(path, **asked)
    assert reply.status_code == 200
    return BeautifulSoup(reply.content, "html.parser")


def titles(found: BeautifulSoup) -> list[str]:
    """The episodes of a list, in its order."""
    return [link.get_text() for link in found.select(".episodes h3 a")]


def queries(path: str, **asked: str) -> int:
    """How many queries a page takes once all that is remembered for good is remembered."""
    get(path, **asked)
    with CaptureQueriesContext(connection) as captured:
        assert get(path, **asked).status_code == 200
    return len(captured)


def credit(episode: Episode, name: str = "Sari Wulandari", *, agreed: bool = True) -> Person:
    """Somebody with a part in an episode."""
    person = factories.person(name, consents_to_be_named=agreed)
    EpisodePerson.objects.create(episode=episode, person=person)
    return person


def machine(found: BeautifulSoup) -> dict[str, Any]:
    """What a page tells machines."""
    (block,) = found.select('script[type="application/ld+json"]')
    told: dict[str, Any] = json.loads(str(block.string))
    return told


def banned(text: str, episode: Episode) -> list[str]:
    """Words in a text that tell what an episode is about: its title and summary, its topics' labels and codes.

    Codes count only as they are written: “kerja” is a word of the neutral label of KERJA.
    """
    words = [(episode.title, re.IGNORECASE), (episode.summary, re.IGNORECASE)]
    for topic in Topic.objects.filter(episodes=episode):
        words += [(topic.label_id, re.IGNORECASE), (topic.label_en, re.IGNORECASE), (topic.code, re.NOFLAG)]
    return [word for word, flags in words if word and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text, flags)]
