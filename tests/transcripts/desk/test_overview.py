"""The list of transcripts: what an editor may work on, and what waits for a person first."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from transcripts import actions

pytestmark = pytest.mark.django_db
URL = "/admin/transcripts/"


@pytest.fixture
def chief() -> Client:
    client = Client()
    client.force_login(factories.user(is_superuser=True))
    return client


def test_what_waits_for_a_person_comes_first(chief: Client) -> None:
    actions.approve(factories.transcript(factories.episode(title="Sudah disetujui")), by=None)
    factories.transcript(factories.episode(title="Masih mesin"))
    page = chief.get(URL).content.decode()
    assert page.index("Masih mesin") < page.index("Sudah disetujui")


def test_the_list_can_be_narrowed_to_one_state(chief: Client) -> None:
    actions.approve(factories.transcript(factories.episode(title="Sudah disetujui")), by=None)
    factories.transcript(factories.episode(title="Masih mesin"))
    page = chief.get(URL + "?state=approved").content.decode()
    assert ("Sudah disetujui" in page, "Masih mesin" in page) == (True, False)


def test_who_may_change_nothing_sees_nothing() -> None:
    factories.transcript(factories.episode(title="Rahasia"))
    client = Client()
    client.force_login(factories.user())
    assert "Rahasia" not in client.get(URL).content.decode()


def test_only_what_everybody_can_read_is_called_public(chief: Client) -> None:
    actions.approve(factories.transcript(factories.episode(live=False)), by=None)
    assert "siniar-chip--done" not in chief.get(URL).content.decode()
    actions.approve(factories.transcript(factories.episode()), by=None)
    assert chief.get(URL).content.decode().count("siniar-chip--done") == 1


@pytest.mark.parametrize("query", ["?state=x", "?p=999", "?p=x"])
def test_nonsense_in_the_address_does_no_harm(chief: Client, query: str) -> None:
    factories.transcript()
    assert chief.get(URL + query).status_code == 200


def test_a_long_list_costs_as_many_queries_as_a_short_one(chief: Client) -> None:
    counts = []
    for _round in range(2):
        for _each in range(3):
            factories.transcript()
        chief.get(URL)
        with CaptureQueriesContext(connection) as queries:
            chief.get(URL)
        counts.append(len(queries))
    assert counts[0] == counts[1]
