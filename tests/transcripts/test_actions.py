"""What people and workers may do to a transcript, and what the public sees of it."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from episodes.models import Episode
from tests import factories
from transcripts import actions
from transcripts.engines.protocol import Segment, Word
from transcripts.models import TranscribedWindow, Transcript
from transcripts.visibility import public_transcript
from transcripts.windows import Window

pytestmark = pytest.mark.django_db


def window(index: int) -> Window:
    return Window(index, index * 10.0, index * 10.0 + 10.0, pcm=None)  # type: ignore[arg-type]


def heard(text: str, start: float, doubts: tuple[str, ...] = ()) -> Segment:
    words = tuple(Word(word, start + place, start + place + 0.5, 0.9) for place, word in enumerate(text.split()))
    return Segment(start, start + 5.0, text, words, doubts=doubts)


def machine_text(episode: Episode, *texts: str) -> Transcript:
    assert episode.audio
    for index, text in enumerate(texts):
        actions.keep_window(episode.audio, "f1", window(index), [heard(text, index * 10.0)])
    made = actions.keep_machine_text(episode.audio, language="id", engine="mesin", fingerprint="f1")
    assert made
    return made


def vtt(episode: Episode) -> int:
    return Client().get(f"/transcript/{episode.guid}.vtt").status_code


def test_windows_are_joined_in_order_with_their_words() -> None:
    made = machine_text(factories.episode(), "Halo semua.", "Apa kabar?")
    assert [segment.text for segment in made.segments.all()] == ["Halo semua.", "Apa kabar?"]
    assert made.segments.all()[1].words[0] == ["Apa", 10.0, 10.5, 0.9]


def test_windows_are_forgotten_once_joined() -> None:
    machine_text(factories.episode(), "Halo.")
    assert TranscribedWindow.objects.count() == 0


def test_the_same_window_again_overwrites_itself() -> None:
    audio = factories.audio()
    for text in ("pertama", "kedua"):
        actions.keep_window(audio, "f1", window(0), [heard(text, 0.0)])
    assert [row.segments[0]["text"] for row in TranscribedWindow.objects.all()] == ["kedua"]


def test_windows_of_other_options_are_not_mixed_in() -> None:
    audio = factories.audio()
    actions.keep_window(audio, "old", window(0), [heard("lama", 0.0)])
    actions.keep_window(audio, "new", window(0), [heard("baru", 0.0)])
    made = actions.keep_machine_text(audio, language="id", engine="mesin", fingerprint="new")
    assert made
    assert [segment.text for segment in made.segments.all()] == ["baru"]


def test_doubts_are_kept_for_the_editor() -> None:
    audio = factories.audio()
    actions.keep_window(audio, "f1", window(0), [heard("ulang ulang", 0.0, doubts=("loop",))])
    made = actions.keep_machine_text(audio, language="id", engine="mesin", fingerprint="f1")
    assert made
    assert made.segments.get().doubts == ["loop"]


def test_a_machines_text_is_not_public() -> None:
    episode = factories.episode()
    machine_text(episode, "Rahasia.")
    page = Client().get(episode.get_url()).content.decode()
    assert (public_transcript(episode), vtt(episode), "Rahasia." in page) == (None, 404, False)


def test_a_corrected_text_is_not_public_before_it_is_approved() -> None:
    episode = factories.episode()
    assert episode.audio
    actions.write(episode.audio, "id", [{"start": 0, "end": 1, "text": "Dikoreksi.", "speaker": "Dara"}])
    assert (public_transcript(episode), vtt(episode)) == (None, 404)


def test_an_approved_text_is_public_with_its_episode() -> None:
    episode, editor = factories.episode(), factories.user()
    made = machine_text(episode, "Halo <b>semua</b>.")
    actions.approve(made, by=editor)
    page = Client().get(episode.get_url()).content.decode()
    assert (vtt(episode), "Halo &lt;b&gt;semua&lt;/b&gt;." in page) == (200, True)
    assert (made.approved_by, made.approved_at is not None) == (editor, True)


def test_an_approved_text_goes_with_its_withdrawn_episode() -> None:
    episode = factories.episode()
    actions.approve(machine_text(episode, "Halo."), by=None)
    episode.unpublish()
    assert (public_transcript(Episode.objects.get(pk=episode.pk)), vtt(episode)) == (None, 404)


def test_an_approval_can_be_taken_back() -> None:
    episode = factories.episode()
    made = machine_text(episode, "Halo.")
    actions.approve(made, by=None)
    actions.withdraw_approval(made)
    assert (vtt(episode), made.state) == (404, Transcript.State.MACHINE)


@pytest.mark.parametrize("state", [Transcript.State.CORRECTED, Transcript.State.APPROVED])
def test_the_machine_never_overwrites_what_a_person_has_touched(state: str) -> None:
    episode = factories.episode()
    made = machine_text(episode, "Sudah benar.")
    Transcript.objects.filter(pk=made.pk).update(state=state)
    assert episode.audio
    actions.keep_window(episode.audio, "f2", window(0), [heard("Salah lagi.", 0.0)])
    assert actions.keep_machine_text(episode.audio, language="id", engine="mesin", fingerprint="f2") is None
    assert [segment.text for segment in made.segments.all()] == ["Sudah benar."]


def test_writing_a_text_takes_an_older_approval_away() -> None:
    episode = factories.episode()
    actions.approve(machine_text(episode, "Halo."), by=None)
    assert episode.audio
    made = actions.write(episode.audio, "id", [{"start": 0, "end": 1, "text": "Baru."}])
    assert (made.state, made.approved_at, vtt(episode)) == (Transcript.State.CORRECTED, None, 404)


def test_the_querysets_speak_of_public_and_awaiting_review() -> None:
    waiting, shown = machine_text(factories.episode(), "a"), machine_text(factories.episode(), "b")
    actions.approve(shown, by=None)
    assert (list(Transcript.objects.public()), list(Transcript.objects.awaiting_review())) == ([shown], [waiting])


def test_an_unknown_guid_has_no_transcript() -> None:
    assert Client().get(f"/transcript/{uuid.uuid4()}.vtt").status_code == 404


def test_the_text_is_served_as_webvtt_for_players_elsewhere() -> None:
    episode = factories.episode()
    actions.approve(machine_text(episode, "Halo semua."), by=None)
    reply = Client().get(f"/transcript/{episode.guid}.vtt")
    assert reply["Content-Type"] == "text/vtt; charset=utf-8"
    assert reply["Access-Control-Allow-Origin"] == "*"
    assert reply.content.decode().startswith("WEBVTT\n\n00:00:00.000 --> ")
    assert not reply.cookies
