"""A code is worth one exchange, for some minutes, and leaves nothing behind."""

from __future__ import annotations

import sqlite3
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from reporting.handoff import codes
from reporting.handoff.fields import Carried
from reporting.models import HandOffCode

pytestmark = pytest.mark.django_db
CARRIED = Carried(topic="KDRT", role="lihat")


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """Lets time go by for codes."""
    moment = timezone.now() + by
    monkeypatch.setattr(codes.timezone, "now", lambda: moment)


def test_a_code_brings_what_goes_along() -> None:
    assert codes.exchange(codes.issue(CARRIED)) == {"src": "siniar", "topic": "KDRT", "role": "lihat"}


def test_it_does_so_once_and_its_row_is_gone() -> None:
    code = codes.issue(CARRIED)
    codes.exchange(code)
    assert (codes.exchange(code), HandOffCode.objects.count()) == (None, 0)


def test_after_a_quarter_of_an_hour_it_brings_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    code = codes.issue(CARRIED)
    later(monkeypatch, codes.LIFE)
    assert codes.exchange(code) is None


def test_it_still_does_just_before(monkeypatch: pytest.MonkeyPatch) -> None:
    code = codes.issue(CARRIED)
    later(monkeypatch, codes.LIFE - timedelta(seconds=2))
    assert codes.exchange(code)


def test_the_code_itself_is_not_in_the_database() -> None:
    code = codes.issue(CARRIED)
    assert isinstance(connection.connection, sqlite3.Connection)
    assert code not in "\n".join(connection.connection.iterdump())


def test_a_row_holds_the_fields_a_hash_and_an_end_and_no_more() -> None:
    assert {field.name for field in HandOffCode._meta.get_fields()} == {"digest", "context", "expires_at"}


def test_a_code_has_more_than_128_random_bits() -> None:
    made = {codes.issue(CARRIED) for _each in range(50)}
    assert (len(made), {len(code) for code in made}, codes.BYTES * 8 >= 128) == (50, {43}, True)


@pytest.mark.parametrize(
    "code", ["", "x", "A" * 43, "A" * 10_000, "é" * 43, "A" * 42 + "\n", "' OR 1=1 --", "\x00" * 43]
)
def test_what_is_no_code_brings_nothing(code: str) -> None:
    codes.issue(CARRIED)
    assert codes.exchange(code) is None
    assert HandOffCode.objects.count() == 1


def test_codes_that_have_run_out_go_with_the_next_one_that_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    codes.issue(CARRIED)
    later(monkeypatch, codes.LIFE)
    codes.issue(CARRIED)
    assert HandOffCode.objects.count() == 1


def test_they_go_by_the_clock_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    codes.issue(CARRIED)
    later(monkeypatch, codes.LIFE)
    assert (codes.forget_expired(), HandOffCode.objects.count()) == (1, 0)


def test_there_are_never_more_than_a_fixed_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(codes, "MOST", 3)
    first = [codes.issue(CARRIED) for _each in range(3)]
    for _each in range(10):
        with pytest.raises(codes.Full):
            codes.issue(CARRIED)
    assert HandOffCode.objects.count() == 3
    assert all(codes.exchange(code) for code in first)  # an attack takes nothing from those who came before


def test_a_row_that_another_connection_has_deleted_brings_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Between reading and deleting, where a database lets two do so at once: whoever deletes has it."""
    code = codes.issue(CARRIED)
    queryset = type(HandOffCode.objects.all())
    first = queryset.first

    def first_and_gone(self: Any) -> Any:
        found = first(self)
        queryset.delete(HandOffCode.objects.all())
        return found

    monkeypatch.setattr(queryset, "first", first_and_gone)
    assert codes.exchange(code) is None
