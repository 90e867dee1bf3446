"""Holes that an attacker found, each closed: named after what would happen if one opened again."""

from __future__ import annotations

import io
import wave
from pathlib import Path

import pytest
from django.core.files.images import ImageFile
from django.test import Client
from PIL import Image
from wagtail.images import get_image_model

from episodes import actions, media, steps, tagging, uploads
from episodes.models import Episode, EpisodePerson, Person, Rendition, Topic
from episodes.storage import work_folder
from episodes.visibility import is_public
from siniar.jobs.errors import GiveUp
from siniar.jobs.progress import Progress
from tests import factories

pytestmark = pytest.mark.django_db


def progress() -> Progress:
    return Progress(lambda percent: True)


@pytest.mark.parametrize("path", ["/", "/tidak-ada/", "show", "episode"])
def test_a_withdrawn_page_would_come_back_from_the_browsers_cache(client: Client, path: str) -> None:
    episode = factories.episode()
    address = {"show": episode.show.get_url(), "episode": episode.get_url()}.get(path, path)
    assert client.get(address)["Cache-Control"] == "no-store"


def test_a_cover_would_tell_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[271] = "KAMERA-RAHASIA"
    exif.get_ifd(0x8825)[1] = "S"
    data = io.BytesIO()
    Image.new("RGB", (1400, 1400), (20, 90, 80)).save(data, "JPEG", exif=exif, comment=b"KAMERA-RAHASIA")
    cover = get_image_model().objects.create(title="x", file=ImageFile(io.BytesIO(data.getvalue()), name="x.jpg"))
    with cover.file.open("rb") as file:
        kept = file.read()
    assert b"KAMERA" not in kept
    assert not Image.open(io.BytesIO(kept)).getexif()
    assert (cover.width, cover.height) == (1400, 1400)


def test_a_name_would_stay_in_public_files_after_consent_is_taken_back(client: Client) -> None:
    episode = factories.episode()
    person = Person.objects.create(name="Rahma", consents_to_be_named=True)
    episode.people.set([EpisodePerson(person=person, role="host")])
    episode.save_revision().publish()
    episode = Episode.objects.get()
    Rendition.objects.update(tags_hash=tagging.fingerprint(episode))
    assert is_public(episode)
    person.consents_to_be_named = False
    person.save()
    assert not is_public(episode)
    assert client.get(media.path(episode, Rendition.objects.get(kind="main"))).status_code == 404


@pytest.mark.parametrize("kind", ["main", "hemat"])
def test_one_file_with_an_open_title_would_be_served_for_a_sensitive_episode(kind: str) -> None:
    episode = factories.episode(topics=(factories.SENSITIVE,))
    Rendition.objects.filter(kind=kind).update(tags_neutral=False)
    assert not is_public(episode)


def test_a_late_worker_would_store_a_title_that_has_become_sensitive(monkeypatch: pytest.MonkeyPatch) -> None:
    episode = factories.episode(sound=factories.audio(neutral=None))
    before = list(Rendition.objects.order_by("kind").values_list("sha256", "tags_hash"))

    def slow(source: Path, target: Path, *args: object) -> None:
        target.write_bytes(b"open title")
        Episode.objects.get().topics.set(Topic.objects.filter(code=factories.SENSITIVE))
        changed = Episode.objects.get()
        changed.topics.set(Topic.objects.filter(code=factories.SENSITIVE))
        changed.save()

    monkeypatch.setattr(steps, "tag_mp3", slow)
    monkeypatch.setattr(steps, "tag_opus", slow)
    steps.tag(str(episode.audio_id), progress())
    assert list(Rendition.objects.order_by("kind").values_list("sha256", "tags_hash")) == before


def test_a_refused_recording_would_leave_gigabytes_in_the_work_folder(tmp_path: Path) -> None:
    path = tmp_path / "sunyi.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16_000, 0, "NONE", ""))
        file.writeframes(bytes(16_000 * 2 * 5))
    audio = actions.receive(path, factories.recording(path), path.name)
    with pytest.raises(GiveUp):
        steps.measure(str(audio.pk), progress())
    assert not [each for each in work_folder(audio.pk).rglob("*") if each.is_file()]


@pytest.mark.parametrize("rate", [1, 100, 2_000_000])
def test_a_tiny_file_with_an_absurd_rate_would_eat_the_memory(rate: int, tmp_path: Path) -> None:
    path = tmp_path / "aneh.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 1, rate, 0, "NONE", ""))
        file.writeframes(bytes(3_000))
    with pytest.raises(uploads.Unacceptable):
        uploads.examine(path)


@pytest.mark.parametrize("path", ["/_util/login/", "/_util/authenticate_with_password/1/1/"])
def test_wagtails_public_forms_would_tell_that_something_is_there(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_refused_form_would_leave_no_way_out() -> None:
    reply = Client(enforce_csrf_checks=True).post("/")
    assert (reply.status_code, "/keluar/" in reply.content.decode()) == (403, True)


def test_a_refused_duplicate_would_leave_an_empty_folder(tmp_path: Path, settings: object) -> None:
    path = factories.wav(tmp_path / "a.wav")
    examined = factories.recording(path)
    first = actions.receive(path, examined, "a.wav")
    folders = set(Path(first.file.path).parent.parent.iterdir())
    with pytest.raises(actions.AlreadyReceived):
        actions.receive(path, examined, "a.wav")
    assert set(Path(first.file.path).parent.parent.iterdir()) == folders


def test_the_title_of_another_show_would_be_told_with_a_duplicate() -> None:
    episode = factories.episode(title="Rahasia redaksi lain")
    assert episode.audio
    assert "Rahasia" not in actions.describe_duplicate(episode.audio, visible=False)
