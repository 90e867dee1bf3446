"""A show that has moved: whoever asks for its feeds is led to the new home, and those who hide titles are not."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django.utils.http import http_date

from episodes.models import Show
from feeds import actions
from tests import factories
from tests.siniar.answers import whole

pytestmark = pytest.mark.django_db

HOME = "https://podcast.example.org/feed?id=7&lang=id"
FOLLOWING = ("feed.xml", "hemat.xml", "feed.json")


@pytest.fixture
def show() -> Show:
    """A show whose feeds were asked for before it moved."""
    made = factories.show()
    factories.episode(made)
    for name in (*FOLLOWING, "netral.xml"):
        assert ask(made, name).status_code == 200
    move(made, HOME)
    return made


def move(show: Show, home: str) -> None:
    """As an editor does it: the field, and “publish”."""
    show.moved_to = home
    show.save_revision().publish()


def ask(show: Show, name: str = "feed.xml", method: str = "get", **headers: str) -> HttpResponse:
    return whole(getattr(Client(), method)(f"/{show.slug}/{name}", headers=headers))


def new_feed_url(content: bytes) -> bool:
    return f"<itunes:new-feed-url>{HOME.replace('&', '&amp;')}</itunes:new-feed-url>".encode() in content


@pytest.mark.parametrize("name", FOLLOWING)
@pytest.mark.parametrize("method", ["get", "head"])
def test_its_feeds_lead_to_the_new_home(show: Show, name: str, method: str) -> None:
    reply = ask(show, name, method)
    assert (reply.status_code, reply["Location"]) == (301, HOME)


def test_apps_that_follow_no_redirect_read_the_new_home_in_the_feed(show: Show) -> None:
    reply = ask(show)
    assert reply["Content-Type"].startswith("application/rss+xml")
    assert new_feed_url(reply.content)


def test_the_feed_stays_whole_for_those_who_do_not_follow(show: Show) -> None:
    assert ask(show).content.count(b"<item>") == 1


def test_head_sends_no_body(show: Show) -> None:
    assert ask(show, method="head").content == b""


def test_a_stored_feed_leads_there_as_well(show: Show) -> None:
    actions.refresh(show)
    for _time in range(2):
        assert ask(show).status_code == 301


@pytest.mark.parametrize("method", ["get", "head"])
def test_who_has_the_newest_feed_learns_of_it_all_the_same(show: Show, method: str) -> None:
    digest = actions.present(show, actions.FEED)
    assert digest
    etag = f'"{digest.digest[:32]}"'
    later = http_date((timezone.now() + timedelta(days=1)).timestamp())
    for headers in ({"If-None-Match": etag}, {"If-None-Match": "*"}, {"If-Modified-Since": later}):
        assert ask(show, "feed.xml", method, **headers).status_code == 301


def test_packed_or_not_the_answer_is_the_same(show: Show) -> None:
    reply = ask(show, **{"Accept-Encoding": "gzip"})
    assert (reply.status_code, reply["Location"]) == (301, HOME)


@pytest.mark.parametrize("method", ["get", "head"])
def test_the_neutral_feed_stays(show: Show, method: str) -> None:
    reply = ask(show, "netral.xml", method)
    assert reply.status_code == 200
    assert "Location" not in reply


def test_the_neutral_feed_does_not_tell_the_new_home(show: Show) -> None:
    assert HOME.partition("?")[0].encode() not in ask(show, "netral.xml").content


def test_the_neutral_feed_of_a_sensitive_topic_stays(show: Show) -> None:
    factories.episode(show, topics=(factories.SENSITIVE,))
    actions.present(show, actions.FEED)
    show.edition.refresh_from_db()
    names = [name for name in show.edition.documents if name.startswith("topik-")]
    assert sorted(ask(show, name).status_code for name in names) == [200, 301]


def test_sound_and_pages_stay_where_they_are(show: Show) -> None:
    content = ask(show).content.decode()
    address = content.split('<enclosure url="')[1].split('"')[0].removeprefix(settings.CONFIG.public_url)
    assert whole(Client().get(address)).status_code == 200
    assert Client().get(f"/{show.slug}/").status_code == 200


def test_an_answer_about_the_move_is_asked_for_anew_each_time(show: Show) -> None:
    assert "no-cache" in ask(show)["Cache-Control"]


def test_a_move_that_is_not_published_moves_nobody(show: Show) -> None:
    move(show, "")
    show.moved_to = HOME
    show.save_revision()
    assert ask(show).status_code == 200


@pytest.mark.parametrize("name", FOLLOWING)
def test_a_move_can_be_taken_back(show: Show, name: str) -> None:
    ask(show, name)
    move(show, "")
    reply = ask(show, name)
    assert reply.status_code == 200
    assert HOME.encode() not in reply.content


def test_a_show_that_is_not_public_leads_nowhere(show: Show) -> None:
    show.unpublish()
    assert ask(show).status_code == 404


def test_no_cookie_goes_with_it(show: Show) -> None:
    assert not ask(show).cookies


def test_the_data_saver_feed_names_the_new_home_too(show: Show) -> None:
    assert new_feed_url(ask(show, "hemat.xml").content)
