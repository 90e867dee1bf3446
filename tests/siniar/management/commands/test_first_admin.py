"""The first account."""

from __future__ import annotations

import io
import stat
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from siniar.models import User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Settings) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def first_admin() -> str:
    printed = io.StringIO()
    call_command("first_admin", stdout=printed)
    return printed.getvalue().strip()


def test_the_account_may_do_everything() -> None:
    first_admin()
    assert list(User.objects.values_list("username", "is_superuser", "is_staff")) == [("admin", True, True)]


def test_what_is_printed_opens_the_door() -> None:
    name, password = first_admin().split(" / ")
    reply = Client().post("/admin/login/", {"username": name, "password": password})
    assert (reply.status_code, reply.headers.get("Location")) == (302, "/admin/")


def test_what_is_printed_is_noted_in_the_data_folder(own_folder: Path) -> None:
    assert first_admin() == (own_folder / "first-admin").read_text().replace(" ", " / ")


def test_only_the_owner_may_read_the_note(own_folder: Path) -> None:
    first_admin()
    assert stat.S_IMODE((own_folder / "first-admin").stat().st_mode) == 0o600


def test_the_second_time_nothing_happens() -> None:
    first_admin()
    assert (first_admin(), User.objects.count()) == ("", 1)


def test_where_there_is_an_account_none_is_made(own_folder: Path) -> None:
    factories.user()
    assert (first_admin(), User.objects.count(), list(own_folder.iterdir())) == ("", 1, [])


def test_a_password_that_was_changed_stays() -> None:
    first_admin()
    account = User.objects.get()
    account.set_password("changed")
    account.save()
    first_admin()
    assert User.objects.get().check_password("changed")


def test_nobody_can_guess_it(own_folder: Path) -> None:
    one = first_admin()
    User.objects.all().delete()
    (own_folder / "first-admin").unlink()
    assert (one != first_admin(), len(one.split(" / ")[1]) >= 16) == (True, True)


def test_a_database_that_begins_anew_beside_an_old_note_keeps_the_noted_password(own_folder: Path) -> None:
    one = first_admin()
    User.objects.all().delete()
    assert first_admin() == one
