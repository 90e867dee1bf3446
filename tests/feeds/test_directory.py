"""/umpan.opml: a list of all feeds that a podcast app can take over."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from django.conf import settings
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from episodes.models import Show
from tests import factories
from tests.siniar.answers import whole

pytestmark = pytest.mark.django_db


def outlines(path: str = "/umpan.opml") -> list[dict[str, str]]:
    reply = Client().get(path)
    assert (reply.status_code, reply["Content-Type"]) == (200, "text/x-opml; charset=utf-8")
    return [each.attrib for each in ET.fromstring(reply.content).iter("outline")]


def addresses(show: Show) -> list[str]:
    base = f"{settings.CONFIG.public_url}/{show.slug}/"
    return [each["xmlUrl"].removeprefix(base) for each in outlines() if each["xmlUrl"].startswith(base)]


def test_each_public_show_stands_in_it_once_for_apps_subscribe_to_all_that_they_find() -> None:
    assert addresses(factories.show()) == ["feed.xml"]


@pytest.mark.parametrize("path", ["/umpan.opml", "/umpan-netral.opml"])
def test_every_feed_in_it_is_there(path: str) -> None:
    factories.episode()
    assert outlines(path)
    for each in outlines(path):
        assert whole(Client().get(each["xmlUrl"].removeprefix(settings.CONFIG.public_url))).status_code == 200


def test_a_show_that_is_not_public_does_not_stand_in_it() -> None:
    show = factories.show()
    show.unpublish()
    assert addresses(show) == []


def test_the_neutral_list_tells_neither_name_nor_page_of_a_show() -> None:
    show = factories.show("Rumah tidak aman", summary="Tentang kekerasan")
    (neutral,) = [each for each in outlines("/umpan-netral.opml") if f"/{show.slug}/" in each["xmlUrl"]]
    assert neutral["xmlUrl"].endswith("/netral.xml")
    assert "aman" not in neutral["text"]
    assert not {"description", "htmlUrl"} & set(neutral)


def test_who_has_it_gets_nothing_again() -> None:
    factories.show()
    first = Client().get("/umpan.opml")
    again = Client().get("/umpan.opml", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])


def test_it_changes_with_the_shows() -> None:
    first = Client().get("/umpan.opml")["ETag"]
    factories.show()
    assert Client().get("/umpan.opml")["ETag"] != first


def test_it_sets_no_cookie_and_other_sites_may_read_it() -> None:
    reply = Client().get("/umpan.opml")
    assert not reply.cookies
    assert reply["Access-Control-Allow-Origin"] == "*"


def test_many_shows_cost_no_more_queries(django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    for _number in range(5):
        factories.show()
    with django_assert_max_num_queries(5):
        outlines()
