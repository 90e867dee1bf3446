"""Six signs in the place of a name, for addresses that tell nothing: of topics, people and age ratings.

They are an HMAC under the key that this installation keeps for its addresses, so that nobody can compute from a list
of names which one an address means.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from functools import cache
from pathlib import Path

from django.conf import settings
from django.urls import register_converter

from episodes.models import AgeRating, Person, Topic
from feeds import kinds
from siniar.secret import kept

LENGTH = 6
_TOPIC = "topik-"


def of_topic(topic: Topic) -> str:
    """The signs of a topic: those of its feeds."""
    return kinds.topic_name(topic.code).removeprefix(_TOPIC)


def of_person(person: Person) -> str:
    return _signs(f"orang {person.pk}")


def of_rating(rating: AgeRating) -> str:
    return _signs(f"usia {rating.code}")


def _signs(name: str) -> str:
    digest = hmac.new(_key(settings.DATA_DIR / "address-key"), name.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode()[:LENGTH].lower()


@cache
def _key(path: Path) -> bytes:
    return kept(path).encode()


class SignsConverter:
    """Six signs in an address."""

    regex = f"[a-z2-7]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(SignsConverter, "signs")
