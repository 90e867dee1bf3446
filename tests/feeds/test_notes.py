"""Notes of many episodes are made readable in one go, and a bad link in one of them harms no other."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from feeds.notes import expanded
from tests import factories

pytestmark = pytest.mark.django_db


def link(page: object) -> str:
    return f'<p>Lihat <a linktype="page" id="{page}">halaman</a></p>'


def queries(notes: list[str]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        expanded(notes)
    return len(asked)


def test_a_link_to_a_page_is_its_full_address() -> None:
    show = factories.show()
    address = f"{settings.CONFIG.public_url}/{show.slug}/"
    assert expanded([link(show.pk)]) == [f'<p>Lihat <a href="{address}">halaman</a></p>']


def test_each_note_gets_its_own_links() -> None:
    shows = [factories.show(), factories.show()]
    one, other = expanded([link(show.pk) for show in shows])
    assert shows[0].slug in one
    assert shows[1].slug in other


def test_links_cost_the_same_however_many_there_are() -> None:
    shows = [factories.show() for _number in range(4)]
    few = queries([link(shows[0].pk)])
    assert queries([link(show.pk) for show in shows] * 5) <= few


def test_notes_without_links_ask_nothing() -> None:
    assert queries(["<p>Satu</p>", ""]) == 0


def test_a_path_of_this_site_becomes_a_full_address() -> None:
    assert expanded(['<p><a href="/bantuan/">x</a></p>']) == [
        f'<p><a href="{settings.CONFIG.public_url}/bantuan/">x</a></p>'
    ]


@pytest.mark.parametrize("address", ["https://lain.example/a", "mailto:a@lain.example", "//lain.example/b", "#bagian"])
def test_other_addresses_stay(address: str) -> None:
    assert expanded([f'<a href="{address}">x</a>']) == [f'<a href="{address}">x</a>']


@pytest.mark.parametrize("bad", ["999999", "abc", ""])
def test_a_link_that_leads_nowhere_leaves_the_others(bad: str) -> None:
    show = factories.show()
    broken, whole = expanded([link(bad), link(show.pk)])
    assert broken == "<p>Lihat <a>halaman</a></p>"
    assert f"/{show.slug}/" in whole


def test_texts_without_links_stay_as_they_are() -> None:
    notes = ["<p>a &amp; b\n🧕🏽</p>", "", "<p>]]&gt;</p>"]
    assert expanded(notes) == notes
