"""What the help page offers: everything that would be said in plain sight, and nothing where there is no receiver."""

from __future__ import annotations

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from django.db import DatabaseError
from django.template.loader import render_to_string
from django.test import Client
from django.utils.translation import override

from episodes.models import Chapter, Episode
from reporting.handoff import offer, vocabulary
from reporting.handoff.fields import NAMES, Entry, Role
from reporting.handoff.standing import State
from tests import factories
from tests.reporting.handoff.conftest import ADDRESS, Configure


def shown(**context: object) -> BeautifulSoup:
    html = render_to_string("reporting/hand_off.html", {"state": State.NORMAL, **context})
    return BeautifulSoup(html, "html.parser")


def values(found: BeautifulSoup) -> dict[str, str]:
    """What the form would send, untouched."""
    ticked = {str(box["name"]): str(box["value"]) for box in found.select("input[checked]")}
    picked = {
        str(pick["name"]): str(pick.select_one("option[selected]")["value"])
        for pick in found.select("select:has([selected])")
    }
    return ticked | picked


def spoken(title: str = "Menjaga anak", topic: str = "KDRT", chapters: int = 3) -> Episode:
    made = factories.episode(title=title, topics=(topic,))
    made.chapters.set([Chapter(start=60 * place, title=f"Judul {place}") for place in range(chapters)])
    made.save()
    return Episode.objects.get(pk=made.pk)


def test_without_a_receiver_nothing_is_shown(hand_off: Configure) -> None:
    hand_off("token", silayang_url="")
    assert str(shown()).strip() == ""


def test_by_default_there_is_a_plain_link_and_no_form(hand_off: Configure) -> None:
    hand_off()
    found = shown()
    assert [link["href"] for link in found.select("a")] == [ADDRESS]
    assert not found.select("form, input")


@pytest.mark.parametrize("way", ["link", "token", "code"])
@pytest.mark.parametrize("state", State)
def test_the_link_is_there_in_every_state_and_announces_nobody(hand_off: Configure, way: str, state: State) -> None:
    hand_off(way)
    link = shown(state=state).select_one(f'a[href="{ADDRESS}"]')
    assert link["rel"] == ["noreferrer"]
    assert not link.has_attr("target")


def test_a_receiver_that_is_down_gets_no_form(hand_off: Configure) -> None:
    hand_off("token")
    assert [len(shown(state=state).select("form")) for state in State] == [1, 1, 0]


@pytest.mark.parametrize("state", [State.DISTURBED, State.DOWN])
def test_trouble_is_said_and_leads_to_the_phone(hand_off: Configure, state: State) -> None:
    hand_off()
    with override("en"):
        assert "please call" in shown(state=state).select_one(".note").get_text().lower()


def test_nothing_is_hidden_and_nothing_can_be_typed(hand_off: Configure, db: None) -> None:
    hand_off("token")
    found = shown(origin=spoken(), region="bungo", role=Role.HEARD)
    assert {box["type"] for box in found.select("input")} == {"checkbox"}
    assert not found.select("textarea, [hidden], details")
    assert {str(each["name"]) for each in found.select("input, select")} == set(NAMES)


def test_everything_known_is_ticked_but_episode_and_chapter(hand_off: Configure, db: None) -> None:
    hand_off("token")
    expected = {"topic": "KDRT", "region": "bungo", "lang": "id", "channel": "qr", "role": "dengar"}
    assert values(shown(origin=spoken(), region="bungo", role="dengar", channel=Entry.QR)) == expected


def test_what_is_said_stands_there_in_words(hand_off: Configure, db: None) -> None:
    hand_off("token")
    text = shown(origin=spoken(), region="bungo").get_text()
    assert "Kekerasan dalam rumah tangga" in text
    assert "Kabupaten Bungo" in text
    assert "KDRT" not in text


def test_who_has_chosen_no_region_can_choose_one_or_none(hand_off: Configure) -> None:
    hand_off("token")
    options = [option["value"] for option in shown().select("select[name=region] option")]
    assert (len(options), options[0]) == (12, "")


def test_a_region_or_channel_that_does_not_exist_is_not_offered(hand_off: Configure) -> None:
    hand_off("token")
    assert values(shown(region="jakarta", channel="sms", role="pelaku")) == {"lang": "id", "channel": "web"}


def test_the_most_sensitive_topic_about_which_people_report_is_meant(hand_off: Configure, db: None) -> None:
    hand_off("token")
    episode = factories.episode(topics=("JIWA", "PERUNDUNGAN", "KSA", "DISKRIMINASI"))
    assert values(shown(origin=episode))["topic"] == "KSA"


def test_a_topic_about_which_nobody_reports_is_not_meant(hand_off: Configure, db: None) -> None:
    hand_off("token")
    assert "topic" not in values(shown(origin=factories.episode(topics=("PENGASUHAN",))))


def test_a_discreet_episode_is_named_neutrally_and_so_are_its_chapters(hand_off: Configure, db: None) -> None:
    hand_off("token")
    text = shown(origin=spoken("Suami yang memukul")).get_text()
    assert "memukul" not in text
    assert "Judul" not in text


def test_an_open_one_says_what_its_chapters_are_about(hand_off: Configure, db: None) -> None:
    hand_off("token")
    options = shown(origin=spoken(topic="PENGASUHAN")).select("select[name=chapter] option")
    assert [option["value"] for option in options] == ["", "1", "2", "3"]
    assert "Judul 2" in options[3].get_text()


def test_no_position_in_seconds_is_anywhere(hand_off: Configure, db: None) -> None:
    hand_off("token")
    assert "120" not in str(shown(origin=spoken(topic="PENGASUHAN")))


def test_a_database_that_fails_takes_topic_and_chapters_away_and_no_more(
    hand_off: Configure, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_off("token")
    episode = spoken(topic="PENGASUHAN")
    assert episode.surface_title  # its topics are known by now

    def fails(*arguments: object, **values: object) -> None:
        raise DatabaseError

    monkeypatch.setattr(type(episode.chapters.all()), "_fetch_all", fails)
    assert offer.made(episode).chapters == ()


def test_the_page_itself_shows_the_offer_with_the_episode_it_comes_from(hand_off: Configure, db: None) -> None:
    hand_off("token")
    episode = spoken()
    page = BeautifulSoup(Client().get(f"/lapor/{episode.short_id}/").content, "html.parser")
    assert page.select_one("input[name=episode]")["value"] == episode.short_id
    assert page.select_one("form.along")["action"] == "/lapor/kirim/"


def test_every_word_of_the_vocabulary_is_said_in_both_languages() -> None:
    full = {
        "topic": "KDRT",
        "region": "bungo",
        "lang": "en",
        "channel": "qr",
        "role": "alami",
        "episode": "abcdefgh",
        "chapter": "2",
    }
    carried = replace(vocabulary.Carried(), **full)
    for language in ("id", "en"):
        with override(language):
            assert len(vocabulary.lines(carried)) == len(NAMES)
    assert len(vocabulary.known().regions) == 11
    assert len(vocabulary.known().topics) == 33
