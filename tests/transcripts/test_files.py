"""The public files of a transcript: every format, only what may be read, and names only with consent."""

from __future__ import annotations

import gzip
import hashlib
import uuid
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from episodes.models import Episode, Person
from siniar.addresses import absolute
from tests import factories
from transcripts import actions, files
from transcripts.actions.correcting import Change, seal_of
from transcripts.engines.protocol import Word
from transcripts.files import FORMATS, PublicFile
from transcripts.formats.reading import read
from transcripts.models import Transcript
from transcripts.text.paragraphs import Paragraph

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


@pytest.mark.parametrize("suffix", ["html", "vtt"])
def test_what_is_read_as_a_page_or_as_captions_names_the_way_to_help(suffix: str) -> None:
    episode = factories.episode()
    conversation(episode)
    assert absolute("/b/") in file(episode, suffix)


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


class TestWhichEpisode:
    """Eight signs may fit several episodes, of several shows: only what is public counts."""

    @staticmethod
    def twins() -> tuple[Episode, Episode]:
        """Two episodes of two shows that are called the same."""
        found = factories.episode(), factories.episode(factories.show())
        for each in found:
            conversation(each)
        Episode.objects.filter(pk__in=[each.pk for each in found]).update(slug="aaaaaaaa")
        return found

    @pytest.mark.parametrize("withdrawn", [0, 1])
    def test_a_hidden_one_of_the_same_name_is_never_told(self, withdrawn: int) -> None:
        twins = self.twins()
        Episode.objects.filter(pk=twins[withdrawn].pk).update(live=False)
        reply = Client().get("/transcript/aaaaaaaa.vtt")
        assert reply.status_code == 200
        assert reply["ETag"] == Client().get(f"/transcript/{twins[1 - withdrawn].guid}.vtt")["ETag"]

    def test_of_two_public_ones_one_is_told(self) -> None:
        self.twins()
        assert Client().get("/transcript/aaaaaaaa.vtt").status_code == 200

    def test_of_hidden_ones_none(self) -> None:
        self.twins()
        Episode.objects.update(live=False)
        assert Client().get("/transcript/aaaaaaaa.vtt").status_code == 404


class TestConditions:
    """Who has a text is told so; whoever may have another one is not."""

    @staticmethod
    def ask(episode: Episode, suffix: str = "vtt", method: str = "GET", **headers: str) -> HttpResponse:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        return Client().generic(method, f"/transcript/{episode.guid}.{suffix}", headers=sent)

    @pytest.mark.parametrize("suffix", FORMATS)
    def test_who_has_it_is_told_so_without_writing_it(self, suffix: str, monkeypatch: pytest.MonkeyPatch) -> None:
        episode = factories.episode()
        conversation(episode)
        etag = self.ask(episode, suffix)["ETag"]
        monkeypatch.setattr(PublicFile, "write", lambda self, packed: pytest.fail("it was written"))
        reply = self.ask(episode, suffix, if_none_match=etag)
        assert (reply.status_code, reply.content) == (304, b"")

    def test_each_format_is_a_version_of_its_own(self) -> None:
        episode = factories.episode()
        conversation(episode)
        assert len({self.ask(episode, suffix)["ETag"] for suffix in FORMATS}) == len(FORMATS)

    def test_a_new_approval_is_a_new_version(self) -> None:
        episode = factories.episode()
        made = conversation(episode)
        etag = self.ask(episode)["ETag"]
        row = made.segments.first()
        actions.save(made, [Change(row.pk, seal_of(row), "Halo, apa kabar.", row.speaker.number)], by=None)
        actions.approve(made, by=None)
        assert self.ask(episode, if_none_match=etag).status_code == 200

    def test_a_name_that_is_taken_back_makes_a_new_version_though_not_a_newer_one(self) -> None:
        episode, person = factories.episode(), factories.person("Dara", consents_to_be_named=True)
        conversation(episode, person, None)
        first = self.ask(episode)
        Person.objects.update(consents_to_be_named=False)
        reply = self.ask(episode, if_none_match=first["ETag"], if_modified_since=first["Last-Modified"])
        assert (reply.status_code, "Dara" in reply.content.decode()) == (200, False)
        assert self.ask(episode, if_modified_since=first["Last-Modified"]).status_code == 200

    def test_who_takes_gzip_gets_the_same_text(self) -> None:
        episode = factories.episode()
        conversation(episode)
        reply = self.ask(episode, accept_encoding="gzip")
        assert gzip.decompress(reply.content).decode() == file(episode)
        assert (reply["Content-Encoding"], reply["Vary"]) == ("gzip", "Accept-Encoding")

    def test_head_says_what_get_would_send(self) -> None:
        episode = factories.episode()
        conversation(episode)
        reply = self.ask(episode, method="HEAD")
        assert (reply.content, dict(reply.headers)) == (b"", dict(self.ask(episode).headers))

    def test_browsers_may_ask_beforehand(self) -> None:
        assert self.ask(factories.episode(), method="OPTIONS").status_code == 204

    def test_it_takes_a_fixed_number_of_queries(self, django_assert_num_queries: Any) -> None:
        episode = factories.episode()
        conversation(episode, factories.person("Dara", consents_to_be_named=True), None)
        etag = self.ask(episode)["ETag"]
        for headers in ({}, {"if_none_match": etag}):
            with django_assert_num_queries(3):
                self.ask(episode, **headers)

    def test_who_has_it_costs_no_reading_of_the_words(self) -> None:
        episode = factories.episode()
        conversation(episode)
        etag = self.ask(episode)["ETag"]
        with CaptureQueriesContext(connection) as asked:
            assert self.ask(episode, if_none_match=etag).status_code == 304
        assert not [query["sql"] for query in asked if '"content"' in query["sql"]]

    def test_whoever_changes_how_a_format_is_written_raises_the_revision(self) -> None:
        spoken = [("Dara", Paragraph(0.0, 2.0, 1, (Word("Halo,", 0.0, 0.4, 1.0), Word("Ibu.", 0.5, 0.9, 1.0))))]
        written = "".join(files._write(spoken, suffix) for suffix in FORMATS)
        assert (files.REVISION, hashlib.sha256(written.encode()).hexdigest()[:12]) == (2, "2181b7ff2ff6")
