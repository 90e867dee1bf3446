"""Suggestions for misheard names and terms: shown with their place, taken or refused by a person."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from episodes.models import EpisodePerson
from tests import factories
from transcripts import actions
from transcripts.actions.correcting import Change, seal_of
from transcripts.models import Transcript

pytestmark = pytest.mark.django_db
Address = Callable[..., str]


@pytest.fixture
def chief() -> Client:
    client = Client()
    client.force_login(factories.user(is_superuser=True))
    return client


def ticked(page: str, *numbers: int, **fields: str) -> dict[str, str]:
    """What the form sends with some rows ticked."""
    places = dict(re.findall(r'name="(place-\d+)" value="([^"]+)"', page))
    meant = dict(re.findall(r'name="(meant-\d+)" value="([^"]+)"', page))
    return places | meant | {f"pick-{number}": "on" for number in numbers} | fields


def test_a_misheard_acronym_is_suggested_with_the_words_around_it(chief: Client, address: Address) -> None:
    page = chief.get(
        address(factories.transcript(None, "ini kasus kamyerti di Jambi"), "glossary", "")
    ).content.decode()
    assert '<mark class="desk-doubt desk-doubt--very">kamyerti</mark>' in page
    assert 'name="meant-1" value="KDRT"' in page


def test_the_names_of_the_episodes_people_are_listened_for(chief: Client, address: Address) -> None:
    episode = factories.episode()
    episode.people.set([EpisodePerson(person=factories.person("Wahyuningsih Kartosuwiryo"))])
    episode.save_revision()
    made = factories.transcript(episode, "bersama Wahyuningse Kartosuwirio di sini", probability=0.4)
    page = chief.get(address(made, "glossary", "")).content.decode()
    assert {"Wahyuningsih", "Kartosuwiryo"} <= set(
        " ".join(re.findall(r'name="meant-\d+" value="([^"]+)"', page)).split()
    )


def test_an_old_name_is_only_told_because_it_was_said(chief: Client, address: Address) -> None:
    page = chief.get(address(factories.transcript(None, "datang ke P2TP2A kemarin"), "glossary", "")).content.decode()
    assert ("Sekarang bernama" in page, "meant-1" in page) == (True, False)


def test_a_word_of_jambi_malay_that_misleads_is_explained(chief: Client, address: Address) -> None:
    page = chief.get(address(factories.transcript(None, "budak itu menangis"), "glossary", "")).content.decode()
    assert ("Melayu Jambi" in page, "meant-1" in page) == (True, False)


def test_what_is_ticked_is_written_with_the_signs_around_it(chief: Client, address: Address) -> None:
    made = factories.transcript(None, "ini kasus kamyerti, kata dia", "soal kamyerti.")
    url = address(made, "glossary", "")
    chief.post(url, ticked(chief.get(url).content.decode(), 1))
    assert [row.text for row in made.segments.all()] == ["ini kasus KDRT, kata dia", "soal kamyerti."]


def test_two_suggestions_in_one_paragraph_are_written_together(chief: Client, address: Address) -> None:
    made = factories.transcript(None, "ini kamyerti dan itu kamyerti juga")
    url = address(made, "glossary", "")
    chief.post(url, ticked(chief.get(url).content.decode(), 1, 2))
    assert made.segments.get().text == "ini KDRT dan itu KDRT juga"


def test_an_editor_may_write_something_else(chief: Client, address: Address) -> None:
    made = factories.transcript(None, "ini kamyerti")
    url = address(made, "glossary", "")
    chief.post(url, ticked(chief.get(url).content.decode(), 1, **{"meant-1": "kasus itu"}))
    assert made.segments.get().text == "ini kasus itu"


def test_what_is_refused_is_not_suggested_again(chief: Client, address: Address) -> None:
    made = factories.transcript(None, "ini kamyerti")
    url = address(made, "glossary", "")
    chief.post(url, ticked(chief.get(url).content.decode(), 1, do="refuse"))
    assert made.segments.get().text == "ini kamyerti"
    assert "pick-1" not in chief.get(url).content.decode()


def test_looking_changes_nothing(chief: Client, address: Address) -> None:
    made = factories.transcript(None, "ini kamyerti")
    chief.get(address(made, "glossary", ""))
    assert Transcript.objects.get().state == Transcript.State.MACHINE


def test_a_paragraph_that_was_changed_meanwhile_is_left_alone(chief: Client, address: Address) -> None:
    made = factories.transcript(None, "ini kamyerti")
    url = address(made, "glossary", "")
    form = ticked(chief.get(url).content.decode(), 1)
    row = made.segments.get()
    actions.save(made, [Change(row.pk, seal_of(row), "lain sama sekali")], by=None)
    for verdict in ("take", "refuse"):
        chief.post(url, {**form, "do": verdict})
    assert made.segments.get().text == "lain sama sekali"


@pytest.mark.parametrize("place", ["", "x", "1:2:3", "a:b:c:d", "1:s:x:2"])
def test_nonsense_is_refused(chief: Client, address: Address, place: str) -> None:
    url = address(factories.transcript(), "glossary", "")
    assert chief.post(url, {"pick-1": "on", "place-1": place, "meant-1": "x"}).status_code == 400


def test_hostile_words_stay_text(chief: Client, address: Address) -> None:
    made = factories.transcript(None, "<script>x</script> kamyerti <b>")
    assert "<script>x" not in chief.get(address(made, "glossary", "")).content.decode()
