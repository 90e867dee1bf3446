"""The directory is there whatever is broken, and true whenever the database answers."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from reporting import actions, storing
from reporting.models import Channel, StoredDirectory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def commits(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> DjangoCaptureOnCommitCallbacks:
    return django_capture_on_commit_callbacks


@contextmanager
def broken(error: type[Exception] = OperationalError) -> Iterator[None]:
    """No query gets an answer."""

    def fails(*args: object) -> None:
        raise error("gone")

    with connection.execute_wrapper(fails):
        yield


def values() -> set[str]:
    return {channel.value for service in storing.present().services for channel in service.channels}


def unmark(value: str) -> None:
    channel = Channel.objects.get(value=value, verified=True)
    channel.verified = False
    channel.save()


def test_what_is_loaded_is_what_came_with_the_program() -> None:
    packaged = {channel.value for service in storing.packaged().services for channel in service.channels}
    assert values() == packaged
    assert len(packaged) > 8


def test_an_unmarked_number_is_gone_with_the_next_question() -> None:
    assert "119" in values()
    unmark("119")
    assert "119" not in values()


def test_a_deleted_service_is_gone_with_the_next_question() -> None:
    Channel.objects.get(value="119", verified=True).service.delete()
    assert "119" not in values()


def test_what_has_not_changed_costs_one_query() -> None:
    storing.present()
    with CaptureQueriesContext(connection) as asked:
        storing.present()
    assert len(asked) == 1


def test_before_anything_is_loaded_what_came_with_the_program_counts() -> None:
    StoredDirectory.objects.all().delete()
    assert storing.present() is storing.packaged()


@pytest.mark.parametrize("error", [OperationalError, InterfaceError, DatabaseError])
def test_without_a_database_the_last_file_counts(
    error: type[Exception], commits: DjangoCaptureOnCommitCallbacks
) -> None:
    with commits(execute=True):
        unmark("119")
    with broken(error):
        assert "119" not in values()
        assert "110" in values()


def test_each_change_writes_the_file_anew(commits: DjangoCaptureOnCommitCallbacks) -> None:
    for value in ("119", "129"):
        with commits(execute=True):
            unmark(value)
        with broken():
            assert value not in values()


def test_what_is_not_committed_is_in_no_file(commits: DjangoCaptureOnCommitCallbacks) -> None:
    with commits(execute=False):
        unmark("119")
    values()
    assert not storing.path().exists()


def test_without_database_and_file_what_came_with_the_program_counts() -> None:
    with broken():
        assert storing.present() is storing.packaged()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"digest": "x", "document": "{}"}', '{"document": 5, "digest": 5}'])
def test_a_broken_file_is_as_none(text: str) -> None:
    storing.path().write_text(text)
    with broken():
        assert storing.present() is storing.packaged()


def test_a_broken_row_is_as_no_database() -> None:
    StoredDirectory.objects.update(document="{", digest="anders")
    assert storing.present() is storing.packaged()


def test_the_daily_job_brings_a_lost_file_back(commits: DjangoCaptureOnCommitCallbacks) -> None:
    with commits(execute=True):
        actions.look_after()
    assert json.loads(storing.path().read_text())["digest"] == StoredDirectory.objects.get().digest


def test_a_disk_that_takes_nothing_stops_no_change(
    settings: Settings, tmp_path: Path, commits: DjangoCaptureOnCommitCallbacks
) -> None:
    settings.DATA_DIR = tmp_path / "missing"
    with commits(execute=True):
        unmark("119")
    assert "119" not in values()


def test_neither_row_nor_file_holds_a_number_that_nobody_vouches_for(commits: DjangoCaptureOnCommitCallbacks) -> None:
    with commits(execute=True):
        actions.rebuild()
    hidden = Channel.objects.filter(verified=False).exclude(value="").values_list("value", flat=True)
    assert len(hidden) > 5
    for text in (StoredDirectory.objects.get().document, storing.path().read_text()):
        assert [value for value in hidden if f'"{value}"' in text or f'\\"{value}\\"' in text] == []
