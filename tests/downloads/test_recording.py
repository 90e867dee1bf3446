"""From a delivery to a row: who is counted, what is kept of it, and what happens when that cannot be written."""

from __future__ import annotations

import atexit
import dataclasses
import logging
import uuid
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from downloads import actions, recording
from downloads.actions import MOST_OF_ONE_PLACE
from downloads.models import DailyDownloads, Listener, MeasuringGap, MeasuringProcess
from downloads.recording import Recorder, client_address
from episodes import media
from episodes.models import Episode, Rendition
from tests import factories
from tests.downloads.conftest import hear
from tests.siniar.jobs.clock import Clock

pytestmark = pytest.mark.django_db

PROCESS = uuid.UUID(int=1)


def downloads() -> int:
    """Listeners who count, today."""
    return Listener.objects.filter(counted=True).count()


def test_who_asks_for_all_of_it_is_counted(recorder: Recorder, episode: Episode) -> None:
    hear(recorder, episode)
    recorder.write(PROCESS)
    assert downloads() == 1


def test_who_asks_again_is_counted_once(recorder: Recorder, episode: Episode) -> None:
    for _time in range(3):
        hear(recorder, episode)
        recorder.write(PROCESS)
    assert downloads() == 1


def test_who_asks_in_several_processes_is_counted_once(episode: Episode) -> None:
    for number in range(2):
        one = Recorder()
        hear(one, episode)
        one.write(uuid.UUID(int=number))
    assert downloads() == 1


def test_parts_are_joined_over_several_writings(recorder: Recorder, episode: Episode) -> None:
    size = Rendition.objects.get(audio_file=episode.audio_id, kind="main").size
    hear(recorder, episode, last=size // 2)
    recorder.write(PROCESS)
    assert downloads() == 0
    hear(recorder, episode, first=size // 2)
    recorder.write(PROCESS)
    assert downloads() == 1


@pytest.mark.parametrize(
    "other", [{"address": "103.10.20.31"}, {"agent": "Pocket Casts"}, {"address": "2001:db8::1"}], ids=str
)
def test_somebody_else_counts_too(recorder: Recorder, episode: Episode, other: dict[str, str]) -> None:
    hear(recorder, episode)
    hear(recorder, episode, **other)  # type: ignore[arg-type]
    recorder.write(PROCESS)
    assert downloads() == 2


def test_several_apps_behind_one_address_all_count(recorder: Recorder, episode: Episode) -> None:
    for number in range(MOST_OF_ONE_PLACE):
        hear(recorder, episode, agent=f"Pemutar {number}")
    recorder.write(PROCESS)
    assert downloads() == MOST_OF_ONE_PLACE


def test_who_invents_user_agents_gains_nothing_more(recorder: Recorder, episode: Episode) -> None:
    for number in range(12):
        hear(recorder, episode, agent=f"Pemutar {number}")
        if number % 4 == 3:
            recorder.write(PROCESS)
    other = Recorder()
    hear(other, episode, agent="Pemutar 12")
    other.write(uuid.UUID(int=2))
    assert Listener.objects.count() == downloads() == MOST_OF_ONE_PLACE
    assert not MeasuringGap.objects.filter(reason__in=["not_written", "flood"]).exists()


def test_who_was_counted_first_goes_on_when_a_place_is_full(recorder: Recorder, episode: Episode) -> None:
    size = Rendition.objects.get(audio_file=episode.audio_id, kind="main").size
    for number in range(MOST_OF_ONE_PLACE):
        hear(recorder, episode, agent=f"Pemutar {number}", last=size // 2)
    recorder.write(PROCESS)
    for number in range(MOST_OF_ONE_PLACE + 1):
        hear(recorder, episode, agent=f"Pemutar {number}", first=size // 2)
    recorder.write(PROCESS)
    assert Listener.objects.count() == downloads() == MOST_OF_ONE_PLACE


def test_another_episode_has_room_of_its_own(recorder: Recorder, episode: Episode) -> None:
    for heard in (episode, factories.episode()):
        for number in range(MOST_OF_ONE_PLACE + 1):
            hear(recorder, heard, agent=f"Pemutar {number}")
    recorder.write(PROCESS)
    assert downloads() == 2 * MOST_OF_ONE_PLACE


def test_a_flood_from_one_address_fills_neither_memory_nor_the_room_of_others(
    recorder: Recorder, episode: Episode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "MOST_WAITING", 2 * recording.MOST_WAITING_AT_ONE_PLACE)
    for number in range(3 * recording.MOST_WAITING_AT_ONE_PLACE):
        hear(recorder, episode, agent=f"Pemutar {number}")
    assert len(recorder._waiting) == recording.MOST_WAITING_AT_ONE_PLACE
    hear(recorder, episode, address="103.10.20.31")
    recorder.write(PROCESS)
    assert downloads() == MOST_OF_ONE_PLACE + 1
    assert not MeasuringGap.objects.filter(reason="not_written").exists()


@pytest.mark.parametrize(
    "request_",
    [{"agent": "curl/8.5.0"}, {"agent": ""}, {"last": 1}, {"Sec-Purpose": "prefetch"}],
    ids=["a library", "no name", "a probe", "fetched ahead"],
)
def test_who_does_not_listen_leaves_nothing(recorder: Recorder, episode: Episode, request_: dict[str, str]) -> None:
    hear(recorder, episode, **request_)  # type: ignore[arg-type]
    recorder.write(PROCESS)
    assert not Listener.objects.exists()


def test_head_is_no_download(recorder: Recorder, episode: Episode) -> None:
    rendition = Rendition.objects.get(audio_file=episode.audio_id, kind="main")
    recorder.hear(
        RequestFactory().head("/", headers={"User-Agent": "Pocket Casts"}), episode, rendition, 0, rendition.size - 1
    )
    recorder.write(PROCESS)
    assert not Listener.objects.exists()


def test_the_next_day_they_are_somebody_new(recorder: Recorder, episode: Episode, clock: Clock) -> None:
    for _day in range(2):
        hear(recorder, episode)
        recorder.write(PROCESS)
        clock.forward(timedelta(days=1))
    tokens = Listener.objects.values_list("token", flat=True)
    assert len(set(tokens)) == 2


@hypothesis_settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 9), st.booleans()), max_size=20))
def test_however_often_and_in_which_pieces_a_listener_counts_once_a_day(
    episode: Episode, asked: list[tuple[int, int, bool]]
) -> None:
    Listener.objects.all().delete()
    size = Rendition.objects.get(audio_file=episode.audio_id, kind="main").size
    recorder, heard = Recorder(), {}
    for listener, tenth, write in asked:
        heard.setdefault(listener, set()).add(tenth)
        first, last = size * tenth // 10, size * (tenth + 1) // 10 - 1
        hear(recorder, episode, address=f"103.10.20.{listener}", first=first, last=last)
        if write:
            recorder.write(PROCESS)
    recorder.write(PROCESS)
    assert downloads() == sum(len(tenths) == 10 for tenths in heard.values())


# What is kept ----------------------------------------------------------------------------------------------------


def test_neither_address_nor_user_agent_is_anywhere(
    recorder: Recorder, episode: Episode, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    hear(recorder, episode, address="103.77.88.99", agent="Peramban-Rahasia/9")
    before = repr(vars(recorder)) + repr(recorder._waiting)
    recorder.write(PROCESS)
    call_command("dumpdata", "downloads")
    everything = before + capsys.readouterr().out + "".join(record.getMessage() for record in caplog.records)
    assert "Listener" in everything or "listener" in everything
    assert "103.77" not in everything
    assert "Peramban" not in everything


def test_stretches_are_forgotten_once_they_are_a_download(recorder: Recorder, episode: Episode) -> None:
    hear(recorder, episode)
    recorder.write(PROCESS)
    assert Listener.objects.get().asked == []


def test_a_reply_waits_for_no_query(
    recorder: Recorder, episode: Episode, django_assert_num_queries: object, rf: RequestFactory
) -> None:
    rendition = Rendition.objects.get(audio_file=episode.audio_id, kind="main")
    request = rf.get("/", headers={"User-Agent": "Pocket Casts"})
    with django_assert_num_queries(0):  # type: ignore[operator]
        recorder.hear(request, episode, rendition, 0, rendition.size - 1)


def test_writing_takes_the_same_queries_for_one_and_for_many(recorder: Recorder, episode: Episode) -> None:
    queries = []
    for block, listeners in enumerate((1, 1, 100)):  # the first also opens the day
        for number in range(listeners):
            hear(recorder, episode, address=f"103.10.{block}.{number}")
        with CaptureQueriesContext(connection) as context:
            recorder.write(PROCESS)
        queries.append(len(context))
    assert queries[1] == queries[2]


# When it cannot be written ---------------------------------------------------------------------------------------


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Nothing can be written until the test undoes it."""

    def refuse(*args: object) -> None:
        raise DatabaseError("database or disk is full")

    context = pytest.MonkeyPatch()
    context.setattr(actions, "keep", refuse)
    monkeypatch.setattr(recording.logger, "warning", lambda *args: None)
    return context


def test_what_cannot_be_written_now_is_written_later(
    recorder: Recorder, episode: Episode, broken: pytest.MonkeyPatch
) -> None:
    size = Rendition.objects.get(audio_file=episode.audio_id, kind="main").size
    hear(recorder, episode, last=size // 2)
    assert not recorder.write(PROCESS)
    hear(recorder, episode, first=size // 2)
    assert not recorder.write(PROCESS)
    broken.undo()
    assert recorder.write(PROCESS)
    assert downloads() == 1


def test_what_finds_no_room_in_memory_is_a_gap(
    recorder: Recorder, episode: Episode, broken: pytest.MonkeyPatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recording, "MOST_WAITING", 2)
    for number in range(4):
        hear(recorder, episode, address=f"103.10.20.{number}")
    recorder.write(PROCESS)
    broken.undo()
    recorder.write(PROCESS)
    assert downloads() == 2
    assert MeasuringGap.objects.get(reason="not_written").begins


def test_without_room_for_a_key_there_is_a_gap(
    recorder: Recorder, episode: Episode, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(day: object) -> bytes:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("downloads.keys.key_of", full)
    hear(recorder, episode)
    recorder.write(PROCESS)
    assert MeasuringGap.objects.filter(reason="not_written").exists()


# A process that counts -------------------------------------------------------------------------------------------


@pytest.fixture
def threads(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Callable[[], None]]]:
    """What a recorder would do in threads of its own: calling one writes once."""
    begun: list[Callable[[], None]] = []

    class Thread:
        def __init__(self, target: Callable[..., None], args: list[object], **how: object) -> None:
            begun.append(lambda: target(*args))

        def start(self) -> None:
            recorder._ended.set()

        def join(self, patience: float) -> None:
            pass

    monkeypatch.setattr(recording.threading, "Thread", Thread)
    monkeypatch.setattr(recording, "connection", SimpleNamespace(close=lambda: None))
    yield begun
    atexit.unregister(recorder.stop)


def test_it_writes_by_itself_from_its_start_on(
    recorder: Recorder, episode: Episode, threads: list[Callable[[], None]]
) -> None:
    assert not recorder.running
    recorder.start()
    assert recorder.running
    hear(recorder, episode)
    threads[0]()
    assert downloads() == 1
    assert MeasuringProcess.objects.filter(stopped=False).count() == 1


def test_its_end_loses_nothing(recorder: Recorder, episode: Episode, threads: list[Callable[[], None]]) -> None:
    recorder.start()
    hear(recorder, episode)
    recorder.stop()
    assert not recorder.running
    assert downloads() == 1
    assert MeasuringProcess.objects.get().stopped


def test_a_fork_counts_by_itself(
    recorder: Recorder, episode: Episode, threads: list[Callable[[], None]], monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder.start()
    hear(recorder, episode, address="103.10.20.31")
    monkeypatch.setattr(recording.os, "getpid", lambda: -1)
    hear(recorder, episode)
    assert len(threads) == 2
    threads[1]()
    assert downloads() == 1  # what was there before the fork, the other process writes


def test_yesterdays_key_is_gone_from_memory_and_disk(
    recorder: Recorder, episode: Episode, clock: Clock, day_keys: Path
) -> None:
    hear(recorder, episode)
    recorder.forget_old_key()
    assert recorder._key
    clock.forward(timedelta(days=1))
    recorder.forget_old_key()
    assert recorder._key is None
    assert list(day_keys.iterdir()) == []


# Where it hangs --------------------------------------------------------------------------------------------------


@pytest.fixture
def listening(recorder: Recorder, monkeypatch: pytest.MonkeyPatch) -> Recorder:
    """The recorder that hears of the site's deliveries; it counts, but has no thread."""
    recorder._process, recorder._pid = PROCESS, recording.os.getpid()
    monkeypatch.setattr("downloads.signals.recorder", recorder)
    return recorder


def ask(episode: Episode, **headers: str) -> int:
    """Asks the site for an episode's sound, as a player does."""
    rendition = Rendition.objects.get(audio_file=episode.audio_id, kind="main")
    reply = Client().get(media.path(episode, rendition), headers={"User-Agent": "Pocket Casts"} | headers)
    reply.getvalue()
    return int(reply.status_code)


def test_a_delivery_is_counted(listening: Recorder, episode: Episode) -> None:
    assert ask(episode) == 200
    listening.write(PROCESS)
    assert downloads() == 1


def test_a_range_is_counted_as_far_as_it_goes(listening: Recorder, episode: Episode) -> None:
    assert ask(episode, Range="bytes=0-1") == 206
    listening.write(PROCESS)
    assert not Listener.objects.exists()


@pytest.mark.parametrize("headers", [{"Range": "bytes=999999999-"}, {"If-None-Match": "*"}], ids=["416", "304"])
def test_a_reply_without_sound_is_none(listening: Recorder, episode: Episode, headers: dict[str, str]) -> None:
    assert ask(episode, **headers) in (304, 416)
    listening.write(PROCESS)
    assert not Listener.objects.exists()


def test_what_fails_here_costs_nobody_the_sound(
    listening: Recorder, episode: Episode, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*args: object) -> None:
        raise RuntimeError("anything")

    monkeypatch.setattr(listening, "hear", fail)
    assert ask(episode) == 200


def test_where_nobody_counts_nothing_is_collected(
    recorder: Recorder, episode: Episode, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("downloads.signals.recorder", recorder)
    ask(episode)
    assert recorder._waiting == {}


# Where a request comes from --------------------------------------------------------------------------------------


@pytest.fixture
def behind_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    config = dataclasses.replace(settings.CONFIG, client_address_header="X-Forwarded-For")
    monkeypatch.setattr(settings, "CONFIG", config)


def test_what_a_client_claims_counts_for_nothing(rf: RequestFactory) -> None:
    request = rf.get("/", REMOTE_ADDR="103.10.20.30", headers={"X-Forwarded-For": "1.1.1.1", "X-Real-IP": "1.1.1.1"})
    assert client_address(request) == "103.10.20.30"


def test_a_trusted_proxy_is_believed(rf: RequestFactory, behind_proxy: None) -> None:
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "103.10.20.30"})
    assert client_address(request) == "103.10.20.30"


def test_but_only_what_the_proxy_itself_has_added(rf: RequestFactory, behind_proxy: None) -> None:
    request = rf.get("/", REMOTE_ADDR="127.0.0.1", headers={"X-Forwarded-For": "1.1.1.1, 103.10.20.30"})
    assert client_address(request) == "103.10.20.30"


def test_a_request_past_the_proxy_has_its_own_address(rf: RequestFactory, behind_proxy: None) -> None:
    assert client_address(rf.get("/", REMOTE_ADDR="103.10.20.30")) == "103.10.20.30"


def test_the_whole_way_from_deliveries_to_a_number(
    recorder: Recorder, episode: Episode, clock: Clock, day_keys: Path
) -> None:
    other = factories.episode()
    for number in range(12):
        hear(recorder, episode, address=f"103.10.20.{number}")
    hear(recorder, other)
    recorder.write(PROCESS)
    clock.forward(timedelta(days=1))
    actions.by_the_clock()
    assert dict(DailyDownloads.objects.values_list("episode", "count")) == {episode.pk: 12, other.pk: 1}
    assert not Listener.objects.exists()
    assert list(day_keys.iterdir()) == []
