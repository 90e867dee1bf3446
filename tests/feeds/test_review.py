"""Reviewers hear what is not public yet, with a key and only as long as it holds; nobody else learns that it is so."""

from __future__ import annotations

import base64
import logging
import xml.etree.ElementTree as ET
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from episodes import media
from episodes.models import Chapter, Episode, Rendition, Show
from feeds import actions
from feeds.models import ReviewKey
from tests import factories
from tests.siniar.answers import whole

pytestmark = pytest.mark.django_db

NOWHERE = "00000000-0000-4000-8000-000000000000"
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"


@pytest.fixture
def show() -> Show:
    return factories.show("Obrolan")


@pytest.fixture
def key(show: Show) -> str:
    return actions.make_review_key(show, "Sari", author=factories.user())


def fetch(address: str, key: str | None = None, *, method: str = "get", **headers: str) -> HttpResponse:
    if key is not None:
        headers["Authorization"] = "Basic " + base64.b64encode(f"sari:{key}".encode()).decode()
    return whole(getattr(Client(), method)(address, headers=headers))


def feed(show: Show) -> str:
    return f"/{show.slug}/tinjau.xml"


def items(show: Show, key: str) -> list[ET.Element]:
    reply = fetch(feed(show), key)
    assert reply.status_code == 200
    return ET.fromstring(reply.content).findall("channel/item")


def titles(show: Show, key: str) -> list[str]:
    return [str(item.findtext("title")) for item in items(show, key)]


def enclosure(show: Show, key: str) -> str:
    found = items(show, key)[0].find("enclosure")
    assert found is not None
    return urlsplit(found.attrib["url"]).path


def draft(show: Show, title: str = "Rancangan", **values: object) -> Episode:
    return factories.episode(show, title, live=False, **values)  # type: ignore[arg-type]


class TestWhoIsAsked:
    @pytest.mark.parametrize("place", ["/{slug}/tinjau.xml", f"/{{slug}}/tinjau/{NOWHERE}/siniar-1-aaaaaaaaaaaa.mp3"])
    def test_without_a_key_every_address_gives_the_same_answer(self, place: str, show: Show, key: str) -> None:
        hidden = factories.show(live=False)
        Show.objects.filter(pk=hidden.pk).update(live=False)
        answers = [fetch(place.format(slug=slug)) for slug in (show.slug, hidden.slug, "tidak-ada")]
        assert {reply.status_code for reply in answers} == {401}
        assert len({(reply.content, tuple(sorted(reply.headers.items()))) for reply in answers}) == 1

    def test_it_asks_for_a_password(self, show: Show) -> None:
        assert fetch(feed(show))["WWW-Authenticate"] == 'Basic realm="Siniar", charset="UTF-8"'

    def test_a_wrong_key_gets_the_same_answer_as_none(self, show: Show, key: str) -> None:
        wrong, none = fetch(feed(show), "aaaa-bbbb"), fetch(feed(show))
        assert (wrong.status_code, wrong.content, wrong.headers) == (none.status_code, none.content, none.headers)

    def test_the_key_of_another_show_is_a_wrong_one(self, show: Show) -> None:
        other = actions.make_review_key(factories.show(), "Sari", author=factories.user())
        assert fetch(feed(show), other).status_code == 401

    def test_the_key_is_not_taken_from_the_address(self, show: Show, key: str) -> None:
        assert fetch(f"{feed(show)}?key={key}&token={key}").status_code == 401

    def test_a_revoked_key_stops_the_next_request(self, show: Show, key: str) -> None:
        draft(show)
        sound = enclosure(show, key)
        actions.revoke_review_key(ReviewKey.objects.get())
        assert [fetch(address, key).status_code for address in (feed(show), sound)] == [401, 401]

    def test_another_key_of_the_show_still_opens_then(self, show: Show, key: str) -> None:
        actions.revoke_review_key(ReviewKey.objects.get())
        second = actions.make_review_key(show, "Dewi", author=factories.user())
        assert fetch(feed(show), second).status_code == 200

    def test_the_hash_in_the_database_is_no_key(self, show: Show, key: str) -> None:
        assert fetch(feed(show), ReviewKey.objects.get().key_hash).status_code == 401

    def test_a_show_that_is_not_public_can_be_reviewed(self, show: Show, key: str) -> None:
        draft(show)
        show.unpublish()
        assert titles(show, key) == ["Rancangan"]

    def test_who_subscribed_under_a_former_name_still_hears(self, show: Show, key: str) -> None:
        actions.keep_slug(show, "nama-lama")
        assert fetch("/nama-lama/tinjau.xml", key).status_code == 200

    @pytest.mark.parametrize("method", ["post", "put", "delete", "options"])
    def test_it_can_only_be_read(self, method: str, show: Show, key: str) -> None:
        assert fetch(feed(show), key, method=method).status_code == 405

    def test_the_key_reaches_no_log(self, show: Show, key: str, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG, logger="django.request")
        encoded = base64.b64encode(f"sari:{key}".encode()).decode()
        for given in (key, f"{key}x"):
            for address in (feed(show), f"/{show.slug}/tinjau/{NOWHERE}/siniar-1-aaaaaaaaaaaa.mp3"):
                fetch(address, given)
        told = "".join(f"{record.getMessage()}{record.args}" for record in caplog.records)
        assert told  # Django does tell of the answers
        assert key not in told
        assert encoded not in told


class TestTheFeed:
    def test_drafts_are_told_as_they_are_now(self, show: Show, key: str) -> None:
        episode = draft(show)
        episode.title = "Rancangan kedua"
        episode.save_revision()
        assert titles(show, key) == ["Rancangan kedua"]

    def test_each_thing_is_told_as_the_draft_has_it(self, show: Show, key: str) -> None:
        episode = draft(show, number=7)
        episode.summary, episode.notes, episode.number, episode.season = "Ringkas", "<p>Catatan</p>", 8, 3
        episode.kind, episode.language = Episode.Kind.BONUS, "en"
        episode.chapters = [Chapter(start=0, title="Pembuka"), Chapter(start=5, title="Isi")]
        episode.save_revision()
        Episode.objects.filter(pk=episode.pk).update(summary="", number=7)
        item = items(show, key)[0]
        told = {each.tag.rpartition("}")[2]: each.text for each in item}
        assert {"episode": "8", "season": "3", "episodeType": "bonus"}.items() <= told.items()
        assert "Ringkas" in str(item.findtext("description"))
        assert all(text in ET.tostring(item, "unicode") for text in ("Catatan", "Pembuka", "Isi"))
        assert item.findtext("guid") == str(episode.guid)

    def test_what_a_draft_without_changes_has_is_told(self, show: Show, key: str) -> None:
        episode = draft(show)
        Chapter.objects.create(episode=episode, start=0, title="Pembuka")
        Episode.objects.filter(pk=episode.pk).update(has_unpublished_changes=False)
        assert "Pembuka" in ET.tostring(items(show, key)[0], "unicode")

    def test_what_was_imported_and_never_published_here_is_there(self, show: Show, key: str) -> None:
        episode = draft(show)
        Episode.objects.filter(pk=episode.pk).update(first_published_at=timezone.now())
        assert titles(show, key) == ["Rancangan"]
        assert fetch(enclosure(show, key), key).status_code == 200

    def test_many_drafts_cost_as_many_queries_as_one(self, show: Show, key: str) -> None:
        queries = []
        for count in (1, 5):
            for _time in range(count):
                draft(show).save_revision()
            with CaptureQueriesContext(connection) as asked:
                assert fetch(feed(show), key).status_code == 200
            queries.append(len(asked))
        assert queries[0] == queries[1]

    def test_what_is_public_is_not_there(self, show: Show, key: str) -> None:
        factories.episode(show)
        assert titles(show, key) == []

    def test_a_change_of_a_public_episode_is_not_there(self, show: Show, key: str) -> None:
        factories.episode(show).save_revision()
        assert titles(show, key) == []

    def test_what_was_withdrawn_is_not_there(self, show: Show, key: str) -> None:
        factories.episode(show).unpublish()
        assert titles(show, key) == []

    def test_a_draft_without_finished_sound_is_not_there(self, show: Show, key: str) -> None:
        draft(show, sound=factories.audio(encoded=False))
        assert titles(show, key) == []

    def test_a_draft_whose_file_is_lost_is_not_there(self, show: Show, key: str) -> None:
        audio = draft(show).audio
        assert audio
        Path(Rendition.objects.get(audio_file=audio, kind="main").file.path).unlink()
        assert titles(show, key) == []

    def test_drafts_of_other_shows_are_not_there(self, show: Show, key: str) -> None:
        draft(factories.show())
        assert titles(show, key) == []

    def test_the_newest_draft_stands_first(self, show: Show, key: str) -> None:
        draft(show, "Pertama")
        draft(show, "Kedua")
        assert titles(show, key) == ["Kedua", "Pertama"]

    def test_it_ends_after_a_hundred(self, show: Show, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("feeds.drafts.MOST", 2)
        for title in "abc":
            draft(show, title)
        assert len(items(show, key)) == 2

    def test_directories_are_asked_to_leave_it_out(self, show: Show, key: str) -> None:
        channel = ET.fromstring(fetch(feed(show), key).content).find("channel")
        assert channel is not None
        assert channel.findtext(f"{ITUNES}block") == "Yes"
        assert channel.findtext(f"{PODCAST}block") == "yes"

    def test_no_transcript_is_told(self, show: Show, key: str) -> None:
        factories.transcript(draft(show), "Kata mesin.")
        assert b"transcript" not in fetch(feed(show), key).content

    def test_nobody_keeps_it_and_no_other_site_reads_it(self, show: Show, key: str) -> None:
        reply = fetch(feed(show), key)
        assert reply["Cache-Control"] == "private, no-store"
        assert "Access-Control-Allow-Origin" not in reply

    def test_the_key_does_not_stand_in_it(self, show: Show, key: str) -> None:
        draft(show)
        assert key.encode() not in fetch(feed(show), key).content

    def test_signs_that_xml_cannot_carry_do_not_break_it(self, show: Show, key: str) -> None:
        episode = draft(show)
        Episode.objects.filter(pk=episode.pk).update(title="a\x0bb", latest_revision=None)
        assert titles(show, key) == ["ab"]


class TestTheSound:
    def test_it_asks_for_the_same_key(self, show: Show, key: str) -> None:
        draft(show)
        sound = enclosure(show, key)
        assert [fetch(sound).status_code, fetch(sound, "salah").status_code] == [401, 401]

    def test_it_is_what_the_feed_says(self, show: Show, key: str) -> None:
        draft(show)
        reply = fetch(enclosure(show, key), key)
        said = items(show, key)[0].find("enclosure")
        assert said is not None
        assert (reply.status_code, reply["Content-Type"]) == (200, said.attrib["type"])
        assert str(len(reply.content)) == said.attrib["length"]

    def test_a_part_of_it_can_be_had(self, show: Show, key: str) -> None:
        draft(show)
        reply = fetch(enclosure(show, key), key, Range="bytes=2-5")
        assert (reply.status_code, len(reply.content)) == (206, 4)

    def test_nobody_keeps_it_and_no_other_site_reads_it(self, show: Show, key: str) -> None:
        draft(show)
        reply = fetch(enclosure(show, key), key)
        assert reply["Cache-Control"] == "private, no-store"
        assert "Access-Control-Allow-Origin" not in reply

    def test_its_name_tells_no_topic(self, show: Show, key: str) -> None:
        episode = draft(show, "Ketika rumah tidak aman", topics=(factories.SENSITIVE,))
        name = enclosure(show, key).rpartition("/")[2]
        assert name.startswith(f"siniar-{episode.number}-")

    def test_it_is_the_sound_of_the_draft(self, show: Show, key: str) -> None:
        episode = draft(show)
        before = enclosure(show, key)
        episode.audio = factories.audio()
        episode.save_revision()
        assert enclosure(show, key) != before
        assert fetch(before, key).status_code == 404

    def test_it_ends_with_the_publication(self, show: Show, key: str) -> None:
        episode = draft(show)
        sound = enclosure(show, key)
        episode.save_revision().publish()
        assert fetch(sound, key).status_code == 404

    def test_the_sound_of_another_show_cannot_be_had(self, show: Show, key: str) -> None:
        other = factories.show()
        draft(other)
        sound = enclosure(other, actions.make_review_key(other, "Sari", author=factories.user()))
        assert fetch(sound.replace(other.slug, show.slug), key).status_code == 404

    def test_what_is_not_there_does_not_exist(self, show: Show, key: str) -> None:
        draft(show)
        sound = enclosure(show, key)
        Path(Rendition.objects.get(kind="main").file.path).unlink()
        assert fetch(sound, key).status_code == 404

    def test_nobody_is_told_that_it_was_delivered(self, show: Show, key: str) -> None:
        heard: list[object] = []

        def hear(**kwargs: object) -> None:
            heard.append(kwargs)

        media.sound_sent.connect(hear)
        try:
            draft(show)
            fetch(enclosure(show, key), key)
        finally:
            media.sound_sent.disconnect(hear)
        assert heard == []


def test_a_key_tells_when_it_was_revoked_and_stays_so(show: Show, key: str) -> None:
    kept = ReviewKey.objects.get()
    actions.revoke_review_key(kept)
    first = ReviewKey.objects.get().revoked_at
    actions.revoke_review_key(kept)
    assert first is not None
    assert first <= timezone.now()
    assert ReviewKey.objects.get().revoked_at == first
