"""Two editors who have the same number open."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from reporting import actions
from reporting.models import Channel, Region, Service
from tests import factories
from tests.reporting.test_admin_views import page

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    user = factories.user()
    user.groups.add(Group.objects.get(name="Editors"))
    client = Client()
    client.force_login(user)
    return client


def number() -> Channel:
    return Channel.objects.get(value="119", type="phone")


def address(row: Channel | Service) -> str:
    return f"/admin/snippets/reporting/{row._meta.model_name}/edit/{row.pk}/"


def opened(client: Client, row: Channel | Service) -> dict[str, str | list[str]]:
    """What a browser sends back of the form as it is now."""
    form = page(client, address(row)).select_one("[name=opened_as]").find_parent("form")
    values = {
        each["name"]: each.get("value", "on" if each.get("type") == "checkbox" else "")
        for each in form.select("input[name]")
        if each.get("type") != "checkbox" or each.has_attr("checked")
    }
    values |= {each["name"]: each.get_text().strip() for each in form.select("textarea[name]")}
    return values | {
        each["name"]: [option["value"] for option in each.select("option[selected]")]
        for each in form.select("select[name]")
    }


def test_an_older_form_does_not_bring_back_what_was_taken_back(editor: Client) -> None:
    older, newer = opened(editor, number()), opened(editor, number())
    del newer["verified"]
    assert editor.post(address(number()), newer).status_code == 302
    reply = editor.post(address(number()), older | {"hours": "malam saja"})
    assert reply.status_code == 200
    assert (number().verified, number().hours) == (False, "")


def test_who_has_the_older_form_is_told_and_keeps_what_was_entered(editor: Client) -> None:
    older = opened(editor, number())
    Channel.objects.filter(pk=number().pk).update(verified=False)
    text = editor.post(address(number()), older | {"hours": "malam saja"}).content.decode()
    assert "malam saja" in text
    assert "Somebody else has changed this" in text or "Orang lain" in text


def test_sending_it_once_more_does_not_help(editor: Client) -> None:
    older = opened(editor, number())
    Channel.objects.filter(pk=number().pk).update(verified=False)
    for _time in range(2):
        assert editor.post(address(number()), older).status_code == 200
    assert not number().verified


@pytest.mark.parametrize("digest", [None, "", "x", "0" * 65])
def test_a_form_that_does_not_say_when_it_was_opened_is_refused(editor: Client, digest: str | None) -> None:
    values = opened(editor, number()) | {"hours": "malam saja"}
    del values["opened_as"]
    assert editor.post(address(number()), values | ({"opened_as": digest} if digest else {})).status_code == 200
    assert number().hours == ""


def test_a_form_that_is_up_to_date_is_saved(editor: Client) -> None:
    assert editor.post(address(number()), opened(editor, number()) | {"hours": "24 jam"}).status_code == 302
    assert (number().hours, number().verified) == ("24 jam", True)


def test_a_test_call_in_between_disturbs_nobody_and_stays(editor: Client) -> None:
    values = opened(editor, number()) | {"hours": "24 jam"}
    actions.record_call_test(number(), answered=True, by=None)
    assert editor.post(address(number()), values).status_code == 302
    assert (number().hours, number().outcome) == ("24 jam", "answered")


def test_services_are_kept_in_the_same_way(editor: Client) -> None:
    service = Service.objects.get(code="darurat112-kota-jambi")
    older = opened(editor, service)
    service.regions.set([Region.objects.get(code="bungo")])
    assert editor.post(address(service), older | {"owner": "Kominfo"}).status_code == 200
    assert editor.post(address(service), opened(editor, service) | {"owner": "Kominfo"}).status_code == 302
    assert [each.code for each in service.regions.all()] == ["bungo"]
