"""Servers that stand still, drip, or are something else: Unavailable within seconds, with a cause that can be told."""

from __future__ import annotations

import os
import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import pytest

from search import query, ranking
from search.engines.protocol import Cause, Unavailable
from tests.search.engines.standing_in import standing
from tests.search.making import an_entry
from tests.search_servers import Elasticsearch, stand_still

pytestmark = pytest.mark.xdist_group("search-engines")

WANTED = [ranking.tiers(query.parse("anak"))[0].expression]
SHORT = 2  # seconds of patience, enough for a server that answers on a busy machine
WAKE = 20.0  # seconds after which a frozen server goes on by itself: a test that waits for it fails, but ends
MANY = b'{"responses":[{"hits":{"total":{"value":30000},"hits":[]}}]}'
NONE = b'{"responses":[{"hits":{"total":{"value":0},"hits":[]}}]}'
ODD = [
    (b"{}",),
    (b"[]",),
    (b"null",),
    (b"1",),
    (b'"x"',),
    (b"nonsense",),
    (b"",),
    (b'{"responses":[]}',),
    (b'{"responses":[{}]}',),
    (b'{"responses":[null]}',),
    (b'{"responses":{}}',),
    (b'{"responses":[{"error":{}}]}',),
    (b'{"responses":[{"error":"rahasia"}]}',),
    (NONE,),
    (MANY,),
    (b'{"responses":[{"hits":{"total":{"value":"many"},"hits":[]}}]}',),
    (NONE, b'{"responses":[{"aggregations":{}},{"aggregations":{}}]}'),
    (NONE, b'{"responses":[{"aggregations":{"episodes":{"buckets":[{"key":"x"}]}}},{}]}'),
    (MANY, b'{"responses":[{"hits":{"hits":[{"sort":[]}]}}]}'),
]


def elastic(url: str) -> Any:
    pytest.importorskip("elasticsearch")
    from search.engines.elasticsearch import ElasticsearchEngine

    return ElasticsearchEngine(url)


@contextmanager
def asked(url: str) -> Iterator[Any]:
    engine = elastic(url)
    try:
        yield engine
    finally:
        engine.close()


def cause(engine: Any) -> Cause:
    with pytest.raises(Unavailable) as told:
        engine.counts(WANTED, most=20_000)
    return told.value.cause


class TestElasticsearch:
    @pytest.mark.parametrize("bodies", ODD, ids=lambda bodies: ascii(bodies[-1])[:60])
    def test_an_odd_answer_to_a_search_is_none(self, bodies: tuple[bytes, ...]) -> None:
        with standing(*bodies) as url, asked(url) as engine, pytest.raises(Unavailable) as told:
            engine.counts(WANTED, most=20_000)
        assert "rahasia" not in str(told.value)

    @pytest.mark.parametrize("body", [b"[]", b"null", b'{"a":1}', b'{"a":{}}', b"nonsense"], ids=ascii)
    def test_an_odd_answer_to_any_call_is_none(self, body: bytes) -> None:
        with standing(body) as url, asked(url) as engine:
            for call in (
                engine.serving,
                engine.building,
                lambda: engine.contents("i"),
                lambda: engine.passages(WANTED, [1], most=3),
                lambda: engine.put("i", [an_entry(1, "anak")]),
                lambda: engine.remove("i", [1]),
            ):
                with pytest.raises(Unavailable):
                    call()
            assert not engine.alive()

    def test_rows_that_nobody_says_were_stored_were_not(self) -> None:
        nothing = b'{"aggregations":{"episodes":{"buckets":[]}},"items":[]}'
        with standing(nothing) as url, asked(url) as engine, pytest.raises(Unavailable):
            engine.put("i", [an_entry(1, "anak")])

    def test_what_is_no_elasticsearch_is_told_as_that(self) -> None:
        with standing(b"{}", kind="something") as url, asked(url) as engine:
            assert cause(engine) is Cause.STRANGE

    def test_a_password_that_is_wrong_is_told_as_that(self) -> None:
        with standing(b"{}", status=401) as url, asked(url) as engine:
            assert cause(engine) is Cause.LOGIN

    def test_where_nobody_listens_there_is_no_connection(self) -> None:
        with asked("http://127.0.0.1:9") as engine:
            assert cause(engine) is Cause.UNREACHABLE

    def test_an_answer_that_drips_is_cut_off(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("search.engines.elasticsearch.PATIENCE", 0.5)
        with standing(b" " * 300 + NONE, drips=True) as url, asked(url) as engine:
            assert cause(engine) is Cause.LATE

    def test_a_server_that_stands_still_is_waited_for_no_longer_than_a_listener_has_patience(
        self, elasticsearch_server: Elasticsearch, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("search.engines.elasticsearch.PATIENCE", SHORT)
        with asked(elasticsearch_server.url) as engine:
            assert engine.alive()
            with elasticsearch_server.frozen():
                assert cause(engine) is Cause.LATE
            assert cause(engine) is Cause.OTHER  # it answers again; it has no index

    def test_a_write_to_a_server_that_stands_still_ends_as_well(
        self, elasticsearch_server: Elasticsearch, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("search.engines.elasticsearch.LONGEST_WRITE", 0.5)
        with asked(elasticsearch_server.url) as engine, elasticsearch_server.frozen():
            with pytest.raises(Unavailable) as told:
                engine.put("siniar-1", [an_entry(1, "anak")])
            assert told.value.cause is Cause.LATE


@pytest.fixture
def postgres(postgres_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """An engine with little patience whose index holds one episode."""
    from search.engines import postgres as module

    monkeypatch.setattr(module, "PATIENCE", SHORT)
    monkeypatch.setattr(module, "LONGEST_WRITE", SHORT)
    engine = module.PostgresEngine(postgres_url)
    index = engine.begin()
    engine.put(index, [an_entry(1, "anak baik")])
    engine.serve(index)
    yield engine
    with engine._writing() as connection:
        connection.execute(f"DROP TABLE {index}, {index}_episodes")
        connection.execute("DELETE FROM siniar_search_indexes")
    engine.close()


@contextmanager
def frozen_backend(engine: Any) -> Iterator[int]:
    """The process of the server that serves this thread stands still within the block."""
    pid = engine._own.connection.info.backend_pid
    os.kill(pid, signal.SIGSTOP)
    wake = threading.Timer(WAKE, os.kill, (pid, signal.SIGCONT))
    wake.start()
    try:
        stand_still([pid])
        yield pid
    finally:
        wake.cancel()
        wake.join()
        os.kill(pid, signal.SIGCONT)


class TestPostgres:
    def test_a_frozen_server_is_given_up_and_the_next_question_connects_anew(self, postgres: Any) -> None:
        with frozen_backend(postgres) as pid:
            assert cause(postgres) is Cause.LATE
            (counts,) = postgres.counts(WANTED, most=10)
            assert set(counts.episodes) == {1}
            assert postgres._own.connection.info.backend_pid != pid

    def test_a_write_to_a_frozen_server_is_given_up_and_leaves_what_was_there(self, postgres: Any) -> None:
        index = postgres.serving()
        with frozen_backend(postgres):
            with pytest.raises(Unavailable) as told:
                postgres.put(index, [an_entry(1, *["kata"] * 5_000, fingerprint="B")])
            assert told.value.cause is Cause.LATE
            assert postgres.contents(index) == {1: "f1"}

    @pytest.mark.parametrize(
        ("change", "expected"),
        [
            ({"path": "/nosuch"}, Cause.DATABASE),
            ({"netloc": "nosuch:geheim@{host}"}, Cause.LOGIN),
            ({"netloc": "siniar@127.0.0.1:9"}, Cause.UNREACHABLE),
            ({"netloc": "127.0.0.1:notaport"}, Cause.ADDRESS),
        ],
        ids=["database", "user", "port", "no port"],
    )
    def test_what_is_wrong_is_told(self, postgres_url: str, change: dict[str, str], expected: Cause) -> None:
        from search.engines.postgres import PostgresEngine

        parts = urlsplit(postgres_url)
        host = parts.netloc.rpartition("@")[2]
        engine = PostgresEngine(parts._replace(**{k: v.format(host=host) for k, v in change.items()}).geturl())
        assert cause(engine) is expected

    def test_a_password_that_is_wrong_is_told_as_that(self) -> None:
        psycopg = pytest.importorskip("psycopg")
        from search.engines.postgres import _cause

        sentence = 'connection failed: FATAL:  password authentication failed for user "siniar"'
        assert _cause(psycopg.OperationalError(sentence)) is Cause.LOGIN

    def test_what_is_no_postgres_is_told_as_that(self) -> None:
        pytest.importorskip("psycopg")
        from search.engines.postgres import PostgresEngine

        with socket.create_server(("127.0.0.1", 0)) as server:
            answering = threading.Thread(target=_refuse, args=[server])
            answering.start()
            assert cause(PostgresEngine(f"postgresql://127.0.0.1:{server.getsockname()[1]}/x")) is Cause.STRANGE
            answering.join()


def _refuse(server: socket.socket) -> None:
    """As a web server does."""
    connection, _address = server.accept()
    with connection:
        connection.recv(100)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
