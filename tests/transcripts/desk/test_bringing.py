"""Files that come to the desk and go from it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from episodes.models import AudioFile
from tests import factories
from transcripts import actions
from transcripts.actions.correcting import Change, seal_of
from transcripts.files import FORMATS
from transcripts.formats.errors import FormatError
from transcripts.formats.reading import MOST_BYTES, read
from transcripts.models import Transcript
from transcripts.refusals import sentence

pytestmark = pytest.mark.django_db
VTT = b"WEBVTT\n\n00:01.000 --> 00:03.000\n<v Dara>Halo semua.\n\n00:03.000 --> 00:05.000\nApa kabar?"


@pytest.fixture
def chief() -> Client:
    client = Client()
    client.force_login(factories.user(is_superuser=True))
    return client


def upload(client: Client, audio: AudioFile, data: bytes, name: str = "teks.vtt") -> Any:
    file = SimpleUploadedFile(name, data)
    return client.post(f"/admin/transcripts/{audio.pk}/upload/", {"text": file})


def recording() -> AudioFile:
    sound = factories.episode().audio
    assert sound
    return sound


def test_a_file_becomes_the_working_text(chief: Client) -> None:
    audio = recording()
    assert upload(chief, audio, VTT).status_code == 302
    made = Transcript.objects.get()
    assert [row.text for row in made.segments.all()] == ["Halo semua.", "Apa kabar?"]
    assert (made.state, made.approved) == (Transcript.State.CORRECTED, None)


def test_a_file_can_be_brought_before_the_machine_has_written(chief: Client) -> None:
    assert chief.get(f"/admin/transcripts/{recording().pk}/upload/").status_code == 200


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "kosong"),
        (b"%PDF-1.7\n\x00", "pdf"),
        ("WEBVTT\n\n00:01.000 --> 00:03.000\nCaf\xe9".encode("latin-1"), "4"),
        (b"WEBVTT\n\n00:05.000 --> 00:03.000\nHalo", "3"),
        (b"WEBVTT\n\n00:05.000 --> 00:09.000\nHalo\n\n00:07.000 --> 00:11.000\nLagi", "6"),
        (b"WEBVTT\n\n00:59:05.000 --> 00:59:09.000\nHalo", "3"),
    ],
)
def test_a_file_that_is_not_right_is_refused_with_its_line_and_nothing_is_stored(
    chief: Client, data: bytes, told: str
) -> None:
    reply = upload(chief, recording(), data)
    page = reply.content.decode()
    assert (reply.status_code, Transcript.objects.count()) == (422, 0)
    assert told in page[page.index('id="refusal"') :][:300].lower()


def test_a_refused_file_leaves_the_text_that_is_there(chief: Client) -> None:
    made = factories.transcript(None, "Tetap.")
    upload(chief, made.audio_file, b"WEBVTT\n\n00:05.000 --> 00:03.000\nHalo")
    assert made.segments.get().text == "Tetap."


def test_no_file_is_said_so(chief: Client) -> None:
    assert chief.post(f"/admin/transcripts/{recording().pk}/upload/").status_code == 422


@pytest.mark.parametrize("code", sorted(value for name, value in vars(FormatError).items() if name.isupper()))
def test_every_fault_of_a_file_has_a_sentence_with_its_line(code: str) -> None:
    numbers = dict.fromkeys(("start", "end", "before", "length"), 65.5)
    details = {
        "words": 900,
        "seconds": 3,
        "bytes": 1,
        "most": 2,
        "kind": "pdf",
        "text": "x",
        "column": 3,
        "field": "body",
        **numbers,
    }
    told = sentence(FormatError(code, 7, **details))
    assert len(told) > 15
    assert code not in told


@pytest.mark.parametrize("suffix", FORMATS)
def test_editors_take_the_working_text_with_them(chief: Client, suffix: str) -> None:
    made = factories.transcript(None, "Halo semua.")
    reply = chief.get(f"/admin/transcripts/{made.audio_file_id}/text.{suffix}")
    assert reply["Content-Disposition"] == f'attachment; filename="siniar.{suffix}"'
    assert [cue.text for cue in read(reply.content)] == ["Halo semua."]


def test_there_is_no_other_format(chief: Client) -> None:
    made = factories.transcript()
    assert chief.get(f"/admin/transcripts/{made.audio_file_id}/text.exe").status_code == 404


def remastered() -> tuple[Transcript, Transcript]:
    episode = factories.episode()
    earlier = factories.transcript(episode, "ini kasus kadeerte di jambi")
    row = earlier.segments.get()
    actions.save(earlier, [Change(row.pk, seal_of(row), "Ini kasus KDRT di Jambi.")], by=None)
    AudioFile.objects.update(uploaded_for=episode)
    sound = factories.audio()
    AudioFile.objects.filter(pk=sound.pk).update(uploaded_for=episode)
    type(episode).objects.update(audio=sound)
    episode.refresh_from_db()
    return earlier, factories.transcript(episode, "ini kasus kadeerte di jambi")


def test_the_desk_of_a_new_recording_offers_the_earlier_text(chief: Client, address: Callable[..., str]) -> None:
    earlier, later = remastered()
    assert f'name="earlier" value="{earlier.pk}"' in chief.get(address(later)).content.decode()
    chief.post(address(later, "carry", ""), {"earlier": earlier.pk})
    assert later.segments.get().text == "Ini kasus KDRT di Jambi."


def test_a_text_of_another_episode_is_not_taken_over(chief: Client, address: Callable[..., str]) -> None:
    _earlier, later = remastered()
    other = factories.transcript(None, "ini kasus kadeerte di jambi")
    assert chief.post(address(later, "carry", ""), {"earlier": other.pk}).status_code == 404
    assert chief.post(address(later, "carry", ""), {"earlier": "x"}).status_code == 404


def test_a_file_that_is_too_large_is_never_taken_half(chief: Client) -> None:
    audio = recording()
    data = VTT + b"\n\nNOTE " + b"x" * MOST_BYTES + b"\n\n00:06.000 --> 00:07.000\nTerakhir."
    assert (upload(chief, audio, data).status_code, Transcript.objects.count()) == (422, 0)
