"""What editors do with numbers in the admin."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from reporting.models import Channel, Service
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    """Somebody of the group of editors."""
    user = factories.user()
    user.groups.add(Group.objects.get(name="Editors"))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def stranger() -> Client:
    """An account that may enter the admin, and nothing else."""
    user, group = factories.user(), Group.objects.create(name="Tamu")
    group.permissions.add(*Group.objects.get(name="Editors").permissions.filter(codename="access_admin"))
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def number(value: str = "110") -> Channel:
    return Channel.objects.get(value=value, verified=True)


def page(client: Client, path: str) -> BeautifulSoup:
    reply = client.get(path)
    assert reply.status_code == 200
    return BeautifulSoup(reply.content, "html.parser")


@pytest.mark.parametrize("outcome", ["answered", "unanswered"])
def test_a_test_call_is_noted_with_one_press(editor: Client, outcome: str) -> None:
    assert editor.post(f"/admin/numbers/{number().pk}/tested/", {"outcome": outcome}).status_code == 302
    assert (number().outcome, number().tested_on) == (outcome, timezone.localdate())


@pytest.mark.parametrize("outcome", ["", "maybe"])
def test_another_outcome_is_none(editor: Client, outcome: str) -> None:
    assert editor.post(f"/admin/numbers/{number().pk}/tested/", {"outcome": outcome}).status_code == 404
    assert number().tested_on is None


def test_what_is_not_public_needs_no_test(editor: Client) -> None:
    hidden = Channel.objects.filter(verified=False)[0]
    assert editor.post(f"/admin/numbers/{hidden.pk}/tested/", {"outcome": "answered"}).status_code == 404
    assert f"number-{hidden.pk}" not in str(page(editor, "/admin/numbers/"))


def test_every_public_number_has_its_two_buttons(editor: Client) -> None:
    found = page(editor, "/admin/numbers/")
    assert len(found.select("button[name=outcome]")) == 2 * Channel.objects.verified().count()


@pytest.mark.parametrize("path", ["/admin/numbers/", "/admin/cards/", "/admin/cards/poster.pdf"])
def test_who_may_not_keep_numbers_sees_none_of_it(stranger: Client, path: str) -> None:
    assert stranger.get(path).status_code in (302, 403)
    assert "due-numbers" not in str(stranger.get("/admin/").content)


def test_who_may_not_keep_numbers_notes_nothing(stranger: Client) -> None:
    stranger.post(f"/admin/numbers/{number().pk}/tested/", {"outcome": "answered"})
    assert number().tested_on is None


def test_the_first_page_says_what_is_due(editor: Client) -> None:
    assert page(editor, "/admin/").select("#due-numbers, [id*=due-numbers]")


def test_the_first_page_is_silent_when_nothing_is_due(editor: Client) -> None:
    for channel in Channel.objects.verified():
        editor.post(f"/admin/numbers/{channel.pk}/tested/", {"outcome": "answered"})
    assert "due-numbers" not in str(page(editor, "/admin/"))


@pytest.mark.parametrize("kind", ["card", "cards", "poster"])
def test_paper_comes_as_a_file_whose_name_tells_nothing(editor: Client, kind: str) -> None:
    reply = editor.get(f"/admin/cards/{kind}.pdf?topic=KDRT&region=kota-jambi")
    assert (reply.status_code, reply["Content-Type"], reply.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert reply["Content-Disposition"] == f'attachment; filename="siniar-{kind}.pdf"'


@pytest.mark.parametrize("path", ["/admin/cards/other.pdf", "/admin/cards/card.pdf?topic=TIDAK"])
def test_there_is_no_other_paper(editor: Client, path: str) -> None:
    assert editor.get(path).status_code == 404


def test_each_topic_has_its_paper(editor: Client) -> None:
    assert "topic=KDRT" in str(page(editor, "/admin/cards/"))


def test_an_editor_unmarks_a_number_and_the_help_page_has_lost_it(editor: Client) -> None:
    channel = number("119")
    address = f"/admin/snippets/reporting/channel/edit/{channel.pk}/"
    form = page(editor, address).select_one("[name=sources]").find_parent("form")
    values = {
        each["name"]: each.get("value", "") for each in form.select("input[name]") if each.get("type") != "checkbox"
    }
    values |= {each["name"]: each.get_text().strip() for each in form.select("textarea[name]")}
    values |= {each["name"]: each.select_one("option[selected]")["value"] for each in form.select("select[name]")}
    assert editor.post(address, values).status_code == 302
    assert not Channel.objects.get(pk=channel.pk).verified
    assert b"tel:119" not in Client().get("/lapor/").content


@pytest.mark.parametrize("query", ["", "?verified=true", "?verified=false", "?outcome=unanswered", "?type=whatsapp"])
def test_numbers_are_listed_with_what_people_see_of_them(editor: Client, query: str) -> None:
    assert page(editor, f"/admin/snippets/reporting/channel/{query}")


def test_a_service_leads_to_its_numbers(editor: Client) -> None:
    service = Service.objects.get(code="sapa129")
    assert f"channel/?service={service.pk}" in str(page(editor, "/admin/snippets/reporting/service/"))
