"""Files of sound that are gone from the disk: they are found, told with the way to mend them, and made again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.html import escape
from django.utils.translation import gettext as _
from pytest_django import DjangoAssertNumQueries

from episodes import actions, mending
from episodes.audio.inspect import Recording
from episodes.models import AudioFile, Episode, Rendition, Show
from episodes.visibility import is_public
from feeds import actions as feed_actions
from feeds import overview
from siniar.jobs import runner
from siniar.jobs.models import Job
from tests import factories
from tests.episodes.editing import browser, editor

pytestmark = pytest.mark.django_db

Sound = Callable[[], AudioFile]


def recorded(show: Show | None = None, title: str = "Menjaga anak") -> AudioFile:
    """The recording of a public episode, all of its files there."""
    audio = factories.episode(show, title).audio
    assert audio
    return audio


def lose(audio: AudioFile, *what: str) -> None:
    """Takes files of a recording from the disk: renditions of these kinds, or “master”."""
    for each in what:
        file = audio.file if each == "master" else audio.renditions.get(kind=each).file
        Path(file.path).unlink()


def work(audio: AudioFile) -> None:
    """Does what a worker does until nothing is left to do."""
    while any(runner.run(job.pk) for job in Job.objects.of(audio.pk).filter(state=Job.State.WAITING)):
        pass


def served(episode: Episode) -> list[int]:
    """How the media address answers for each kind of its sound."""
    episode = Episode.objects.get(pk=episode.pk)
    sound = episode.get_context(None)["sound"]  # type: ignore[arg-type]
    replies = [Client().get(each["url"]) for each in sound.values()]  # type: ignore[attr-defined]
    return [(reply.getvalue(), reply.status_code)[1] for reply in replies]


@pytest.fixture
def published(sound: Sound) -> Episode:
    """A public episode whose sound was really encoded and tagged."""
    episode = factories.episode(sound=sound())
    Job.objects.of(episode.audio_id).exclude(step="tag").update(state=Job.State.DONE)
    work(episode.audio)  # type: ignore[arg-type]
    assert is_public(episode)
    return episode


class TestFinding:
    def test_nothing_is_missing_where_all_files_are_there(self) -> None:
        assert mending.loss_of(recorded()) is None

    @pytest.mark.parametrize("kind", ["main", "hemat"])
    def test_a_rendition_that_is_gone_is_named(self, kind: str) -> None:
        audio = recorded()
        lose(audio, kind)
        assert mending.loss_of(audio) == mending.Loss(audio, False, (Rendition.Kind(kind),))

    def test_an_original_that_is_gone_is_named(self) -> None:
        audio = recorded()
        lose(audio, "master")
        assert mending.loss_of(audio) == mending.Loss(audio, True, ())

    def test_a_file_of_which_a_part_is_gone_is_missing(self) -> None:
        audio = recorded()
        path = Path(audio.renditions.get(kind="main").file.path)
        path.write_bytes(path.read_bytes()[:-1])
        assert mending.loss_of(audio) == mending.Loss(audio, False, (Rendition.Kind.MAIN,))

    def test_a_recording_that_is_not_encoded_yet_misses_nothing(self) -> None:
        assert mending.loss_of(factories.audio(encoded=False)) is None

    def test_two_questions_are_asked_however_many_recordings_there_are(
        self, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for _number in range(3):
            recorded()
        with django_assert_num_queries(2):
            assert mending.losses(AudioFile.objects.all()) == []


class TestMakingAgain:
    def test_lost_sound_is_made_again_tagged_and_served(self, published: Episode) -> None:
        assert published.audio
        lose(published.audio, "main", "hemat")
        mending.make_again(published.audio)
        work(published.audio)
        assert (mending.loss_of(published.audio), is_public(published)) == (None, True)
        assert served(published) == [200, 200]

    def test_it_is_the_same_sound_byte_by_byte(self, published: Episode) -> None:
        assert published.audio
        before = set(published.audio.renditions.values_list("kind", "sha256"))
        lose(published.audio, "main")
        mending.make_again(published.audio)
        work(published.audio)
        assert set(published.audio.renditions.values_list("kind", "sha256")) == before

    def test_the_feed_has_the_episode_again(self, published: Episode) -> None:
        assert published.audio
        lose(published.audio, "main")
        feed_actions.mark([published.show.pk])
        assert feed_actions.refresh(published.show)
        out = overview.why_missing(published)
        mending.make_again(published.audio)
        work(published.audio)
        assert feed_actions.refresh(published.show)
        assert (bool(out), overview.why_missing(published)) == (True, "")

    def test_the_transcript_is_not_written_again(self, published: Episode) -> None:
        assert published.audio
        mending.make_again(published.audio)
        assert Job.objects.get(subject=published.audio.pk, step="transcribe").state == Job.State.DONE

    def test_what_was_measured_is_not_measured_again(self, published: Episode) -> None:
        assert published.audio
        mending.make_again(published.audio)
        states = dict(Job.objects.of(published.audio.pk).values_list("step", "state"))
        assert (states["measure"], states["encode"]) == (Job.State.DONE, Job.State.WAITING)

    def test_steps_that_were_given_up_are_tried_again(self, wav: Path, inspected: Recording) -> None:
        audio = actions.receive(wav, inspected, "rekaman.wav")
        Job.objects.of(audio.pk).update(state=Job.State.FAILED)
        mending.make_again(audio)
        states = dict(Job.objects.of(audio.pk).values_list("step", "state"))
        assert (states["measure"], states["encode"]) == (Job.State.WAITING, Job.State.WAITING)


class TestTheButton:
    @pytest.fixture
    def show(self) -> Show:
        return factories.show()

    @pytest.fixture
    def client(self, show: Show) -> Client:
        return browser(editor(show))

    def page(self, client: Client, audio: AudioFile) -> str:
        return client.get(reverse("recording", args=[audio.pk])).content.decode()

    def offered(self, client: Client, audio: AudioFile) -> bool:
        return reverse("make-sound-again", args=[audio.pk]) in self.page(client, audio)

    def test_it_is_not_there_where_nothing_is_missing(self, client: Client, show: Show) -> None:
        assert not self.offered(client, recorded(show))

    def test_it_is_there_where_sound_is_missing(self, client: Client, show: Show) -> None:
        audio = recorded(show)
        lose(audio, "main")
        Job.objects.all().delete()
        assert self.offered(client, audio)

    def test_the_page_names_it(self, client: Client, show: Show) -> None:
        audio = recorded(show)
        lose(audio, "hemat")
        Job.objects.all().delete()
        said = _("Choose “Make the sound again from the original”.")
        assert escape(said) in self.page(client, audio)

    def test_it_is_there_where_a_step_on_the_sound_was_given_up(self, client: Client, show: Show) -> None:
        audio = recorded(show)
        Job.objects.create(step="encode", subject=str(audio.pk), input_hash="a", state=Job.State.FAILED)
        Job.objects.filter(step="tag").delete()
        assert self.offered(client, audio)

    def test_it_starts_the_steps_and_goes_while_they_run(self, client: Client, show: Show) -> None:
        audio = recorded(show)
        lose(audio, "main")
        Job.objects.all().delete()
        reply = client.post(reverse("make-sound-again", args=[audio.pk]))
        assert reply["Location"] == reverse("recording", args=[audio.pk])
        assert set(Job.objects.of(audio.pk).values_list("step", flat=True)) == {"measure", "encode"}
        assert not self.offered(client, audio)

    def test_it_is_not_there_without_the_original(self, client: Client, show: Show) -> None:
        audio = recorded(show)
        lose(audio, "main", "master")
        Job.objects.all().delete()
        assert not self.offered(client, audio)
        assert reverse("replace-recording", args=[audio.episode.pk]) in self.page(client, audio)  # type: ignore[union-attr]

    def test_a_look_at_its_address_starts_nothing(self, client: Client, show: Show) -> None:
        assert client.get(reverse("make-sound-again", args=[recorded(show).pk])).status_code == 405

    def test_for_an_editor_of_another_show_it_does_not_exist(self, client: Client) -> None:
        audio = recorded()
        Job.objects.all().delete()
        assert client.post(reverse("make-sound-again", args=[audio.pk])).status_code == 404
        assert not Job.objects.exists()

    def test_the_form_of_the_episode_leads_to_it(self, client: Client, show: Show) -> None:
        audio = recorded(show)
        lose(audio, "main")
        Job.objects.all().delete()
        page = client.get(reverse("wagtailadmin_pages:edit", args=[audio.episode.pk])).content.decode()  # type: ignore[union-attr]
        assert escape(_("Open the recording and choose “Make the sound again from the original”.")) in page


class TestTheSameFileOnceMore:
    @pytest.fixture
    def client(self, published: Episode) -> Client:
        return browser(editor(published.show))

    def send(self, client: Client, episode: Episode, path: Path) -> HttpResponse:
        data = {"recording": SimpleUploadedFile("sekali-lagi.wav", path.read_bytes())}
        return client.post(reverse("replace-recording", args=[episode.pk]), data)

    def test_it_takes_the_place_of_a_lost_original(self, client: Client, published: Episode, wav: Path) -> None:
        assert published.audio
        lose(published.audio, "master")
        assert self.send(client, published, wav)["Location"] == reverse("recording", args=[published.audio_id])
        assert Path(published.audio.file.path).read_bytes() == wav.read_bytes()
        assert (AudioFile.objects.count(), is_public(published)) == (1, True)

    def test_sound_that_is_lost_as_well_is_made_again(self, client: Client, published: Episode, wav: Path) -> None:
        assert published.audio
        lose(published.audio, "master", "main", "hemat")
        self.send(client, published, wav)
        work(published.audio)
        assert (mending.loss_of(published.audio), served(published)) == (None, [200, 200])

    def test_it_mends_lost_sound_beside_an_original(self, client: Client, published: Episode, wav: Path) -> None:
        assert published.audio
        lose(published.audio, "main")
        self.send(client, published, wav)
        work(published.audio)
        assert mending.loss_of(published.audio) is None

    def test_where_nothing_is_missing_it_is_refused(self, client: Client, published: Episode, wav: Path) -> None:
        assert self.send(client, published, wav).status_code == 422

    def test_for_another_episode_it_is_refused(self, client: Client, published: Episode, wav: Path) -> None:
        assert published.audio
        lose(published.audio, "master")
        other = factories.episode(published.show)
        assert self.send(client, other, wav).status_code == 422
        assert not Path(published.audio.file.path).exists()

    def test_a_disk_that_is_full_leaves_nothing_half_made(
        self, client: Client, published: Episode, wav: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(source: Path, target: Path) -> None:
            target.write_bytes(b"half")
            raise OSError(28, "No space left on device")

        assert published.audio
        lose(published.audio, "master")
        monkeypatch.setattr(mending.shutil, "copyfile", full)
        assert self.send(client, published, wav).status_code == 422
        assert list(Path(published.audio.file.path).parent.iterdir()) == []
