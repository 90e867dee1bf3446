"""The directory is there whatever is broken, and true whenever the database answers."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from reporting import actions, directory, fallback, storing
from reporting.models import Channel, Service, StoredDirectory

pytestmark = pytest.mark.django_db


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
    whole = directory.packaged(storing.DATA)
    packaged = {channel.value for service in whole.services for channel in service.channels}
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
    assert storing.present() == directory.packaged(storing.DATA)


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
    assert not fallback.path().exists()


# Without a database, and without the last directory -----------------------------------------------------------------


@contextmanager
def only_what_came_with_the_program() -> Iterator[None]:
    fallback.path().unlink(missing_ok=True)
    with broken():
        yield


def test_what_came_with_the_program_counts_without_what_was_taken_back(commits: DjangoCaptureOnCommitCallbacks) -> None:
    with commits(execute=True):
        unmark("119")
    whole = {channel.value for service in storing.packaged().services for channel in service.channels} | {"119"}
    with only_what_came_with_the_program():
        assert values() == whole - {"119"}
        assert len(whole) > 8


def test_it_is_written_down_before_the_change_is_committed(commits: DjangoCaptureOnCommitCallbacks) -> None:
    with commits(execute=True):
        actions.rebuild()
    with commits(execute=False):  # whoever changes it is killed right after the commit
        unmark("119")
    with broken():
        assert "119" not in values()
        assert "129" in values()


def test_a_number_that_an_editor_corrected_is_not_shown_as_it_came(commits: DjangoCaptureOnCommitCallbacks) -> None:
    with commits(execute=True):
        Channel.objects.filter(value="0857-7001-0048").update(
            value="0857-7001-0049", dial="https://wa.me/6285770010049"
        )
        actions.look_after()
    with only_what_came_with_the_program():
        assert "0857-7001-0048" not in values()


def test_a_number_that_is_verified_again_is_back(commits: DjangoCaptureOnCommitCallbacks) -> None:
    with commits(execute=True):
        unmark("129")
    with commits(execute=True):
        channel = Channel.objects.get(value="129")
        channel.verified = True
        channel.save()
    with only_what_came_with_the_program():
        assert "129" in values()


def test_a_change_that_was_rolled_back_takes_nothing_back_for_long(commits: DjangoCaptureOnCommitCallbacks) -> None:
    with commits(execute=True):
        actions.rebuild()
    with contextlib.suppress(KeyError), transaction.atomic():
        unmark("129")
        raise KeyError
    with commits(execute=True):
        actions.look_after()
    with broken():
        assert "129" in values()
    with only_what_came_with_the_program():
        assert "129" in values()


@pytest.mark.parametrize("text", [None, "", "{", "[]", '{"revision": 1}', '{"revision": 1, "withdrawn": "119"}'])
def test_where_nobody_knows_what_was_taken_back_help_in_danger_remains(text: str | None) -> None:
    fallback.withdrawn_path().unlink(missing_ok=True)
    if text is not None:
        fallback.withdrawn_path().write_text(text)
    with only_what_came_with_the_program():
        assert {row.kind for row in storing.present().services} == {Service.Kind.EMERGENCY.value}
        assert {"110", "119"} <= values()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"digest": "x", "document": "{}"}', '{"document": 5, "digest": 5}'])
def test_a_broken_file_is_as_none(text: str) -> None:
    fallback.path().write_text(text)
    with broken():
        assert storing.present() is storing.packaged()


def test_a_broken_row_is_as_no_database() -> None:
    StoredDirectory.objects.update(document="{", digest="anders")
    assert storing.present() is storing.packaged()


def test_a_reader_that_comes_late_never_brings_an_older_file_back(commits: DjangoCaptureOnCommitCallbacks) -> None:
    with commits(execute=True):
        actions.rebuild()
    old = StoredDirectory.objects.get()
    with commits(execute=True):
        unmark("119")
    fallback.keep(old.revision, old.document, old.digest, frozenset())
    with broken():
        assert "119" not in values()
    with only_what_came_with_the_program():
        assert "119" not in values()


def test_after_a_database_was_restored_the_files_follow_it(commits: DjangoCaptureOnCommitCallbacks) -> None:
    with commits(execute=True):
        unmark("119")
    StoredDirectory.objects.update(revision=0)
    Channel.objects.filter(value="129").update(verified=False)
    with commits(execute=True):
        actions.look_after()
    with broken():
        assert not {"119", "129"} & values()


def test_a_disk_that_takes_no_file_loses_the_old_one(
    commits: DjangoCaptureOnCommitCallbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*args: object, **options: object) -> int:
        raise OSError(28, "No space left on device")

    with commits(execute=True):
        actions.rebuild()
    monkeypatch.setattr(Path, "write_text", full)
    with commits(execute=True):
        unmark("129")
    assert (fallback.path().exists(), fallback.withdrawn_path().exists()) == (False, False)
    with broken():
        assert "129" not in values()
        assert "110" in values()


def test_nothing_is_left_beside_the_files(tmp_path: Path, commits: DjangoCaptureOnCommitCallbacks) -> None:
    with commits(execute=True):
        unmark("119")
    assert {each.name for each in tmp_path.iterdir()} == {"directory.json", "withdrawn.json", ".directory.lock"}


def test_what_has_not_changed_is_not_written_again(commits: DjangoCaptureOnCommitCallbacks) -> None:
    with commits(execute=True):
        actions.rebuild()
    before = [each.stat().st_ino for each in (fallback.path(), fallback.withdrawn_path())]
    with commits(execute=True):
        actions.look_after()
    assert [each.stat().st_ino for each in (fallback.path(), fallback.withdrawn_path())] == before


def test_what_was_changed_past_the_models_counts_with_the_clock(commits: DjangoCaptureOnCommitCallbacks) -> None:
    Channel.objects.filter(value="119").update(verified=False)
    with commits(execute=True):
        actions.look_after()
    assert "119" not in values()


def test_the_clock_brings_a_lost_file_back(commits: DjangoCaptureOnCommitCallbacks) -> None:
    with commits(execute=True):
        actions.look_after()
    assert json.loads(fallback.path().read_text())["digest"] == StoredDirectory.objects.get().digest


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
    for text in (StoredDirectory.objects.get().document, fallback.path().read_text()):
        assert [value for value in hidden if f'"{value}"' in text or f'\\"{value}\\"' in text] == []
