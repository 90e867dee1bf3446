"""Writes to the directory: each change is public in its own transaction, or not at all."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import transaction
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from feeds.models import Edition
from reporting import actions, national, storing
from reporting.models import Channel, Region, Service, StoredDirectory
from siniar.models import User
from tests import factories
from tests.siniar.answers import body

pytestmark = pytest.mark.django_db


def number(value: str = "119") -> Channel:
    return Channel.objects.get(value=value, verified=True)


def public() -> dict[str, bool | None]:
    """All public numbers, with what the last call brought."""
    return {each.value: each.answered for row in storing.present().services for each in row.channels}


@pytest.mark.parametrize("answered", [True, False])
def test_a_test_call_is_noted_with_its_day_and_outcome(answered: bool) -> None:
    actions.record_call_test(number(), answered=answered, by=None)
    assert (number().tested_on, number().outcome) == (timezone.localdate(), "answered" if answered else "unanswered")
    assert public()["119"] is answered


def test_who_called_stands_in_the_history_of_the_number() -> None:
    editor = factories.user()
    actions.record_call_test(number(), answered=True, by=editor)
    entry = ModelLogEntry.objects.get(action="reporting.call_test")
    assert (entry.user, entry.data) == (editor, {"answered": True})
    assert str(entry.message)


@pytest.mark.parametrize("first", [True, False, None])
def test_the_last_test_can_be_taken_back(first: bool | None) -> None:
    channel = number("0857-7001-0048")
    if first is not None:
        actions.record_call_test(channel, answered=first, by=None, on=date(2026, 1, 1))
    before = (channel.tested_on, channel.outcome)
    actions.record_call_test(channel, answered=False, by=None)
    assert actions.take_back_call_test(number("0857-7001-0048"), by=None)
    assert (number("0857-7001-0048").tested_on, number("0857-7001-0048").outcome) == before
    assert public()["0857-7001-0048"] is first


def test_nothing_is_taken_back_twice() -> None:
    actions.record_call_test(number(), answered=False, by=None)
    assert [actions.take_back_call_test(number(), by=None) for _ in range(2)] == [True, False]


def test_another_number_has_no_test_call_yet() -> None:
    actions.record_call_test(number("0857-7001-0048"), answered=True, by=None)
    changed = number("0857-7001-0048")
    changed.value, changed.dial = "0857-7001-0049", "https://wa.me/6285770010049"
    changed.save()
    assert (changed.tested_on, changed.outcome) == (None, "")


def test_other_changes_keep_the_test_call() -> None:
    actions.record_call_test(number(), answered=True, by=None)
    changed = number()
    changed.hours = "24 jam"
    changed.save()
    assert number().outcome == Channel.Outcome.ANSWERED


def test_what_is_rolled_back_was_never_public() -> None:
    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():
        changed = number()
        changed.verified = False
        changed.save()
        assert "119" not in public()
        raise Undone
    assert "119" in public()


def test_a_change_that_cannot_be_written_down_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    """As everybody calls it: without a transaction of one's own."""

    def fails() -> None:
        raise ValueError("broken")

    monkeypatch.setattr(actions.gathering, "gather", fails)
    for row, name in ((number(), "hours"), (number().service, "owner"), (Region.objects.get(code="tebo"), "name_en")):
        setattr(row, name, "berubah")
        with pytest.raises(ValueError, match="broken"):
            row.save()
        row.refresh_from_db()
        assert getattr(row, name) != "berubah"


def test_a_region_that_is_taken_from_a_service_is_gone_at_once() -> None:
    service = number("112").service
    assert [row.regions for row in storing.present().services if row.code == service.code] == [("kota-jambi",)]
    service.regions.set([Region.objects.get(code="bungo")])
    assert [row.regions for row in storing.present().services if row.code == service.code] == [("bungo",)]


def test_what_changes_nothing_public_leaves_the_feeds_alone() -> None:
    show = factories.show()
    before = Edition.objects.get(show=show).wanted
    changed = number()
    changed.note_id = "Sudah dicek."
    changed.save()
    assert Edition.objects.get(show=show).wanted == before


def test_feeds_lose_an_unmarked_number_with_the_next_request() -> None:
    show = factories.show()
    factories.episode(show)
    address = f"/{show.slug}/feed.xml"
    assert b"119" in body(Client().get(address))
    changed = number()
    changed.verified = False
    changed.save()
    assert "119" not in national.helpline("id")
    assert b"Ambulans" not in body(Client().get(address))


def test_changes_that_belong_together_are_written_down_once() -> None:
    before = StoredDirectory.objects.get().digest
    with actions.together():
        for value in ("119", "110"):
            changed = number(value)
            changed.verified = False
            changed.save()
            assert StoredDirectory.objects.get().digest == before
    assert {"119", "110"} & set(public()) == set()


def test_what_is_due_is_known_after_each_change() -> None:
    def due() -> list[str]:
        return [each["reason"] for each in StoredDirectory.objects.get().due if each["value"] == "110"]

    actions.record_call_test(number("110"), answered=True, by=None)
    assert due() == []
    actions.record_call_test(number("110"), answered=True, by=None, on=date(2025, 1, 1))
    assert due() == ["expired"]


def test_the_clock_alone_makes_numbers_due_with_the_daily_job() -> None:
    Channel.objects.filter(value="110").update(
        tested_on=timezone.localdate() - timedelta(days=91), outcome=Channel.Outcome.ANSWERED
    )
    actions.look_after()
    assert [each["reason"] for each in StoredDirectory.objects.get().due if each["value"] == "110"] == ["expired"]


def test_editors_may_keep_services_and_numbers_but_not_delete_them() -> None:
    editor: User = factories.user()
    editor.groups.add(Group.objects.get(name="Editors"))
    editor = User.objects.get(pk=editor.pk)
    assert editor.has_perms(["reporting.add_channel", "reporting.change_channel", "reporting.change_service"])
    assert not editor.has_perm("reporting.delete_channel")


def test_a_service_without_a_public_number_is_not_in_the_document() -> None:
    codes = {row.code for row in storing.present().services}
    assert Service.objects.filter(code="silayang").exists()
    assert "silayang" not in codes
