"""What pages tell others who are sent their address: messengers, machines, sites that embed."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from episodes.models import Episode, Topic
from episodes.templatetags.podcast import page_path
from siniar.pages.models import HomePage
from tests import factories
from tests.listening.pages import REVEALING, banned, machine

pytestmark = pytest.mark.django_db
SUMMARY = "Ia memukul setiap malam."


def head(page: Page) -> BeautifulSoup:
    """What the tag writes into the head of a page."""
    context = page.get_context(RequestFactory().get("/"))
    return BeautifulSoup(
        Template("{% load sharing %}{% share page %}").render(Context({**context, "page": page})), "html.parser"
    )


def meta(page: Page) -> dict[str, str]:
    return {str(tag.get("property") or tag.get("name")): str(tag["content"]) for tag in head(page).find_all("meta")}


def ours(address: str) -> bool:
    return address.startswith(settings.CONFIG.public_url + "/")


@pytest.fixture(params=[("KDRT",), ("KSA", "PENGASUHAN"), ()], ids=str)
def discreet(request: pytest.FixtureRequest) -> Episode:
    """An episode that must be discreet, with a cover of its own and a show with one."""
    return factories.episode(title=REVEALING, summary=SUMMARY, topics=request.param)


def test_the_card_of_an_open_episode_tells_title_and_summary() -> None:
    told = meta(factories.episode(title="Menjaga anak", summary="Langkah kecil."))
    assert (told["og:title"], told["og:description"]) == ("Menjaga anak", "Langkah kecil.")


def test_the_card_of_a_discreet_episode_tells_its_neutral_name_alone(discreet: Episode) -> None:
    told = meta(discreet)
    assert told["og:title"] == discreet.surface_title
    assert {"og:description", "description"} & set(told) == set()


def test_nothing_that_a_discreet_episode_tells_others_has_a_banned_word(discreet: Episode) -> None:
    assert banned(str(head(discreet)), discreet) == []


def test_no_topic_at_all_tells_itself() -> None:
    for topic in Topic.objects.discreet():
        episode = factories.episode(title=REVEALING, summary=SUMMARY, topics=(topic.code,))
        assert banned(str(head(episode)), episode) == [], topic.code


def test_the_picture_of_a_discreet_episode_is_the_neutral_one(cover: Any) -> None:
    show = factories.show(cover=cover())
    pictures = [meta(factories.episode(show, topics=(topic,)))["og:image"] for topic in ("KDRT", "PENGASUHAN")]
    assert [picture.endswith("feeds/umum.jpg") for picture in pictures] == [True, False]
    assert "/cover/" in pictures[1]


def test_a_show_may_have_a_neutral_picture_of_its_own(cover: Any) -> None:
    show = factories.show(cover=cover(), neutral_cover=cover(1500))
    assert "-netral" in meta(factories.episode(show, topics=("KDRT",)))["og:image"]


def test_every_address_in_a_card_is_absolute_and_ours(cover: Any) -> None:
    show = factories.show(cover=cover())
    for page in (show, factories.episode(show), factories.episode(show, topics=("KDRT",))):
        found = head(page)
        links = [str(tag["href"]) for tag in found.find_all("link")]
        links += [address for name, address in meta(page).items() if name in ("og:url", "og:image")]
        assert len(links) >= 3
        assert [link for link in links if not ours(link)] == []


def test_the_canonical_address_is_that_of_the_page() -> None:
    episode = factories.episode()
    (link,) = head(episode).select('link[rel="canonical"]')
    assert urlsplit(str(link["href"])).path == page_path(episode)


def test_the_name_of_the_host_that_a_request_claims_does_not_count() -> None:
    episode = factories.episode()
    assert "evil" not in str(head(episode))


# schema.org ------------------------------------------------------------------------------------------------------


def test_machines_are_told_what_an_open_episode_is() -> None:
    episode = factories.episode(title="Menjaga anak", summary="Langkah kecil.", number=7)
    told = machine(head(episode))
    expected = {"@type": "PodcastEpisode", "name": "Menjaga anak", "description": "Langkah kecil.", "episodeNumber": 7}
    assert expected.items() <= told.items()
    assert told["timeRequired"] == "PT60S"
    assert told["partOfSeries"]["name"] == episode.show.title


def test_machines_are_told_where_the_sound_of_an_open_episode_is() -> None:
    media = machine(head(factories.episode()))["associatedMedia"]
    reply = Client().get(urlsplit(media["contentUrl"]).path)
    assert (str(len(reply.getvalue())), reply["Content-Type"]) == (media["contentSize"], media["encodingFormat"])


def test_machines_learn_of_a_discreet_episode_only_that_it_is_there(discreet: Episode) -> None:
    told = machine(head(discreet))
    assert set(told) <= {"@context", "@type", "@id", "url", "name", "inLanguage", "isAccessibleForFree", "image"}


def test_machines_are_told_what_a_show_is(cover: Any) -> None:
    show = factories.show("Obrolan sore", cover=cover(), summary="Setiap pekan.", author="Studio")
    told = machine(head(show))
    assert (told["@type"], told["name"], told["author"]["name"]) == ("PodcastSeries", "Obrolan sore", "Studio")
    assert Client().get(urlsplit(told["webFeed"]).path).status_code == 200


def test_a_title_cannot_end_the_block_of_data() -> None:
    title = "</script><script>alert(1)</script> & <b>"
    found = head(factories.episode(title=title))
    assert len(found.find_all("script")) == 1
    assert machine(found)["name"] == title


def test_home_has_a_card_as_well() -> None:
    assert meta(HomePage.objects.get())["og:title"] == "Siniar"


def test_a_card_costs_few_queries_beside_what_its_page_has_asked_anyway() -> None:
    episode = Episode.objects.with_cards().get(pk=factories.episode().pk)
    context = episode.get_context(RequestFactory().get("/"))
    assert episode.show.title
    assert episode.surface_title  # both stand on the page
    with CaptureQueriesContext(connection) as captured:
        Template("{% load sharing %}{% share page %}").render(Context({**context, "page": episode}))
    assert len(captured) == 0


# Other sites -----------------------------------------------------------------------------------------------------


def ask(episode: Episode | str, form: str = "json", **values: str) -> Any:
    url = episode if isinstance(episode, str) else settings.CONFIG.public_url + page_path(episode)
    return Client().get("/oembed", {"url": url, "format": form, **values})


def test_the_page_says_where_to_ask_how_to_embed_it() -> None:
    episode = factories.episode()
    links = {str(link["type"]): str(link["href"]) for link in head(episode).select('link[rel="alternate"]')}
    replies = {kind: Client().get(urlsplit(link).path, parse_qs(urlsplit(link).query)) for kind, link in links.items()}
    assert {kind: reply["Content-Type"].partition(";")[0] for kind, reply in replies.items()} == {
        "application/json+oembed": "application/json",
        "text/xml+oembed": "text/xml",
    }
    assert {reply.status_code for reply in replies.values()} == {200}


def test_the_answer_has_what_the_standard_asks_for() -> None:
    told = ask(factories.episode(title="Menjaga anak")).json()
    expected = {"version": "1.0", "type": "rich", "title": "Menjaga anak", "provider_name": "Siniar"}
    assert expected.items() <= told.items()
    assert all(isinstance(told[name], int) for name in ("width", "height"))


def test_xml_says_the_same_as_json(cover: Any) -> None:
    episode = factories.episode(factories.show(cover=cover()))
    found = BeautifulSoup(ask(episode, "xml").content, "xml").oembed
    assert {tag.name: tag.get_text() for tag in found.find_all(True)} == {
        name: str(value) for name, value in ask(episode).json().items()
    }


def test_the_frame_that_is_offered_is_there() -> None:
    frame = BeautifulSoup(ask(factories.episode()).json()["html"], "html.parser").iframe
    assert Client().get(urlsplit(str(frame["src"])).path).status_code == 200


@pytest.mark.parametrize(("limit", "width"), [("300", 300), ("9999", 640), ("0", 640), ("-5", 640), ("x" * 9, 640)])
def test_the_frame_is_no_wider_than_asked_for(limit: str, width: int) -> None:
    assert ask(factories.episode(), maxwidth=limit).json()["width"] == width


def test_of_a_discreet_episode_other_sites_learn_its_neutral_name_alone(discreet: Episode) -> None:
    told = ask(discreet).json()
    assert told["title"] == discreet.surface_title
    assert banned(json.dumps(told, ensure_ascii=False), discreet) == []


def test_an_episode_that_is_not_public_is_not_there() -> None:
    episode = factories.episode()
    episode.unpublish()
    assert ask(episode).status_code == 404


@pytest.mark.parametrize(
    "url",
    ["", "x", "http://[", "https://example.org/obrolan/aaaaaaaa/", "{ours}/", "{ours}/episode/", "{ours}/x/{sign}/"],
)
def test_an_address_that_is_no_episode_of_ours_is_not_there(url: str) -> None:
    episode = factories.episode()
    address = url.format(ours=settings.CONFIG.public_url, sign=episode.short_id)
    assert ask(address).status_code == 404


def test_a_shared_moment_does_not_hide_the_episode() -> None:
    episode = factories.episode()
    assert ask(f"{settings.CONFIG.public_url}{page_path(episode)}?t=12").status_code == 200


def test_other_formats_are_not_known() -> None:
    assert ask(factories.episode(), "yaml").status_code == 501


def test_scripts_of_other_sites_may_read_the_answer() -> None:
    assert ask(factories.episode())["Access-Control-Allow-Origin"] == "*"


def test_whatsapp_is_sent_the_address_and_nothing_else(discreet: Episode) -> None:
    link = Template("{% load sharing %}{% whatsapp page %}").render(Context({"page": discreet}))
    address = settings.CONFIG.public_url + page_path(discreet)
    assert parse_qs(urlsplit(link).query) == {"text": [address]}


# The frame -------------------------------------------------------------------------------------------------------


def framed(episode: Episode) -> Any:
    return Client().get(f"/sematan/{episode.short_id}/")


def test_the_embedded_page_may_be_framed_and_nothing_else_changes() -> None:
    reply = framed(factories.episode())
    policy = reply["Content-Security-Policy"]
    assert "frame-ancestors *" in policy
    assert "script-src 'self'" in policy
    assert Client().get("/")["Content-Security-Policy"].endswith("frame-ancestors 'none'")


def test_the_embedded_page_plays_the_episode() -> None:
    episode = factories.episode()
    found = BeautifulSoup(framed(episode).content, "html.parser")
    (sound,) = found.find_all("audio")
    source = sound.get("src") or sound.find("source")["src"]
    reply = Client().get(str(source))
    reply.getvalue()
    assert (reply.status_code, sound["preload"], sound.has_attr("autoplay")) == (200, "none", False)


def test_nothing_of_a_discreet_episode_is_told_in_a_frame(discreet: Episode) -> None:
    found = BeautifulSoup(framed(discreet).content, "html.parser")
    assert banned(str(found.head) + str(found.h1), discreet) == []


def test_the_embedded_page_leads_out_and_to_help() -> None:
    episode = factories.episode()
    found = BeautifulSoup(framed(episode).content, "html.parser")
    assert {"/keluar/", f"/lapor/{episode.short_id}/", page_path(episode)} <= {
        link["href"] for link in found.find_all("a")
    }


def test_no_link_of_the_embedded_page_opens_inside_the_frame() -> None:
    found = BeautifulSoup(framed(factories.episode()).content, "html.parser")
    assert found.base["target"] == "_blank"


def test_the_embedded_player_offers_to_keep_nothing() -> None:
    """What a frame keeps lies apart, where no page of this site can delete it."""
    found = BeautifulSoup(framed(factories.episode()).content, "html.parser")
    assert found.select("siniar-offline, [data-do=remember], [data-do=forget]") == []


def test_an_episode_that_is_not_public_cannot_be_embedded() -> None:
    assert framed(factories.episode(live=False)).status_code == 404


def test_search_engines_leave_embedded_pages_out() -> None:
    assert BeautifulSoup(framed(factories.episode()).content, "html.parser").select('meta[name="robots"]')


# Every page ------------------------------------------------------------------------------------------------------


def test_the_pages_of_an_episode_and_a_show_carry_their_cards() -> None:
    episode = factories.episode()
    for page in (episode, episode.show):
        found = BeautifulSoup(Client().get(page_path(page)).content, "html.parser")
        assert found.select('meta[property="og:title"]'), type(page).__name__
