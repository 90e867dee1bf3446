"""A show's page tells how to follow it, in plain words and without a script."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from episodes.models import Show, Topic
from feeds import kinds
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def show() -> Show:
    return factories.show()


def page(show: Show) -> BeautifulSoup:
    return BeautifulSoup(Client().get(f"/{show.slug}/").content, "html.parser")


def block(show: Show) -> Tag:
    found = page(show).find("section", class_="subscribe")
    assert isinstance(found, Tag)
    return found


def links(show: Show) -> list[str]:
    return [str(link["href"]) for link in block(show).find_all("a")]


@pytest.mark.parametrize("name", ["feed.xml", "hemat.xml", "netral.xml"])
def test_each_feed_is_offered_as_a_link_and_as_text_to_copy(name: str, show: Show) -> None:
    address = next(link for link in links(show) if link.endswith(f"/{show.slug}/{name}"))
    assert address.startswith("http")
    assert address in block(show).get_text()


def test_a_topic_is_offered_if_it_has_a_public_episode(show: Show) -> None:
    factories.episode(show, topics=("KDRT",))
    factories.episode(show, topics=("PENGASUHAN",), live=False)
    offered = [link.rpartition("/")[2] for link in links(show) if "/topik-" in link]
    assert offered == [f"{kinds.topic_name('KDRT')}.xml"]


def test_a_topic_is_called_what_the_page_calls_it(show: Show) -> None:
    factories.episode(show, topics=("PENGASUHAN",))
    assert Topic.objects.get(code="PENGASUHAN").label in block(show).get_text()


def test_the_address_of_a_topic_does_not_tell_it(show: Show) -> None:
    factories.episode(show, topics=("KDRT",))
    assert not any("kdrt" in link.lower() for link in links(show))


def test_a_show_without_topics_offers_none(show: Show) -> None:
    assert block(show).find("details") is None


def test_apps_find_the_feed_in_the_head(show: Show) -> None:
    link = page(show).find("link", rel="alternate", type="application/rss+xml")
    assert isinstance(link, Tag)
    assert str(link["href"]).endswith(f"/{show.slug}/feed.xml")


def test_the_list_of_all_shows_is_linked_from_there_and_from_the_start_page(show: Show) -> None:
    assert "/umpan.opml" in links(show)
    assert 'href="/umpan.opml"' in Client().get("/").content.decode()


def test_the_review_feed_is_not_offered(show: Show) -> None:
    assert "tinjau" not in str(page(show))
