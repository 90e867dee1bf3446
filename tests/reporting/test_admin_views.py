"""What editors do with numbers in the admin."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, override

from reporting import actions
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


def note(client: Client, value: str, **values: str) -> str:
    """What the page says after a test was noted."""
    return client.post(f"/admin/numbers/{number(value).pk}/tested/", values, follow=True).content.decode()


def test_a_call_that_was_answered_is_noted_with_one_press(editor: Client) -> None:
    note(editor, "110", outcome="answered")
    assert (number().outcome, number().tested_on) == ("answered", timezone.localdate())


def test_that_nobody_answered_is_asked_again_before_it_counts(editor: Client) -> None:
    asked = BeautifulSoup(note(editor, "110", outcome="unanswered"), "html.parser")
    assert number().tested_on is None
    form = asked.select_one('form[action$="/tested/"]')
    note(editor, "110", **{each["name"]: each["value"] for each in form.select("[name]") if each["name"][0] != "c"})
    assert (number().outcome, number().tested_on) == ("unanswered", timezone.localdate())


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("110", "It stays on the page, marked as being checked."),
        ("129", "It is hidden now: people do not see it any more."),
    ],
)
def test_an_editor_reads_what_people_see_after_a_call_in_vain(editor: Client, value: str, said: str) -> None:
    with override("id"):
        assert str(gettext(said)) in note(editor, value, outcome="unanswered", sure="1")


def test_a_test_that_was_noted_by_mistake_is_taken_back(editor: Client) -> None:
    note(editor, "129", outcome="unanswered", sure="1")
    address = f"/admin/numbers/{number('129').pk}/taken-back/"
    assert page(editor, "/admin/numbers/").select(f'form[action="{address}"]')
    editor.post(address)
    assert (number("129").outcome, number("129").tested_on) == ("", None)
    assert not page(editor, "/admin/numbers/").select(f'form[action="{address}"]')


def test_who_may_not_keep_numbers_takes_nothing_back(stranger: Client) -> None:
    actions.record_call_test(number(), answered=False, by=None)
    stranger.post(f"/admin/numbers/{number().pk}/taken-back/")
    assert number().outcome == "unanswered"


def test_a_website_has_other_buttons_than_a_telephone(editor: Client) -> None:
    found = page(editor, "/admin/numbers/")
    buttons = [
        [each.get_text().partition(":")[0] for each in found.select(f"#number-{number(value).pk} button[name]")]
        for value in ("110", "lapor.go.id")
    ]
    assert set(buttons[0]).isdisjoint(buttons[1])


def test_the_numbers_for_danger_stand_first(editor: Client) -> None:
    rows = page(editor, "/admin/numbers/").select(".siniar-numbers strong")
    assert [row.get_text() for row in rows][:4] == ["110", "112", "119", "129"]


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


def edit(client: Client, channel: Channel, **changes: str | None) -> str:
    """Sends the form of a number with these changes (None: a tick taken away); returns what is said then."""
    address = f"/admin/snippets/reporting/channel/edit/{channel.pk}/"
    form = page(client, address).select_one("[name=sources]").find_parent("form")
    values = {
        each["name"]: each.get("value", "on" if each.get("type") == "checkbox" else "")
        for each in form.select("input[name]")
        if each.get("type") != "checkbox" or each.has_attr("checked")
    }
    values |= {each["name"]: each.get_text().strip() for each in form.select("textarea[name]")}
    values |= {each["name"]: each.select_one("option[selected]")["value"] for each in form.select("select[name]")}
    sent = {name: value for name, value in (values | changes).items() if value is not None}
    reply = client.post(address, sent, follow=True)
    assert reply.redirect_chain
    return " ".join(str(each) for each in reply.context["messages"])


def test_an_editor_unmarks_a_number_and_the_help_page_has_lost_it(editor: Client) -> None:
    channel = number("119")
    edit(editor, channel, verified=None)
    assert not Channel.objects.get(pk=channel.pk).verified
    assert b"tel:119" not in Client().get("/lapor/").content


def test_a_number_that_an_editor_changes_is_gone_until_it_is_verified_anew(editor: Client) -> None:
    channel = number("129")
    assert "0741-12345" in edit(editor, channel, value="0741-12345")
    changed = Channel.objects.get(pk=channel.pk)
    assert (changed.verified, changed.dial) == (False, "tel:074112345")
    shown = Client().get("/lapor/").content
    assert b"tel:129" not in shown
    assert b"074112345" not in shown
    edit(editor, changed, verified="on", verified_on="2026-11-22", sources="DP3AP2")
    assert b"tel:074112345" in Client().get("/lapor/").content


def test_another_change_says_nothing_of_it(editor: Client) -> None:
    assert number("129").verified
    edit(editor, number("129"), hours="24 jam")
    assert number("129").hours == "24 jam"


@pytest.mark.parametrize("query", ["", "?verified=true", "?verified=false", "?outcome=unanswered", "?type=whatsapp"])
def test_numbers_are_listed_with_what_people_see_of_them(editor: Client, query: str) -> None:
    assert page(editor, f"/admin/snippets/reporting/channel/{query}")


def test_a_service_leads_to_its_numbers(editor: Client) -> None:
    service = Service.objects.get(code="sapa129")
    assert f"channel/?service={service.pk}" in str(page(editor, "/admin/snippets/reporting/service/"))
