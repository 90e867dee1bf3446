"""The public files of a transcript: every format, only what may be read, and names only with consent."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from episodes.models import Episode, Person
from tests import factories
from transcripts import actions
from transcripts.actions.correcting import Change, seal_of
from transcripts.files import FORMATS
from transcripts.formats.reading import read
from transcripts.models import Transcript

pytestmark = pytest.mark.django_db
TYPES = {
    "vtt": "text/vtt",
    "srt": "application/x-subrip",
    "json": "application/json",
    "html": "text/html",
    "txt": "text/plain",
}


def conversation(episode: Episode, *people: Person | None) -> Transcript:
    """A text in which two speak, who may be known."""
    made = factories.transcript(episode, "Halo, selamat datang.", "Terima kasih, Kak.")
    for row, person in zip(made.segments.all(), people or (None, None), strict=True):
        number = actions.add_speaker(made, "catatan rahasia").number
        actions.save(made, [Change(row.pk, seal_of(row), row.text, number)], by=None)
        actions.name_speaker(made.speakers.get(number=number), person, by=None)
    actions.approve(made, by=None)
    return made


def file(episode: Episode, suffix: str = "vtt") -> str:
    reply = Client().get(f"/transcript/{episode.guid}.{suffix}")
    assert reply.status_code == 200
    return reply.content.decode()


@pytest.mark.parametrize("suffix", FORMATS)
def test_each_format_is_served_with_its_type_for_players_elsewhere(suffix: str) -> None:
    episode = factories.episode()
    conversation(episode)
    reply = Client().get(f"/transcript/{episode.guid}.{suffix}")
    assert reply["Content-Type"] == f"{TYPES[suffix]}; charset=utf-8"
    assert reply["Access-Control-Allow-Origin"] == "*"
    assert not reply.cookies


@pytest.mark.parametrize("suffix", FORMATS)
def test_each_format_reads_back_the_words(suffix: str) -> None:
    episode = factories.episode()
    conversation(episode)
    words = " ".join(cue.text for cue in read(file(episode, suffix).encode())).split()
    assert words == ["Halo,", "selamat", "datang.", "Terima", "kasih,", "Kak."]


def test_there_is_no_other_format() -> None:
    episode = factories.episode()
    conversation(episode)
    assert Client().get(f"/transcript/{episode.guid}.exe").status_code == 404


@pytest.mark.parametrize("suffix", FORMATS)
def test_an_unknown_or_unapproved_text_does_not_exist(suffix: str) -> None:
    episode = factories.episode()
    factories.transcript(episode)
    for guid in (episode.guid, uuid.uuid4()):
        assert Client().get(f"/transcript/{guid}.{suffix}").status_code == 404


def test_somebody_who_agreed_is_named() -> None:
    episode = factories.episode()
    conversation(episode, factories.person("Dara", consents_to_be_named=True), None)
    assert "<v Dara>Halo" in file(episode)


def test_somebody_who_did_not_agree_is_a_number_everywhere() -> None:
    episode = factories.episode()
    conversation(episode, factories.person("Sari Rahasia"), None)
    page = Client().get(episode.get_url()).content.decode()
    texts = [page, *(file(episode, suffix) for suffix in FORMATS)]
    assert all("Sari Rahasia" not in text and "catatan rahasia" not in text for text in texts)
    assert "<v Penutur 1>Halo" in file(episode)


def test_a_consent_that_is_taken_back_takes_the_name_away_at_once() -> None:
    episode, person = factories.episode(), factories.person("Dara", consents_to_be_named=True)
    conversation(episode, person, None)
    assert "Dara" in file(episode)
    Person.objects.update(consents_to_be_named=False)
    assert "Dara" not in file(episode)


def test_a_name_given_after_the_approval_waits_for_the_next_one() -> None:
    episode, person = factories.episode(), factories.person("Dara", consents_to_be_named=True)
    made = conversation(episode)
    actions.name_speaker(made.speakers.get(number=1), person, by=None)
    assert "Dara" not in file(episode)
    actions.approve(made, by=None)
    assert "Dara" in file(episode)


def test_a_voice_that_is_alone_needs_no_number() -> None:
    episode = factories.episode()
    made = factories.transcript(episode, "Halo.")
    row = made.segments.get()
    actions.save(made, [Change(row.pk, seal_of(row), row.text, -1)], by=None)
    actions.approve(made, by=None)
    assert "Penutur" not in file(episode)


def test_voices_are_counted_as_they_are_heard_whatever_the_desk_calls_them() -> None:
    episode = factories.episode()
    made = factories.transcript(episode, "Halo.", "Hai.", "Ya.")
    for _unused in range(3):
        actions.add_speaker(made)
    for row, number in zip(made.segments.all(), (3, 2, 3), strict=True):
        actions.save(made, [Change(row.pk, seal_of(row), row.text, number)], by=None)
    actions.approve(made, by=None)
    assert [line for line in file(episode).splitlines() if "<v" in line] == [
        "<v Penutur 1>Halo.",
        "<v Penutur 2>Hai.",
        "<v Penutur 1>Ya.",
    ]


def test_speakers_are_numbered_in_the_language_of_the_text() -> None:
    episode = factories.episode()
    made = conversation(episode)
    Transcript.objects.filter(pk=made.pk).update(language="en")
    assert "<v Speaker 1>" in file(episode)


def test_lines_of_srt_are_short() -> None:
    episode = factories.episode()
    actions.approve(factories.transcript(episode, "kekerasan dalam rumah tangga " * 6), by=None)
    lines = [line for line in file(episode, "srt").splitlines() if "-->" not in line]
    assert max(map(len, lines)) <= 32
