"""The page of statistics and its file."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from downloads.models import DailyDownloads, MeasuringGap
from episodes.models import Episode, Show
from tests import factories
from tests.siniar.jobs.clock import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

FIRST = date(2026, 9, 1)


@pytest.fixture
def show(clock: Clock) -> Show:
    """A show with an episode of which two days of September may be shown, and one of which nothing may."""
    show = factories.show("Obrolan")
    for title, counts in (("Menjaga anak", (4321, 17, 3)), ("=SUM(A1)", (8, 7))):
        episode = factories.episode(show, title)
        Episode.objects.filter(pk=episode.pk).update(first_published_at=clock.now - timedelta(days=40))
        for place, count in enumerate(counts):
            DailyDownloads.objects.create(episode=episode, day=FIRST + timedelta(place), count=count)
    return show


@pytest.fixture
def editor(client: Client) -> Client:
    client.force_login(factories.user(is_superuser=True))
    return client


def page(client: Client, **choice: object) -> str:
    reply = client.get(reverse("statistics"), choice)
    assert reply.status_code == 200
    return reply.content.decode()


def rows(client: Client, **choice: object) -> list[list[str]]:
    reply = client.get(reverse("statistics-file"), choice)
    assert reply.status_code == 200
    return list(csv.reader(io.StringIO(reply.content.decode("utf-8-sig"))))


def test_it_is_in_the_menu(editor: Client) -> None:
    assert reverse("statistics") in editor.get(reverse("wagtailadmin_home")).content.decode()


def test_it_is_for_editors_only(client: Client) -> None:
    for name in ("statistics", "statistics-file"):
        assert client.get(reverse(name)).status_code == 302


def test_it_shows_the_month_that_is_asked_for(editor: Client, show: Show) -> None:
    assert "4.338" in page(editor, month="2026-09")  # as Indonesians write it
    assert "4.338" not in page(editor, month="2026-10").split('id="year"')[0]


def test_a_hidden_day_has_words_instead_of_a_number(editor: Client, show: Show) -> None:
    episode = Episode.objects.get(title="Menjaga anak")
    shown = page(editor, show=show.pk, episode=episode.pk, month="2026-09")
    cells = re.findall(r'<td class="number">([^<]+)', shown)
    assert cells[:2] == ["4.321", "17"]
    assert not any(cell.strip().isdigit() and int(cell) < 10 for cell in cells)


def test_the_chart_is_made_of_whole_numbers_in_every_language(editor: Client, show: Show) -> None:
    drawing = re.search(r"<svg viewBox.*?</svg>", page(editor, month="2026-09"), re.DOTALL)
    assert drawing
    assert drawing[0].count('class="bar"') == 2
    assert not re.search(r' (x|y|width|height|cx)="\d+[,.]', drawing[0])


def test_gaps_are_listed(editor: Client, show: Show, clock: Clock) -> None:
    MeasuringGap.objects.create(begins=clock.now.replace(month=9), ends=clock.now, reason="flood")
    assert 'class="statistics-gaps"' in page(editor, month="2026-09")


@pytest.mark.parametrize("choice", [{"month": "2026-13"}, {"month": "x"}, {"episode": "999999"}, {"show": ""}])
def test_what_makes_no_sense_is_left_out(editor: Client, show: Show, choice: dict[str, str]) -> None:
    page(editor, **choice)


@pytest.mark.parametrize("number", ["999999", "x", "²", "9" * 30])
def test_a_show_that_is_not_there_is_not_found(editor: Client, show: Show, number: str) -> None:
    assert editor.get(reverse("statistics"), {"show": number}).status_code == 404


def test_without_any_show_there_is_a_sentence(editor: Client) -> None:
    assert 'class="statistics-choice"' not in page(editor)
    assert editor.get(reverse("statistics-file")).status_code == 404


def test_the_queries_do_not_grow_with_the_episodes(editor: Client, show: Show) -> None:
    queries = []
    for _time in range(3):
        with CaptureQueriesContext(connection) as context:
            page(editor, month="2026-09")
        queries.append(len(context))
        factories.episode(show)
    assert queries[1] == queries[2]  # the first also fills Wagtail's caches


def test_the_file_holds_what_the_page_shows(editor: Client, show: Show) -> None:
    numbers = {row[3] for row in rows(editor, month="2026-09") if row[3].isdecimal()}
    assert numbers == {"4321", "17", "4338"}


def test_no_number_in_the_file_is_below_ten(editor: Client, show: Show) -> None:
    for episode in ["", *Episode.objects.values_list("pk", flat=True)]:
        cells = [row[3] for row in rows(editor, month="2026-09", episode=episode)]
        assert not any(cell.isdecimal() and int(cell) < 10 for cell in cells)


def test_a_title_is_no_formula(editor: Client, show: Show) -> None:
    episode = Episode.objects.get(title="=SUM(A1)")
    assert {row[1] for row in rows(editor, episode=episode.pk)[1:]} == {"'=SUM(A1)"}


def test_public_pages_show_no_numbers(client: Client, show: Show) -> None:
    for path in ("/", show.get_url(), Episode.objects.get(title="Menjaga anak").get_url()):
        text = client.get(path).content.decode()
        assert "4321" not in text
        assert "4.321" not in text
