"""Every address that the public may call: no cookie, no session, nothing that tells visitors apart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from episodes import media
from episodes.models import Chapter, Episode, Rendition
from tests import factories
from transcripts import actions as transcripts

pytestmark = pytest.mark.django_db
#: What a browser would send that has been to the admin; the paths of our cookies keep it from doing so.
COOKIES = f"sessionid={'a' * 32}; csrftoken={'b' * 32}"


def public_patterns(patterns: list[Any], prefix: str = "") -> Iterator[URLPattern]:
    for each in patterns:
        if isinstance(each, URLResolver) and not str(each.pattern).startswith("admin"):
            yield from public_patterns(each.url_patterns, prefix + str(each.pattern))
        elif isinstance(each, URLPattern) and not (prefix + str(each.pattern)).startswith("admin"):
            yield each


#: Without Wagtail's own: pages are asked for one by one, and what else it offers the public is switched off.
PATTERNS = {
    each.name: each
    for each in public_patterns(get_resolver().url_patterns)
    if each.name and not each.name.startswith("wagtail")
}


@pytest.fixture
def episode() -> Episode:
    episode = factories.episode()
    episode.chapters.set([Chapter(start=0, title="Buka")])
    episode.save_revision().publish()
    transcripts.approve(factories.transcript(episode), by=None)
    return Episode.objects.get(pk=episode.pk)


def path_of(name: str, episode: Episode) -> str:
    """An address of this name; one that leads nowhere must do so without cookie as well."""
    sound = Rendition.objects.get(audio_file=episode.audio_id, kind=Rendition.Kind.MAIN)
    words: dict[str, Any] = {"guid": episode.guid, "episode": episode, "slug": episode.show.slug, "suffix": "vtt"}
    words["wanted"] = "aaaaaa"  # signs of a topic or a person
    file_names = {"media": media.file_name(episode, sound), "feed-document": "feed.xml"}
    asked = PATTERNS[name].pattern.regex.groupindex
    return reverse(name, kwargs={word: words.get(word, file_names.get(name, "x")) for word in asked})


def complaints(reply: HttpResponse) -> list[str]:
    reply.getvalue()
    vary = reply.headers.get("Vary", "").lower()
    return [
        *(["a cookie"] if reply.cookies or "Set-Cookie" in reply.headers else []),
        *(["Vary: Cookie"] if "cookie" in vary or "*" in vary else []),
    ]


def ask(path: str, method: str, cookie: str) -> tuple[HttpResponse, list[str]]:
    """The reply to somebody who sends this cookie along, and the queries that it took."""
    client = Client(headers={"Cookie": cookie} if cookie else {})
    with CaptureQueriesContext(connection) as queries:
        reply = client.generic(method, path)
        reply.getvalue()
    return reply, [query["sql"] for query in queries.captured_queries]


@pytest.mark.parametrize("cookie", ["", COOKIES, "csrftoken=def"], ids=["without", "with", "with a broken"])
@pytest.mark.parametrize("name", PATTERNS)
def test_an_address_knows_nobody(name: str, cookie: str, episode: Episode) -> None:
    for method in ("GET", "HEAD", "OPTIONS", "POST"):
        reply, queries = ask(path_of(name, episode), method, cookie)
        assert complaints(reply) == []
        assert not [query for query in queries if "django_session" in query or '"siniar_user"' in query]


@pytest.mark.parametrize("cookie", ["", COOKIES, "csrftoken=def"], ids=["without", "with", "with a broken"])
@pytest.mark.parametrize("where", ["home", "show", "episode", "nowhere", "file of nobody"])
def test_a_page_knows_nobody(where: str, cookie: str, episode: Episode) -> None:
    addresses = {
        "home": "/",
        "show": episode.show.get_url(),
        "episode": episode.get_url(),
        "nowhere": "/tidak-ada/",
        "file of nobody": f"/media/{episode.show.podcast_guid}/x.mp3",
    }
    reply, queries = ask(str(addresses[where]), "GET", cookie)
    assert complaints(reply) == []
    assert not [query for query in queries if "django_session" in query]


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("media", "audio/mpeg"),
        ("transcript-file", "text/vtt; charset=utf-8"),
        ("chapters-file", "application/json+chapters"),
    ],
)
def test_files_say_what_they_are_and_browsers_must_believe_it(name: str, content_type: str, episode: Episode) -> None:
    reply, _queries = ask(path_of(name, episode), "GET", "")
    assert (reply["Content-Type"], reply["X-Content-Type-Options"]) == (content_type, "nosniff")
