"""Asking the other side: short, without data, never further than its own address; and pages that ask nobody."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from django.db import OperationalError

from reporting.handoff import clock, codes, probe, standing
from reporting.handoff.standing import State
from tests.reporting.handoff.conftest import Configure


class Other(ThreadingHTTPServer):
    """The other side, which answers with one status, and notes what it is asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.status, self.location, self.asked = 200, "", list[tuple[str, str, dict[str, str]]]()
        self.address = f"http://127.0.0.1:{self.server_port}/masuk"


class Answer(BaseHTTPRequestHandler):
    server: Other

    def do_HEAD(self) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append((self.command, self.path, headers))
        self.send_response(self.server.status)
        if self.server.location:
            self.send_header("Location", self.server.location)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@contextlib.contextmanager
def other() -> Iterator[Other]:
    with Other() as running:
        thread = threading.Thread(target=running.serve_forever, daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def receiver() -> Iterator[Other]:
    with other() as running:
        yield running


@pytest.fixture
def closed() -> str:
    """An address at which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{taken.getsockname()[1]}/"


def looks(times: int = 1) -> State:
    for _each in range(times):
        probe.look()
    return probe.state()


def test_a_receiver_that_answers_is_well(hand_off: Configure, receiver: Other) -> None:
    hand_off(silayang_url=receiver.address)
    assert looks() == State.NORMAL


def test_it_is_asked_without_data_and_without_saying_who_asks(hand_off: Configure, receiver: Other) -> None:
    hand_off(silayang_url=receiver.address)
    probe.look()
    (method, path, headers) = receiver.asked[0]
    assert (method, path) == ("HEAD", "/masuk")
    assert set(headers) == {"host", "user-agent", "connection", "accept-encoding"}


@pytest.mark.parametrize(
    ("status", "well"),
    [
        *((status, True) for status in (200, 302, 401, 403, 405, 429)),
        *((status, False) for status in (404, 410, 500, 502, 503)),
    ],
)
def test_which_answers_count_as_being_there(hand_off: Configure, receiver: Other, status: int, well: bool) -> None:
    hand_off(silayang_url=receiver.address)
    receiver.status = status
    assert looks() == (State.NORMAL if well else State.DISTURBED)


def test_it_goes_nowhere_else_whatever_it_is_told(hand_off: Configure, receiver: Other) -> None:
    hand_off(silayang_url=receiver.address)
    with other() as elsewhere:
        receiver.status, receiver.location = 302, elsewhere.address
        probe.look()
        assert elsewhere.asked == []


def test_a_receiver_that_is_gone_is_disturbed_then_down(hand_off: Configure, receiver: Other, closed: str) -> None:
    hand_off(silayang_url=receiver.address)
    probe.look()
    hand_off(silayang_url=closed)
    assert [looks() for _each in range(5)] == [
        State.NORMAL,
        State.DISTURBED,
        State.DISTURBED,
        State.DISTURBED,
        State.DOWN,
    ]


def test_it_comes_back_step_by_step(hand_off: Configure, receiver: Other, closed: str) -> None:
    hand_off(silayang_url=closed)
    looks(5)
    hand_off(silayang_url=receiver.address)
    assert [looks() for _each in range(3)] == [State.DISTURBED, State.DISTURBED, State.NORMAL]


def test_a_receiver_that_takes_its_time_is_not_waited_for(hand_off: Configure, monkeypatch: pytest.MonkeyPatch) -> None:
    """It accepts and says nothing."""
    monkeypatch.setattr(probe, "STEP_SECONDS", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        hand_off(silayang_url=f"http://127.0.0.1:{silent.getsockname()[1]}/")
        assert looks() == State.DISTURBED


def test_an_address_that_is_searched_for_ever_is_not_waited_for(
    hand_off: Configure, closed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found, asked = threading.Event(), list[str]()
    monkeypatch.setattr(probe, "SECONDS", 0.1)
    monkeypatch.setattr(probe, "_answers", lambda address, hold: asked.append(address) or found.wait())
    hand_off(silayang_url=closed)
    assert looks(3) == State.DISTURBED
    assert len(asked) == 1  # and no other thread beside the one that is left behind
    found.set()
    over()


def test_a_receiver_that_drips_is_hung_up_on(hand_off: Configure, monkeypatch: pytest.MonkeyPatch) -> None:
    """It always has one more header, and is never silent for long."""
    monkeypatch.setattr(probe, "SECONDS", 0.2)
    hung_up = threading.Event()

    def drip() -> None:
        connection, _address = dripping.accept()
        with connection, contextlib.suppress(OSError):
            connection.sendall(b"HTTP/1.1 200 ")
            connection.settimeout(0.01)
            while True:
                connection.sendall(b"O")
                with contextlib.suppress(TimeoutError):
                    if not connection.recv(1000):
                        break
        hung_up.set()

    with socket.create_server(("127.0.0.1", 0)) as dripping:
        thread = threading.Thread(target=drip)
        thread.start()
        hand_off(silayang_url=f"http://127.0.0.1:{dripping.getsockname()[1]}/")
        assert looks() == State.DISTURBED
        over()
        assert hung_up.wait(10)
        thread.join()


def over() -> None:
    """The question that was left behind has ended."""
    assert probe._asking is not None
    probe._asking.join(10)
    assert not probe._asking.is_alive()


def test_what_answers_something_else_than_http_is_not_there(hand_off: Configure) -> None:
    with socket.create_server(("127.0.0.1", 0)) as strange:

        def answer() -> None:
            connection, _address = strange.accept()
            with connection:
                connection.recv(1000)
                connection.sendall(b"SSH-2.0-strange\r\n" * 10)

        thread = threading.Thread(target=answer)
        thread.start()
        hand_off(silayang_url=f"http://127.0.0.1:{strange.getsockname()[1]}/")
        assert looks() == State.DISTURBED
        thread.join()


def test_another_address_may_be_asked(hand_off: Configure, receiver: Other, closed: str) -> None:
    hand_off(silayang_url=closed, silayang_health_url=receiver.address + "/sehat?x=1")
    assert looks() == State.NORMAL
    assert receiver.asked[0][1] == "/masuk/sehat?x=1"


def test_nobody_is_asked_where_that_is_switched_off(hand_off: Configure, receiver: Other) -> None:
    hand_off(silayang_url=receiver.address, silayang_health_url="off")
    assert (probe.look(), receiver.asked, probe.state()) == (None, [], State.NORMAL)


# What pages are told ----------------------------------------------------------------------------------------------


def test_a_page_asks_neither_network_nor_database(
    hand_off: Configure, receiver: Other, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the mark for it, a test that asks the database fails."""
    hand_off(silayang_url=receiver.address)
    probe.look()
    monkeypatch.setattr(probe, "_answers", lambda address, hold: pytest.fail("asked"))
    assert probe.state() == State.NORMAL
    assert len(receiver.asked) == 1


def test_before_anything_is_known_phones_come_first_and_the_link_stays(hand_off: Configure) -> None:
    hand_off()
    assert probe.state() == State.DISTURBED


def test_where_there_is_no_receiver_nothing_is_wrong(hand_off: Configure) -> None:
    hand_off(silayang_url="")
    assert probe.state() == State.NORMAL


def test_when_the_worker_is_gone_what_it_said_last_does_not_last(
    hand_off: Configure, receiver: Other, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_off(silayang_url=receiver.address)
    probe.look()
    later = time.time() + standing.STALE + 2
    monkeypatch.setattr(probe.time, "time", lambda: later)
    assert probe.state() == State.DISTURBED


def directory(path: Path) -> None:
    path.mkdir()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.write_bytes(b"\xff\xfe"),
        lambda path: path.write_text(""),
        lambda path: path.write_text("{"),
        lambda path: path.write_text('{"state": "mati", "at": "x"}'),
        directory,
    ],
)
def test_a_spoilt_note_is_as_good_as_none(hand_off: Configure, tmp_path: Path, spoil: Callable[[Path], object]) -> None:
    hand_off()
    spoil(tmp_path / "hand-off-standing.json")
    assert probe.state() == State.DISTURBED


def test_the_clock_forgets_and_asks(hand_off: Configure, receiver: Other, db: None) -> None:
    hand_off(silayang_url=receiver.address)
    clock.tick()
    assert probe.state() == State.NORMAL


def test_a_lost_database_does_not_keep_the_clock_from_asking(
    hand_off: Configure, receiver: Other, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails() -> None:
        raise OperationalError("gone")

    hand_off(silayang_url=receiver.address)
    monkeypatch.setattr(codes, "forget_expired", fails)
    with pytest.raises(OperationalError):
        clock.tick()
    assert probe.state() == State.NORMAL
