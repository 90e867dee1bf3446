"""The list of versions, what changed between two of them, and the way back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tests import factories
from transcripts import actions
from transcripts.actions.correcting import Change, seal_of
from transcripts.models import Transcript

pytestmark = pytest.mark.django_db
Address = Callable[..., str]


@pytest.fixture
def chief() -> Client:
    client = Client()
    client.force_login(factories.user("siti", is_superuser=True))
    return client


def corrected(before: str, after: str) -> Transcript:
    made = factories.transcript(None, before)
    row = made.segments.get()
    actions.save(made, [Change(row.pk, seal_of(row), after)], by=factories.user("nur"))
    return made


def test_the_list_tells_what_happened_who_did_it_and_what_is_public(chief: Client, address: Address) -> None:
    made = corrected("salah", "benar")
    actions.approve(made, by=factories.user("dara"))
    page = chief.get(address(made, "history", "")).content.decode()
    rows = page[page.index("desk-page") :].split("<tr>")[2:]
    assert ["nur" in rows[0], "dara" in rows[1], "siniar-chip--done" in rows[1], len(rows)] == [True, True, True, 3]


def test_a_version_shows_what_has_changed_since(chief: Client, address: Address) -> None:
    made = corrected("ini <b>salah</b> sekali", "ini benar sekali")
    page = chief.get(address(made, "history", "1/")).content.decode()
    assert "<del>&lt;b&gt;salah&lt;/b&gt;</del>" in page
    assert "<ins>benar</ins>" in page


def test_two_versions_are_compared(chief: Client, address: Address) -> None:
    made = corrected("ini salah", "ini benar")
    actions.approve(made, by=None)
    page = chief.get(address(made, "history", "1/") + "?against=2").content.decode()
    assert "<ins>benar</ins>" in page


def test_a_version_becomes_the_working_text_again(chief: Client, address: Address) -> None:
    made = corrected("salah", "benar")
    chief.post(address(made, "history", "1/"))
    assert made.segments.get().text == "salah"


def test_looking_restores_nothing(chief: Client, address: Address) -> None:
    made = corrected("salah", "benar")
    chief.get(address(made, "history", "1/"))
    assert made.segments.get().text == "benar"


@pytest.mark.parametrize("rest", ["9/", "1/?against=9"])
def test_there_is_no_other_version(chief: Client, address: Address, rest: str) -> None:
    assert chief.get(address(corrected("a", "b"), "history", rest)).status_code == 404
