"""The office's page of figures and its file."""

from __future__ import annotations

import csv
import io
import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from episodes.models import Topic
from reporting.models import Outcome, UncountedDay
from tests import factories
from tests.reporting.counting.conftest import happened
from tests.reporting.counting.test_overview import AUGUST, JULY, OCTOBER, SEPTEMBER
from tests.siniar.jobs.clock import Clock

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def figures(clock: Clock) -> None:
    """A quarter with large and small numbers, and a month that goes on."""
    for first, opened in ((JULY, 1176), (AUGUST, 36), (SEPTEMBER, 2), (OCTOBER, 676)):
        happened(first, Outcome.OPENED, opened, topic="KDRT")
        happened(first, Outcome.OPENED, min(20, opened), topic="JIWA")
        happened(first, Outcome.OPENED, 4, topic="TPPO", entry="qr")
        happened(first, Outcome.REGION, 25, region="tebo")
        happened(first, Outcome.REGION, 11, region="bungo")
        happened(first, Outcome.REGION, 2, region="kerinci")
        happened(first, Outcome.CODE, 3, region="tebo")


@pytest.fixture
def office(client: Client) -> Client:
    client.force_login(factories.user(is_superuser=True))
    return client


def page(client: Client, **choice: object) -> BeautifulSoup:
    reply = client.get(reverse("help-figures"), choice)
    assert reply.status_code == 200
    return BeautifulSoup(reply.content, "html.parser")


def table(found: BeautifulSoup, key: str) -> dict[str, list[str]]:
    """A table's cells, by the name of the row."""
    rows = found.select(f"[aria-labelledby={key}] tbody tr")
    return {row.th.text: [cell.text for cell in row.find_all("td")] for row in rows}


def lines(client: Client, **choice: object) -> list[list[str]]:
    reply = client.get(reverse("help-figures-file"), choice)
    assert reply.status_code == 200
    return list(csv.reader(io.StringIO(reply.content.decode("utf-8-sig"))))


def test_it_shows_the_province_by_month(office: Client, figures: None) -> None:
    opened = [cells[0] for cells in table(page(office, year=2026), "province").values()]
    assert opened[6:8] == ["1.200", "60"]  # as Indonesians write it
    assert not any(cell.isdecimal() for cell in opened[8:10])


def test_it_shows_the_regions_by_quarter(office: Client, figures: None) -> None:
    shown = table(page(office, by="quarter"), "region")
    assert "Kabupaten Tebo" in shown
    assert [cells[2] for cells in shown.values()] == ["75", "39", "114"]  # Tebo, all others, total


def test_no_number_from_1_to_9_stands_on_the_page_or_in_the_file(office: Client, figures: None) -> None:
    for by in ("month", "quarter"):
        cells = [cell.text for cell in page(office, by=by).select("td.number")]
        cells += [line[3] for line in lines(office, by=by)]
        assert [cell for cell in cells if cell.isdecimal() and 0 < int(cell) < 10] == []
        assert any(cell.isdecimal() and int(cell) >= 10 for cell in cells)


def test_the_file_holds_what_the_page_shows(office: Client, figures: None) -> None:
    for by in ("month", "quarter"):
        shown = [cell.text.replace(".", "") for cell in page(office, by=by).select("td.number")]
        assert sorted(line[3] for line in lines(office, by=by)[1:]) == sorted(shown)


def test_a_month_that_goes_on_is_nowhere(office: Client, figures: None) -> None:
    assert "700" not in page(office).text
    assert "700" not in str(lines(office))


def test_a_chart_shows_the_chosen_outcome(office: Client, figures: None) -> None:
    drawn = page(office, measure="region").select("svg .bar title")
    assert [title.text.rpartition(": ")[2] for title in drawn] == ["38", "38", "38"]


def test_the_chart_is_made_of_whole_numbers_in_every_language(office: Client, figures: None) -> None:
    assert not re.search(r' (x|y|width|height|cx)="\d+[,.]', str(page(office).select_one(".statistics-chart svg")))


def test_it_says_what_was_not_counted(office: Client, figures: None) -> None:
    UncountedDay.objects.create(day=SEPTEMBER, reason=UncountedDay.Reason.FLOOD)
    assert page(office).select(".statistics-gaps li")
    assert any(line[2] == "2026-09-01" for line in lines(office))


@pytest.mark.parametrize(
    "choice", [{"year": "x"}, {"year": "1"}, {"by": "school"}, {"measure": "village"}, {"measure": ""}], ids=str
)
def test_what_makes_no_sense_is_left_out(office: Client, figures: None, choice: dict[str, str]) -> None:
    page(office, **choice)
    lines(office, **choice)


def test_a_topic_is_no_formula(office: Client, figures: None) -> None:
    Topic.objects.filter(code="KDRT").update(label_id="=SUM(A1)")
    assert "'=SUM(A1)" in {line[1] for line in lines(office)}


# Who may see it


@pytest.fixture
def editor(client: Client) -> Client:
    """Somebody who may enter the admin and nothing else."""
    group = Group.objects.create(name="kantor")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    account = factories.user()
    account.groups.add(group)
    client.force_login(account)
    return client


def allow() -> None:
    Group.objects.get(name="kantor").permissions.add(Permission.objects.get(codename="view_dailycount"))


@pytest.mark.parametrize("name", ["help-figures", "help-figures-file"])
def test_it_is_for_those_who_are_allowed(editor: Client, name: str) -> None:
    assert editor.get(reverse(name)).status_code == 302
    allow()
    assert editor.get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", ["help-figures", "help-figures-file"])
def test_it_is_not_for_the_public(client: Client, name: str) -> None:
    assert client.get(reverse(name)).status_code == 302


def test_it_is_in_the_menu_of_those_who_are_allowed(editor: Client) -> None:
    assert reverse("help-figures") not in editor.get(reverse("wagtailadmin_home")).content.decode()
    allow()
    assert reverse("help-figures") in editor.get(reverse("wagtailadmin_home")).content.decode()


def test_the_permission_can_be_given_to_a_group(office: Client) -> None:
    permission = Permission.objects.get(codename="view_dailycount")
    form = BeautifulSoup(office.get(reverse("wagtailusers_groups:add")).content, "html.parser")
    assert form.select(f'input[name=permissions][value="{permission.pk}"]')
