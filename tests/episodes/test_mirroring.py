"""The object store holds what is public and nothing else, whatever fails on the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings as Settings

from episodes import actions, mirroring, steps
from episodes.models import Episode, MirroredSound, Rendition
from siniar.jobs.errors import TryLater
from siniar.jobs.models import Job
from siniar.jobs.progress import Progress
from siniar.object_store import Failed
from tests import factories

pytestmark = pytest.mark.django_db


class Shelf:
    """A store in memory that can be made to fail, and does something else before it puts."""

    address = "https://s3.example.org/siniar"

    def __init__(self) -> None:
        self.objects: dict[str, bytes] = {}
        self.failure: Failed | None = None
        self.puts = 0
        self.before_put = lambda: None

    def put(self, name: str, path: Path, content_type: str) -> None:
        self.puts += 1
        self.before_put()
        self._fail()
        self.objects[name] = content_type.encode() + b" " + path.read_bytes()

    def remove(self, name: str) -> None:
        self._fail()
        self.objects.pop(name, None)

    def names(self) -> Iterator[str]:
        self._fail()
        yield from list(self.objects)

    def _fail(self) -> None:
        if self.failure:
            raise self.failure


@pytest.fixture
def shelf(monkeypatch: pytest.MonkeyPatch) -> Shelf:
    shelf = Shelf()
    monkeypatch.setattr(mirroring, "store", lambda: shelf)
    return shelf


@pytest.fixture
def episode() -> Episode:
    return factories.episode()


def mirror() -> None:
    steps.mirror(mirroring.SUBJECT, Progress(lambda percent: True))


def files(episode: Episode) -> set[bytes]:
    """What the store should hold of an episode."""
    return {
        rendition.content_type.encode() + b" " + Path(rendition.file.path).read_bytes()
        for rendition in Rendition.objects.filter(audio_file=episode.audio_id)
    }


# What goes in ----------------------------------------------------------------------------------------------------


def test_both_files_of_a_public_episode_are_copied_with_their_types(shelf: Shelf, episode: Episode) -> None:
    mirror()
    assert set(shelf.objects.values()) == files(episode)


def test_names_of_objects_tell_nothing(shelf: Shelf, episode: Episode) -> None:
    mirror()
    known = {word for row in Rendition.objects.all() for word in (row.sha256[:32], row.sha256[32:])}
    assert all(len(name) == 32 and name not in known for name in shelf.objects)


def test_a_draft_is_not_copied(shelf: Shelf) -> None:
    factories.episode(live=False)
    mirror()
    assert shelf.objects == {}


def test_what_may_not_be_told_yet_is_not_copied(shelf: Shelf) -> None:
    factories.episode(topics=(factories.SENSITIVE,), sound=factories.audio(neutral=False))
    mirror()
    assert shelf.objects == {}


def test_what_is_there_is_not_copied_again(shelf: Shelf, episode: Episode) -> None:
    mirror()
    mirror()
    assert shelf.puts == 2


def test_what_the_store_has_lost_is_copied_again(shelf: Shelf, episode: Episode) -> None:
    mirror()
    shelf.objects.clear()
    mirror()
    assert set(shelf.objects.values()) == files(episode)


def test_another_store_gets_copies_of_its_own(shelf: Shelf, episode: Episode) -> None:
    mirror()
    shelf.address, shelf.objects = "https://s3.example.org/another", {}
    mirror()
    assert set(shelf.objects.values()) == files(episode)


# What goes out ---------------------------------------------------------------------------------------------------


def test_what_is_withdrawn_is_removed(shelf: Shelf, episode: Episode) -> None:
    mirror()
    actions.withdraw(episode)
    mirror()
    assert (shelf.objects, MirroredSound.objects.count()) == ({}, 0)


def test_what_is_deleted_is_removed(shelf: Shelf, episode: Episode) -> None:
    mirror()
    episode.delete()
    mirror()
    assert shelf.objects == {}


def test_what_is_replaced_is_removed(shelf: Shelf, episode: Episode, tmp_path: Path) -> None:
    mirror()
    tagged = tmp_path / "tagged"
    tagged.write_bytes(b"the same sound under another title")
    actions.replace_file(Rendition.objects.get(audio_file=episode.audio, kind="main"), tagged, "f" * 64)
    mirror()
    assert set(shelf.objects.values()) == files(episode)


def test_what_no_row_knows_is_removed(shelf: Shelf) -> None:
    shelf.objects["0" * 32] = b"left behind"
    mirror()
    assert shelf.objects == {}


def test_what_has_another_kind_of_name_is_somebody_elses(shelf: Shelf) -> None:
    shelf.objects["backup-2026.tar"] = b"not ours"
    mirror()
    assert list(shelf.objects) == ["backup-2026.tar"]


def test_a_withdrawal_does_not_wait_until_all_others_are_copied(shelf: Shelf, episode: Episode) -> None:
    mirror()
    factories.episode()
    seen: list[int] = []

    def look() -> None:
        seen.append(MirroredSound.objects.filter(complete=True).count())
        if len(seen) == 1:
            actions.withdraw(episode)

    shelf.before_put = look
    mirror()
    assert seen == [2, 1]  # of the withdrawn episode none, of the new one the first


# What fails ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (Failed(), "The object store gives no answer."),
        (Failed("AccessDenied"), "The object store refuses: AccessDenied."),
    ],
)
def test_a_store_that_fails_is_tried_later_with_a_sentence(
    shelf: Shelf, episode: Episode, settings: Settings, failure: Failed, reason: str
) -> None:
    settings.LANGUAGE_CODE = "en"
    shelf.failure = failure
    with pytest.raises(TryLater) as later:
        mirror()
    assert str(later.value) == reason


def test_a_copy_that_was_cut_off_is_not_offered(shelf: Shelf, episode: Episode) -> None:
    def cut() -> None:
        shelf.failure = Failed()

    shelf.before_put = cut
    with pytest.raises(TryLater):
        mirror()
    assert list(MirroredSound.objects.values_list("complete", flat=True)) == [False]


def test_after_a_failure_it_goes_on(shelf: Shelf, episode: Episode) -> None:
    test_a_copy_that_was_cut_off_is_not_offered(shelf, episode)
    shelf.failure, shelf.before_put = None, lambda: None
    mirror()
    assert set(shelf.objects.values()) == files(episode)


def test_a_copy_that_cannot_be_removed_is_not_offered_and_not_forgotten(shelf: Shelf, episode: Episode) -> None:
    mirror()
    actions.withdraw(episode)
    shelf.failure = Failed()
    with pytest.raises(TryLater):
        mirror()
    assert sorted(MirroredSound.objects.values_list("complete", flat=True)) == [False, True]


def test_a_file_that_is_gone_costs_itself_alone(shelf: Shelf, episode: Episode) -> None:
    Path(Rendition.objects.get(audio_file=episode.audio, kind="main").file.path).unlink()
    mirror()
    assert [row.complete for row in MirroredSound.objects.order_by("complete")] == [False, True]


# What starts it --------------------------------------------------------------------------------------------------


def jobs() -> int:
    return Job.objects.filter(step="mirror", state=Job.State.WAITING).count()


def test_a_publication_starts_it(shelf: Shelf) -> None:
    factories.episode()
    assert jobs() == 1


def test_a_withdrawal_starts_it(shelf: Shelf, episode: Episode) -> None:
    Job.objects.all().delete()
    actions.withdraw(episode)
    assert jobs() == 1


def test_the_clock_starts_it(shelf: Shelf) -> None:
    mirroring.wanted()
    assert jobs() == 1


def test_without_a_store_nothing_starts_it(episode: Episode) -> None:
    mirroring.wanted()
    assert jobs() == 0


def test_without_a_store_there_is_nothing_to_do(episode: Episode) -> None:
    mirror()
    assert MirroredSound.objects.count() == 0


def test_the_store_is_what_the_settings_name(settings: Settings) -> None:
    settings.CONFIG = replace(
        settings.CONFIG, object_store=Shelf.address, object_store_key="k", object_store_secret="s"
    )
    store = mirroring.store()
    assert store is not None
    assert store.address == Shelf.address
