"""An episode of a stranger's feed becomes one of ours, over real connections: everything kept, nothing twice."""

from __future__ import annotations

import errno
import json
import shutil
import time
import uuid
from collections import namedtuple
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.exceptions import ValidationError
from django.utils.timezone import now

from episodes import actions as episode_actions
from episodes import uploads
from episodes.models import AgeRating, AudioFile, Episode, Person, Show, Topic
from siniar.jobs import pipeline, runner
from siniar.jobs.models import Job
from tests import factories
from tests.transfer.feeds import feed, item
from tests.transfer.moving import asked_for, episodes, job, looked_at, moved, only, work
from tests.transfer.server import Host
from transcripts.actions import supply
from transcripts.engines.supplied import beside
from transcripts.formats.reading import read
from transcripts.models import Transcript
from transcripts.visibility import public_version
from transfer import actions, ids, spoken, taking
from transfer.fetching import Documents
from transfer.models import FeedImport, ImportedItem

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick")]
Mp3 = Callable[[int], bytes]
VTT = b"WEBVTT\n\n00:00.000 --> 00:01.000\nHalo semua."


@pytest.fixture
def show() -> Show:
    return factories.show()


@pytest.fixture
def one(host: Host, mp3: Mp3) -> Callable[..., str]:
    """The address of a feed with one episode, with XML in it."""

    def make(*inside: str, guid: str = "satu", **values: str) -> str:
        return host.serve("/feed.xml", feed(item(guid, host.serve("/1.mp3", mp3(1)), *inside, **values)))

    return make


One = Callable[..., str]


# What is kept --------------------------------------------------------------------------------------------------------


def test_the_texts_and_numbers_of_an_episode_are_kept(one: One, show: Show) -> None:
    moved(
        one(
            "<itunes:episode>7</itunes:episode><itunes:season>2</itunes:season>",
            "<itunes:episodeType>bonus</itunes:episodeType><itunes:subtitle>Singkat</itunes:subtitle>",
            "<content:encoded><![CDATA[<p>Panjang <script>x</script></p>]]></content:encoded>",
        ),
        show,
    )
    (episode,) = episodes(show)
    assert (episode.title, episode.summary, episode.notes) == ("Obrolan", "Singkat", "<p>Panjang </p>")
    assert (episode.number, episode.season, episode.kind, episode.live) == (7, 2, "bonus", False)


def test_an_id_is_kept_to_the_letter(one: One, show: Show) -> None:
    guid = "https://lama.example/?p=12&Ä"
    moved(one(guid=guid), show)
    assert (episodes(show)[0].imported_guid, episodes(show)[0].feed_guid) == (guid, guid)


def test_an_id_that_nobody_has_here_becomes_the_episodes_own(one: One, show: Show) -> None:
    guid = uuid.uuid4()
    moved(one(guid=str(guid)), show)
    assert (episodes(show)[0].guid, episodes(show)[0].imported_guid) == (guid, "")


def test_an_id_in_capitals_stays_in_capitals(one: One, show: Show) -> None:
    guid = str(uuid.uuid4()).upper()
    moved(one(guid=guid), show)
    assert episodes(show)[0].feed_guid == guid


def test_an_id_that_an_episode_of_another_show_has_is_kept_beside(one: One, show: Show) -> None:
    guid = str(factories.episode().guid)
    moved(one(guid=guid), show)
    (episode,) = episodes(show)
    assert (episode.feed_guid, str(episode.guid) == guid) == (guid, False)


def signs_of(guid: uuid.UUID) -> uuid.UUID:
    """Another id with the same eight signs, as it can be found by trying."""
    return uuid.UUID(bytes=guid.bytes[:5] + uuid.uuid4().bytes[5:])


def test_no_feed_brings_an_episode_that_answers_to_the_address_of_another(one: One, show: Show) -> None:
    there = factories.episode()
    guid = str(signs_of(there.guid))
    moved(one(guid=guid), show)
    (episode,) = episodes(show)
    assert (episode.feed_guid, episode.short_id == there.short_id) == (guid, False)


def test_the_id_of_a_show_does_not_become_an_episode_s(one: One, show: Show) -> None:
    guid = factories.show().podcast_guid
    moved(one(guid=str(guid)), show)
    (episode,) = episodes(show)
    assert (episode.feed_guid, episode.guid == guid) == (str(guid), False)


def test_an_id_that_is_made_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    there, free = factories.episode().guid, uuid.uuid4()
    made = iter([signs_of(there), free])
    monkeypatch.setattr("transfer.ids.uuid.uuid4", lambda: next(made))
    assert ids.fresh() == free


def test_an_episode_published_later_keeps_its_old_date(one: One, show: Show) -> None:
    moved(one(), show, topics=Topic.objects.filter(code=factories.OPEN))
    (episode,) = episodes(show)
    episode.warnings.all().delete()
    episode_actions.publish(episode)
    episode.refresh_from_db()
    assert (episode.live, episode.first_published_at) == (True, datetime(2025, 3, 1, tzinfo=UTC))


def test_a_date_in_the_future_is_told_and_not_taken(one: One, show: Show) -> None:
    date = f"{now() + timedelta(days=9):%a, %d %b %Y %H:%M:%S +0000}"
    feed_import = moved(one(date=date), show)
    assert (episodes(show)[0].first_published_at, len(only(feed_import).remarks)) == (None, 1)


def test_a_number_that_another_episode_has_is_told(one: One, show: Show) -> None:
    factories.episode(show, number=7)
    feed_import = moved(one("<itunes:episode>7</itunes:episode>"), show)
    assert [each.number for each in episodes(show)] == [None, 7]
    assert "7" in only(feed_import).remarks[0]


def test_simple_chapters_come_with_it_and_those_after_its_end_do_not(one: One, show: Show) -> None:
    rows = [
        f'<psc:chapter start="{start}" title="{title}"/>'
        for start, title in (("0", "Satu"), ("1.5", "Dua"), ("9:00", "X"))
    ]
    feed_import = moved(one(f"<psc:chapters>{''.join(rows)}</psc:chapters>"), show)
    chapters = [(float(each.start), each.title) for each in episodes(show)[0].chapters.all()]
    assert chapters == [(0.0, "Satu"), (1.5, "Dua")]
    assert "1" in only(feed_import).remarks[0]


def test_a_file_of_chapters_is_fetched(one: One, host: Host, show: Show) -> None:
    rows = {"chapters": [{"startTime": 1, "title": "Satu"}]}
    address = host.serve("/1.json", json.dumps(rows).encode())
    moved(one(f'<podcast:chapters url="{address}" type="application/json+chapters"/>'), show)
    assert [each.title for each in episodes(show)[0].chapters.all()] == ["Satu"]


def test_chapters_that_cannot_be_read_cost_the_chapters_alone(one: One, host: Host, show: Show) -> None:
    feed_import = moved(one(f'<podcast:chapters url="{host.serve("/1.json", b"x")}"/>'), show)
    assert (len(episodes(show)), len(only(feed_import).remarks)) == (1, 1)


def test_soundbites_that_lie_inside_the_recording_come_with_it(one: One, show: Show) -> None:
    moved(one('<podcast:soundbite startTime="0" duration="30">x</podcast:soundbite>'), show)
    assert not episodes(show)[0].soundbites.exists()  # it is two seconds long


def test_topics_and_age_are_those_that_were_chosen(one: One, show: Show) -> None:
    rating = AgeRating.objects.order_by("order").last()
    moved(one(), show, topics=Topic.objects.filter(code=factories.SENSITIVE), age_rating=rating)
    (episode,) = episodes(show)
    assert ([topic.code for topic in episode.topics.all()], episode.age_rating) == ([factories.SENSITIVE], rating)
    assert episode.warnings.exists()  # as the topic suggests


def test_nobody_is_named_and_that_is_told(one: One, show: Show) -> None:
    feed_import = moved(one("<podcast:person>Sari Wulandari</podcast:person>"), show)
    assert not (Person.objects.exists() or episodes(show)[0].people.exists())
    assert "1" in only(feed_import).remarks[0]
    assert "Sari" not in json.dumps(only(feed_import).content)


# Its text ------------------------------------------------------------------------------------------------------------


def text(host: Host, data: bytes, name: str = "1.vtt") -> str:
    return f'<podcast:transcript url="{host.serve(f"/{name}", data)}" type=""/>'


def test_a_transcript_lies_beside_the_recording_and_is_not_public(one: One, host: Host, show: Show) -> None:
    moved(one(text(host, VTT)), show)
    (episode,) = episodes(show)
    assert episode.audio
    assert beside(Path(episode.audio.file.path)).read_bytes() == VTT  # type: ignore[union-attr]
    assert public_version(episode) is None


def test_the_next_transcript_is_taken_where_the_first_cannot_be_read(one: One, host: Host, show: Show) -> None:
    srt = b"1\n00:00:00,000 --> 00:00:01,000\nHalo."
    feed_import = moved(one(text(host, b"WEBVTT\n\nrusak"), text(host, srt, "1.srt")), show)
    (episode,) = episodes(show)
    assert episode.audio
    assert beside(Path(episode.audio.file.path)).read_bytes() == srt  # type: ignore[union-attr]
    assert len(only(feed_import).remarks) == 1


@pytest.mark.parametrize(
    "data", [b"WEBVTT\n\nrusak", b"WEBVTT\n\n09:00.000 --> 09:01.000\nTerlambat.", b"\xff\xd8\xff"]
)
def test_a_transcript_that_does_not_fit_costs_the_transcript_alone(
    one: One, host: Host, show: Show, data: bytes
) -> None:
    feed_import = moved(one(text(host, data)), show)
    (episode,) = episodes(show)
    assert episode.audio
    assert (beside(Path(episode.audio.file.path)), len(only(feed_import).remarks)) == (None, 1)


def test_a_transcript_that_is_not_there_costs_the_transcript_alone(one: One, host: Host, show: Show) -> None:
    feed_import = moved(one(f'<podcast:transcript url="{host.address}/hilang.vtt" type="text/vtt"/>'), show)
    assert (len(episodes(show)), len(only(feed_import).remarks)) == (1, 1)


def test_a_transcript_that_comes_after_the_machines_is_a_text_of_its_own(one: One, host: Host, show: Show) -> None:
    """The import was killed between the episode and its text; the machine was faster than the next worker."""
    feed_import = looked_at(one(text(host, VTT)), show)
    actions.start(feed_import)
    guid = only(feed_import).guid
    actions.taking(only(feed_import))
    episode = factories.episode(show, imported_guid=guid, live=False)
    factories.transcript(episode, "Salah dengar.")
    work(feed_import)
    transcript = Transcript.objects.get(audio_file=episode.audio)
    assert [segment.text for segment in transcript.segments.all()] == ["Halo semua."]
    assert (transcript.state, public_version(episode)) == (Transcript.State.CORRECTED, None)


def test_a_text_on_which_people_have_worked_is_not_replaced() -> None:
    episode = factories.episode()
    assert episode.audio
    supply(episode.audio, "id", read(b"WEBVTT\n\n00:00.000 --> 00:01.000\nSudah dibaca."), by=None)
    spoken.keep(episode, VTT, None)
    assert [each.text for each in Transcript.objects.get().segments.all()] == ["Sudah dibaca."]


# Publishing ----------------------------------------------------------------------------------------------------------


def test_what_may_be_published_is_published_with_its_old_date(one: One, show: Show) -> None:
    topics = [Topic.objects.get(code=factories.SENSITIVE)]
    moved(one(), show, topics=topics, publish=True)
    (episode,) = episodes(show)
    assert (episode.live, episode.first_published_at) == (True, datetime(2025, 3, 1, tzinfo=UTC))


def test_what_may_not_be_published_stays_a_draft_and_says_why(one: One, show: Show) -> None:
    feed_import = moved(one(), show, publish=True)
    assert (episodes(show)[0].live, len(only(feed_import).remarks)) == (False, 1)


# Nothing twice -------------------------------------------------------------------------------------------------------


def test_a_second_import_takes_nothing(one: One, host: Host, show: Show) -> None:
    address = one()
    moved(address, show)
    again = moved(address, show)
    assert (len(episodes(show)), only(again).state, only(again).episode) == (
        1,
        ImportedItem.State.HERE,
        episodes(show)[0],
    )
    assert asked_for(host, ".mp3") == 1


def test_the_same_recording_under_another_id_is_told_and_left(one: One, show: Show) -> None:
    moved(one(), show)
    again = moved(one(guid="dua"), show)
    assert (len(episodes(show)), AudioFile.objects.count(), only(again).state) == (1, 1, ImportedItem.State.FAILED)
    assert "Obrolan" in only(again).reason


def test_an_episode_of_somebody_else_is_not_named(one: One, show: Show) -> None:
    address = one(title="Rahasia orang lain")
    moved(address, factories.show())
    feed_import = looked_at(address, show, user=factories.user())
    actions.start(feed_import)
    work(feed_import)
    assert "Rahasia" not in only(feed_import).reason


def test_a_podcast_that_is_here_already_makes_no_second_show(one: One) -> None:
    address = one()
    first = moved(address, None)
    assert first.show
    second = looked_at(address, None)
    assert second.show == first.show


# Killed and stopped --------------------------------------------------------------------------------------------------


def three(host: Host, mp3: Mp3) -> str:
    items = [
        item(f"guid-{number}", host.serve(f"/{number}.mp3", mp3(number)), title=f"Obrolan {number}", date=date)
        for number, date in ((3, "Sat, 15 Mar 2025 07:00:00 +0700"), (2, "Sat, 08 Mar 2025 07:00:00 +0700"), (1, ""))
    ]
    return host.serve("/feed.xml", feed(*items))


def started(address: str, show: Show) -> FeedImport:
    feed_import = looked_at(address, show)
    actions.start(feed_import)
    return feed_import


class Killed(BaseException):
    """The process is gone: no handler of ours runs."""


@pytest.mark.parametrize("place", ["fetch", "examine", "begin", "taken"])
def test_a_killed_import_goes_on_where_it_was(
    host: Host, mp3: Mp3, show: Show, monkeypatch: pytest.MonkeyPatch, place: str
) -> None:
    """Right after this moment in the second episode; then the next worker comes."""
    feed_import = started(three(host, mp3), show)
    module: Any = {"fetch": taking, "examine": uploads, "begin": episode_actions, "taken": actions}[place]
    whole, calls = getattr(module, place), []

    def dying(*arguments: Any, **named: Any) -> Any:
        result = whole(*arguments, **named)
        calls.append(1)
        if len(calls) == 2:
            raise Killed
        return result

    with monkeypatch.context() as patch:
        patch.setattr(module, place, dying)
        with pytest.raises(Killed):
            work(feed_import)
    Job.objects.filter(pk=job(feed_import).pk).update(lease_until=now() - timedelta(minutes=1))
    runner.sweep()
    work(feed_import)
    assert [each.feed_guid for each in Episode.objects.child_of(show)] == ["guid-2", "guid-3", "guid-1"]
    assert AudioFile.objects.count() == 3
    assert set(feed_import.items.values_list("state", flat=True)) == {ImportedItem.State.DONE}
    assert [asked_for(host, f"/{number}.mp3") for number in (1, 2, 3)] == [1, 1, 1]


def test_a_recording_that_came_half_is_completed(
    host: Host, mp3: Mp3, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("transfer.downloading.PAUSE", 0)
    body, breaks = mp3(1), [2000, 2000, 2000]
    whole = host.serve("/1.mp3", body)
    giving = host.answers["/1.mp3"]

    def breaking(handler: Any) -> None:
        if breaks:
            breaks.pop()
            handler.give(body[:2000], ETag='"one"', Content_Length=str(len(body)))
        else:
            giving(handler)

    host.answers["/1.mp3"] = breaking
    feed_import = moved(host.serve("/feed.xml", feed(item("satu", whole))), show)
    assert only(feed_import).state == ImportedItem.State.FAILED
    actions.retry(feed_import)
    work(feed_import)
    assert only(feed_import).state == ImportedItem.State.DONE
    assert host.asked[-1][1]["Range"] == "bytes=2000-"
    assert AudioFile.objects.get().size == len(body)


def test_a_stopped_import_keeps_what_it_has_and_goes_on_when_asked(
    host: Host, mp3: Mp3, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed_import = started(three(host, mp3), show)
    take, calls = taking.take, []

    def stopping(*arguments: Any) -> None:
        take(*arguments)
        calls.append(1)
        if len(calls) == 1:
            actions.stop(feed_import, "cukup")

    monkeypatch.setattr(taking, "take", stopping)
    assert work(feed_import).state == Job.State.STOPPED
    taken = Episode.objects.child_of(show).count()
    assert taken < 3
    actions.retry(feed_import)
    assert work(feed_import).state == Job.State.DONE
    assert Episode.objects.child_of(show).count() == 3


def test_others_have_their_turn_between_two_episodes(
    host: Host, mp3: Mp3, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed_import = started(three(host, mp3), show)
    monkeypatch.setattr("siniar.jobs.progress.Progress.should_make_room", lambda self: True)
    runner.run(job(feed_import).pk)
    assert (Episode.objects.child_of(show).count(), job(feed_import).state) == (1, Job.State.WAITING)


def test_others_have_their_turn_in_the_midst_of_a_recording(
    host: Host, mp3: Mp3, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    def in_two(handler: Any) -> None:
        handler.begin(200, Content_Length=str(len(body)), Accept_Ranges="bytes", ETag='"one"')
        for part in (body[:2000], body[2000:]):
            handler.wfile.write(part)
            handler.wfile.flush()
            time.sleep(0.05)

    body = mp3(1)
    address = host.serve("/1.mp3", body)
    whole, host.answers["/1.mp3"] = host.answers["/1.mp3"], in_two
    feed_import = started(host.serve("/feed.xml", feed(item("satu", address))), show)
    with monkeypatch.context() as patch:
        patch.setattr("transfer.turns.LENGTH", 0.0)
        patch.setattr("siniar.jobs.progress.Progress.should_make_room", lambda self: True)
        runner.run(job(feed_import).pk)
    assert (job(feed_import).state, job(feed_import).attempts, len(episodes(show))) == (Job.State.WAITING, 0, 0)
    host.answers["/1.mp3"] = whole
    work(feed_import)
    assert (only(feed_import).state, host.asked[-1][1]["Range"]) == (ImportedItem.State.DONE, "bytes=2000-")


def test_at_most_eight_transcripts_of_an_episode_are_tried(one: One, host: Host, show: Show) -> None:
    moved(one(*(text(host, b"rusak", f"{number}.vtt") for number in range(20))), show)
    assert (asked_for(host, ".vtt"), len(episodes(show))) == (8, 1)


def test_the_documents_of_an_episode_have_their_time_together(
    one: One, host: Host, show: Show, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The transcripts take all of it: there is none left for the chapters."""

    def slow(handler: Any) -> None:
        time.sleep(0.3)
        handler.give(b"rusak")

    host.answers["/a.vtt"] = slow
    patched = partial(Documents, seconds=0.2)
    monkeypatch.setattr(taking, "Documents", patched)
    chapters = f'<podcast:chapters url="{host.serve("/1.json", b"{}")}"/>'
    moved(one(f'<podcast:transcript url="{host.address}/a.vtt" type=""/>', chapters), show)
    assert (asked_for(host, "/1.json"), len(episodes(show))) == (0, 1)


def test_nothing_is_left_in_the_work_folder(host: Host, mp3: Mp3, show: Show, settings: LazySettings) -> None:
    feed_import = moved(three(host, mp3), show)
    assert not (Path(settings.WORK_DIR) / str(feed_import.pk)).exists()


# What cannot be taken ------------------------------------------------------------------------------------------------


def test_one_bad_episode_keeps_no_other_one_away(host: Host, mp3: Mp3, show: Show) -> None:
    items = [
        item("tanpa", ""),
        item("hilang", f"{host.address}/hilang.mp3"),
        item("teks", host.serve("/teks.mp3", b"Ini bukan suara.\n" * 50)),
        item("kosong", host.serve("/kosong.mp3", b"")),
        item("x" * 501, host.serve("/1.mp3", mp3(1))),
        item("baik", host.serve("/2.mp3", mp3(2))),
    ]
    feed_import = moved(host.serve("/feed.xml", feed(*items)), show)
    states = dict(feed_import.items.values_list("guid", "state"))
    assert states.pop("baik") == ImportedItem.State.DONE
    assert set(states.values()) == {ImportedItem.State.FAILED}
    reasons = feed_import.items.filter(state=ImportedItem.State.FAILED).values_list("reason", flat=True)
    assert (len(set(reasons)), all(reasons)) == (5, True)
    assert (Episode.objects.child_of(show).count(), AudioFile.objects.count()) == (1, 1)


@pytest.mark.parametrize("error", [ValidationError("tidak sah"), ValueError("rusak")])
def test_an_error_that_nobody_foresaw_costs_one_episode(
    host: Host, mp3: Mp3, show: Show, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    begin = episode_actions.begin

    def failing(show: Show, title: str, *arguments: Any, **named: Any) -> Episode:
        if title == "Obrolan 2":
            raise error
        return begin(show, title, *arguments, **named)

    monkeypatch.setattr(episode_actions, "begin", failing)
    feed_import = moved(three(host, mp3), show)
    assert Episode.objects.child_of(show).count() == 2
    assert (
        "sah" in feed_import.items.get(guid="guid-2").reason or "rusak" in feed_import.items.get(guid="guid-2").reason
    )


def test_an_episode_is_in_the_feeds_language(host: Host, mp3: Mp3, show: Show) -> None:
    data = feed(item("satu", host.serve("/1.mp3", mp3(1))), inside="<language>en-us</language>")
    moved(host.serve("/feed.xml", data), show)
    assert episodes(show)[0].language == "en"


def test_a_nearly_full_disk_stops_the_import_with_a_sentence_and_loses_nothing(
    one: One, host: Host, show: Show, settings: LazySettings
) -> None:
    address, config = one(), settings.CONFIG
    settings.CONFIG = replace(config, min_free_mb=10**9)
    feed_import = moved(address, show)
    assert (job(feed_import).state, asked_for(host, ".mp3")) == (Job.State.WAITING, 0)
    assert job(feed_import).reason
    settings.CONFIG = config
    actions.retry(feed_import)
    work(feed_import)
    assert len(episodes(show)) == 1


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO])
def test_a_disk_that_refuses_makes_the_import_wait_and_leaves_nothing_half(
    one: One, show: Show, monkeypatch: pytest.MonkeyPatch, settings: LazySettings, number: int
) -> None:
    def refusing(_file: int) -> None:
        raise OSError(number, "refused")

    address = one()
    with monkeypatch.context() as patch:
        patch.setattr("transfer.downloading.os.fsync", refusing)
        feed_import = moved(address, show)
    assert (job(feed_import).state, bool(job(feed_import).reason)) == (Job.State.WAITING, True)
    assert not [path for path in (Path(settings.WORK_DIR) / str(feed_import.pk)).rglob("*") if path.is_file()]
    actions.retry(feed_import)
    work(feed_import)
    assert len(episodes(show)) == 1


def test_a_recording_for_which_there_is_no_room_is_not_fetched_to_its_end(
    one: One, show: Show, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
) -> None:
    usage = namedtuple("usage", "total used free")
    free = settings.CONFIG.min_free_mb * 1_000_000 + 1000
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(0, 0, free))
    feed_import = moved(one(), show)
    assert (job(feed_import).state, len(episodes(show))) == (Job.State.WAITING, 0)


def test_only_the_newest_are_taken_if_that_is_wanted(host: Host, mp3: Mp3, show: Show) -> None:
    feed_import = moved(three(host, mp3), show, limit=1)
    assert [each.feed_guid for each in Episode.objects.child_of(show)] == ["guid-1"]  # no date: as if it were now
    assert feed_import.items.filter(state=ImportedItem.State.SKIPPED).count() == 2


def test_an_import_does_not_wait_for_transcripts_to_be_written() -> None:
    """Each of its episodes brings one, which takes as long as people talk; they make room for it."""
    assert (pipeline.TRANSCRIBE.polite, pipeline.IMPORT.polite) == (True, False)
