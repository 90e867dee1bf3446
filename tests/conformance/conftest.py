"""A show as it is published, and what its feeds are: fetched once, then nobody needs the database any more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from episodes.models import Episode, PodrollEntry, Show, Soundbite, Topic
from feeds import kinds
from feeds.benchmarks import content
from tests import factories
from tests.conformance import packages

SLUG = "obrolan-lengkap"
EPISODES = 60  # more than a page of the feed for those who save data


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--run-conformance", action="store_true", help="readers from npm and Debian too")


def require(config: pytest.Config, there: bool, missing: str) -> None:
    """Skips a test of a program from elsewhere unless it is asked for; then a missing program is an error."""
    if not config.getoption("--run-conformance", default=False):
        pytest.skip("make conformance runs it")
    if not there:
        pytest.fail(missing)


@dataclass(frozen=True)
class Published:
    """The documents of a show by name, and how many episodes each RSS feed has to have."""

    documents: Mapping[str, bytes]
    episodes: Mapping[str, int]


@pytest.fixture(scope="package")
def published(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Published:
    """A show with sixty episodes, and everything on it that a show can have."""
    with django_db_blocker.unblock(), transaction.atomic():
        show = content.build(EPISODES, SLUG)
        complete(show)
        made = Published(dict(documents()), counts(show))
        transaction.set_rollback(True)
    return made


@pytest.fixture(scope="package")
def asked_packages(request: pytest.FixtureRequest) -> None:
    """Whether the readers in JavaScript are asked."""
    require(request.config, packages.there(), packages.MISSING)


@pytest.fixture(scope="package")
def said_by_packages(asked_packages: None, published: Published, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What the readers in JavaScript make of all documents."""
    return packages.read(published.documents, tmp_path_factory.mktemp("packages"))


def complete(show: Show) -> None:
    """Fills what is empty, as an editor would."""
    show.kind, show.license = Show.Kind.SERIAL, Show.License.CC_BY_SA
    show.update_frequency, show.in_directories = Show.Frequency.FORTNIGHTLY, False
    show.apple_verification, show.ai_content = "kode-123", "Teks dibantu mesin & manusia."
    show.neutral_title, show.complete = "Obrolan santai", True
    show.podroll = [
        PodrollEntry(title="Cerita & kawan", feed_guid=UUID(int=number), feed_url=f"https://lain.example/{number}")
        for number in (1, 2)
    ]
    show.save_revision().publish()
    trailer, episode, *_rest = Episode.objects.child_of(show).order_by("first_published_at")
    trailer.kind, trailer.first_published_at = Episode.Kind.TRAILER, trailer.first_published_at - timedelta(hours=1)
    trailer.save()
    episode.cover = factories.cover()
    episode.soundbites = [
        Soundbite(start=Decimal(start), duration=Decimal("20.5"), title="Cuplikan & rasa") for start in ("10", "99.5")
    ]
    episode.save()


def documents() -> list[tuple[str, bytes]]:
    """All feeds of the show, pages of pages too, and the list of all shows."""
    topics = kinds.of_topics(Topic.objects.filter(code__in=content.TOPICS))
    waiting = [f"/{SLUG}/{name}" for name in ("feed.xml", "feed.json", "hemat.xml", "netral.xml")]
    waiting += ["/umpan.opml", *(f"/{SLUG}/{kind.name}.xml" for kind in topics)]
    found = []
    for path in waiting:
        reply = Client().get(path)
        assert reply.status_code == 200, path
        body = reply.getvalue()
        found.append((path.rpartition("/")[2], body))
        following = re.search(rb'<atom:link [^>]*href="([^"]+)" rel="next"|<atom:link rel="next" href="([^"]+)"', body)
        if following:
            waiting.append((following[1] or following[2]).decode().removeprefix(settings.CONFIG.public_url))
    return found


def counts(show: Show) -> dict[str, int]:
    """How many episodes each RSS feed has to have, asked of the database."""
    public = Episode.objects.public().child_of(show)
    topics = kinds.of_topics(Topic.objects.filter(code__in=content.TOPICS))
    of_topics = {f"{kind.name}.xml": public.filter(topics__code=kind.topic).count() for kind in topics}
    total, page = public.count(), kinds.SHORT
    return {"feed.xml": total, "netral.xml": total, "hemat.xml": page, "hemat-2.xml": total - page, **of_topics}
