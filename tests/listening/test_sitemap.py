"""What search engines are told: every page that may be found, and no other."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client

from episodes.models import Episode
from episodes.templatetags.podcast import page_path
from listening import sitemap
from tests import factories
from tests.listening.pages import REVEALING, banned, credit, get, queries

pytestmark = pytest.mark.django_db
PATH = "/sitemap.xml"


def addresses() -> list[str]:
    reply = get(PATH)
    assert reply["Content-Type"] == "application/xml"
    return [tag.get_text() for tag in BeautifulSoup(reply.content, "xml").find_all("loc")]


def paths() -> set[str]:
    return {urlsplit(address).path for address in addresses()}


def test_a_public_episode_and_its_show_are_listed() -> None:
    episode = factories.episode()
    assert {"/", "/episode/", "/lapor/", page_path(episode), page_path(episode.show)} <= paths()


def test_every_address_is_there_and_open_to_search_engines() -> None:
    credit(factories.episode())
    credit(factories.episode(topics=("KDRT",)), "Dewi")
    for path in paths():
        reply = Client().get(path)
        assert reply.status_code == 200, path
        assert b'name="robots"' not in reply.content, path


@pytest.mark.parametrize("topics", [("KDRT",), ("PENGASUHAN", "KSA"), ()])
def test_nothing_discreet_is_listed(topics: tuple[str, ...]) -> None:
    before = paths()
    show = factories.show()
    episode = factories.episode(show, REVEALING, topics=topics)
    credit(episode)
    assert paths() - before - {f"/{show.slug}/"} == set()


def test_no_address_tells_a_topic() -> None:
    episode = factories.episode(title=REVEALING)
    assert banned(" ".join(addresses()), episode) == []


def test_topics_and_people_of_open_episodes_are_listed() -> None:
    credit(factories.episode())
    assert {path.split("/")[1][:5] for path in paths()} >= {"topik", "orang"}


def test_what_is_not_public_is_not_listed() -> None:
    episode = factories.episode()
    path = page_path(episode)
    assert path in paths()
    episode.unpublish()
    assert path not in paths()


def test_addresses_are_those_of_the_configured_site() -> None:
    factories.episode()
    assert all(address.startswith(settings.CONFIG.public_url) for address in addresses())


def test_an_episode_says_when_it_changed_last() -> None:
    episode = factories.episode()
    (entry,) = [
        tag.parent
        for tag in BeautifulSoup(get(PATH).content, "xml").find_all("loc")
        if tag.get_text().endswith(page_path(episode))
    ]
    changed = Episode.objects.get().last_published_at
    assert changed is not None
    assert entry.lastmod.get_text() == changed.isoformat(timespec="seconds")


def test_more_episodes_cost_no_more_queries() -> None:
    show = factories.show()
    credit(factories.episode(show))
    before = queries(PATH)
    for _number in range(5):
        credit(factories.episode(show, topics=("LITDIG",)))
    assert queries(PATH) == before <= 8


def test_no_file_has_more_addresses_than_search_engines_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemap, "MOST", 3)
    factories.episode()
    assert len(addresses()) == 3


def test_robots_are_told_where_the_list_is_and_what_is_nobodys() -> None:
    reply = get("/robots.txt")
    assert reply["Content-Type"].startswith("text/plain")
    lines = reply.content.decode().splitlines()
    assert f"Sitemap: {settings.CONFIG.public_url}{PATH}" in lines
    assert "Disallow: /admin/" in lines
