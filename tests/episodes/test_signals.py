"""What changes elsewhere sets in motion for the files of an episode: they must not keep on telling what is untrue."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext
from pytest_django import DjangoCaptureOnCommitCallbacks

from episodes import tagging, taxonomy
from episodes.models import AudioFile, Episode, EpisodePerson, Person, Rendition, Topic
from episodes.storage import masters, remove_leftovers, renditions
from siniar.jobs.models import Job
from tests import factories

pytestmark = pytest.mark.django_db


def tagged(**values: object) -> Episode:
    """A live episode whose files carry the tags that are true now, and whose tag step is done."""
    episode = factories.episode(**values)  # type: ignore[arg-type]
    host = Person.objects.create(name="Rahma", consents_to_be_named=True)
    episode.people.set([EpisodePerson(person=host, role=EpisodePerson.Role.HOST)])
    episode.save_revision().publish()
    episode = Episode.objects.get(pk=episode.pk)
    Rendition.objects.filter(audio_file=episode.audio_id).update(tags_hash=tagging.fingerprint(episode))
    Job.objects.update(state=Job.State.DONE)
    return episode


def waiting() -> list[str]:
    """The steps that are to be done."""
    return list(factories.sound_jobs().filter(state=Job.State.WAITING).values_list("step", flat=True))


def test_a_name_leaves_the_files_when_consent_is_taken_back() -> None:
    episode = tagged()
    assert tagging.tags(episode).artist == "Rahma"
    person = Person.objects.get()
    person.consents_to_be_named = False
    person.save()
    assert waiting() == ["tag"]
    assert "Rahma" not in repr(tagging.tags(Episode.objects.get()))


def test_a_person_who_is_saved_unchanged_starts_nothing() -> None:
    tagged()
    Person.objects.get().save()
    assert waiting() == []


def test_a_new_name_of_the_show_reaches_the_files_of_its_episodes() -> None:
    episode = tagged()
    show = episode.show
    show.title = "Obrolan Baru"
    show.save_revision().publish()
    assert waiting() == ["tag"]


def test_drafts_are_left_alone() -> None:
    episode = tagged()
    episode.unpublish()
    person = Person.objects.get()
    person.name = "Rahmawati"
    person.save()
    assert waiting() == []


def test_a_neutral_label_that_changed_in_the_data_files_reaches_the_files() -> None:
    Topic.objects.filter(code=factories.SENSITIVE).update(neutral_label_id="Judul lama")
    tagged(topics=(factories.SENSITIVE,))
    taxonomy.load()
    assert waiting() == ["tag"]


def test_loading_the_same_data_again_starts_nothing() -> None:
    tagged(topics=(factories.SENSITIVE,))
    taxonomy.load()
    assert waiting() == []


@pytest.mark.parametrize("deleted", ["episode", "show"])
def test_what_is_deleted_takes_every_file_and_row_of_its_recordings_along(
    deleted: str, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    episode = tagged()
    kept = factories.episode(factories.show())
    assert episode.audio and kept.audio
    audio, folders = episode.audio, (masters(), renditions())
    with django_capture_on_commit_callbacks(execute=True):
        (episode if deleted == "episode" else episode.show).delete()
    assert list(AudioFile.objects.all()) == [kept.audio]
    assert not Job.objects.filter(subject=str(audio.pk)).exists()
    assert not any(Path(storage.path(str(audio.pk))).exists() for storage in folders)
    assert all(Path(storage.path(str(kept.audio_id))).exists() for storage in folders)


def test_a_deletion_that_fails_forgets_nothing(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    episode = tagged()
    assert episode.audio
    with django_capture_on_commit_callbacks(execute=True), suppress(ZeroDivisionError), transaction.atomic():
        episode.delete()
        raise ZeroDivisionError
    assert Path(episode.audio.file.path).exists()


def test_a_recording_that_another_episode_has_too_stays(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    episode = tagged()
    other = factories.episode(sound=episode.audio)
    with django_capture_on_commit_callbacks(execute=True):
        episode.delete()
    assert other.audio
    assert Path(other.audio.file.path).exists()


def test_a_process_that_dies_after_the_deletion_leaves_files_that_the_clock_removes() -> None:
    episode = tagged()
    assert episode.audio
    episode.delete()  # what follows the commit never happens here
    master = Path(episode.audio.file.path)
    assert (AudioFile.objects.count(), master.exists()) == (0, True)
    remove_leftovers(older_than=-1)
    assert not master.exists()


def test_the_page_that_asks_before_a_deletion_says_what_is_lost(client: Client) -> None:
    episode = factories.episode()
    client.force_login(factories.user(is_superuser=True))
    page = client.get(reverse("wagtailadmin_pages:delete", args=[episode.pk])).content.decode()
    assert gettext("Its recordings and transcripts are deleted too, and cannot be brought back.") in page
