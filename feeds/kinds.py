"""Which feeds a show has: all episodes, data saver, neutral, and one per topic."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from episodes.models import Rendition, Topic
from siniar.secret import kept

LONG = 5_000  # episodes on a page: in practice one page, as directories want it
SHORT = 50  # somebody who saves data loads no old episodes with each new one

_TOPIC = re.compile(r"topik-[a-z2-7]{6}", re.ASCII)


@dataclass(frozen=True)
class Kind:
    """A feed. `rendition` is the kind of the main enclosure; `topic` the code of the only topic, None for all."""

    name: str
    neutral: bool = False
    rendition: str = Rendition.Kind.MAIN.value
    page_size: int = LONG
    topic: str | None = None


FULL = Kind("feed")
HEMAT = Kind("hemat", rendition=Rendition.Kind.HEMAT.value, page_size=SHORT)
NETRAL = Kind("netral", neutral=True)

STANDARD = {each.name: each for each in (FULL, HEMAT, NETRAL)}


def kind(name: str) -> Kind | None:
    """The feed of this name, or None if no show has one."""
    if name in STANDARD:
        return STANDARD[name]
    if not _TOPIC.fullmatch(name):
        return None
    return next((each for each in of_topics(Topic.objects.all()) if each.name == name), None)


def of_topics(topics: Iterable[Topic]) -> list[Kind]:
    """A feed for each topic, neutral if it is a sensitive one."""
    sensitive = Topic.Sensitivity.discreet()
    return [Kind(topic_name(topic.code), topic.sensitivity in sensitive, topic=topic.code) for topic in topics]


def topic_name(code: str) -> str:
    """The name of a topic's feed: six signs of an HMAC of its code, because addresses tell nothing.

    Its key is this installation's alone, and kept: with the code alone nobody can compute which topic an address means,
    and no other secret takes subscribers' addresses along when it is changed.
    """
    digest = hmac.new(_key(settings.DATA_DIR / "address-key"), code.encode(), hashlib.sha256).digest()
    return f"topik-{base64.b32encode(digest).decode()[:6].lower()}"


@cache
def _key(path: Path) -> bytes:
    return kept(path).encode()
