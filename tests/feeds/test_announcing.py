"""Hubs are told of changed feeds: politely, briefly, and nobody else is."""

from __future__ import annotations

import dataclasses
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings

from feeds import announcing
from feeds.announcing import Call, Unheard

FEED = "https://siniar.example/obrolan/feed.xml"


class Listener(ThreadingHTTPServer):
    """A hub: notes what it is told, and answers `status` with these headers."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answering)
        self.heard: list[tuple[str, str, dict[str, str], str]] = []
        self.status, self.headers = 204, {"Set-Cookie": "siapa=kamu"}
        self.address = f"http://127.0.0.1:{self.server_port}/hub"


class Answering(BaseHTTPRequestHandler):
    server: Listener

    def answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.heard.append((self.command, self.path, headers, body))
        self.send_response(self.server.status)
        for name, value in self.server.headers.items():
            self.send_header(name, value)
        self.end_headers()

    do_GET = do_POST = answer  # noqa: N815

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def hub() -> Iterator[Listener]:
    with Listener() as running:
        threading.Thread(target=running.serve_forever, args=(0.01,), daemon=True).start()
        yield running
        running.shutdown()


def config(**values: str) -> announcing.Config:
    return dataclasses.replace(settings.CONFIG, **values)


def websub(address: str) -> Call:
    (call,) = announcing.calls(config(websub_hub=address), FEED, listed=True)
    return call


def podping(address: str, token: str = "rahasia") -> Call:
    (call,) = announcing.calls(config(podping_url=address, podping_token=token), FEED, listed=True)
    return call


def test_nobody_is_told_if_nobody_is_configured() -> None:
    assert announcing.calls(config(), FEED, listed=True) == []


def test_a_hub_is_told_the_address_of_the_feed(hub: Listener) -> None:
    announcing.tell(websub(hub.address))
    ((method, path, headers, body),) = hub.heard
    assert (method, path) == ("POST", "/hub")
    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(body) == {"hub.mode": ["publish"], "hub.url": [FEED]}


def test_podping_is_told_what_has_changed_and_why(hub: Listener) -> None:
    announcing.tell(podping(hub.address))
    ((method, path, headers, _body),) = hub.heard
    assert (method, headers["authorization"]) == ("GET", "rahasia")
    assert parse_qs(urlsplit(path).query) == {"url": [FEED], "reason": ["update"], "medium": ["podcast"]}


def test_a_question_in_the_address_of_the_service_stays(hub: Listener) -> None:
    announcing.tell(podping(f"{hub.address}?simpul=1"))
    assert parse_qs(urlsplit(hub.heard[0][1]).query)["simpul"] == ["1"]


def test_the_token_stands_in_no_address_and_no_message(hub: Listener) -> None:
    hub.status = 401
    call = podping(hub.address)
    with pytest.raises(Unheard) as refused:
        announcing.tell(call)
    assert "rahasia" not in f"{call!r} {refused.value!r} {hub.heard[0][1]}"


def test_podping_never_hears_of_a_feed_that_directories_may_not_list() -> None:
    found = announcing.calls(config(websub_hub="http://h/", podping_url="http://p/"), FEED, listed=False)
    assert [call.service for call in found] == ["WebSub"]


@pytest.mark.parametrize("status", [301, 307, 400, 401, 404, 429, 500, 503])
def test_every_answer_but_yes_is_told_with_its_number(status: int, hub: Listener) -> None:
    hub.status, hub.headers = status, {"Location": f"http://127.0.0.1:{hub.server_port}/elsewhere"}
    with pytest.raises(Unheard) as refused:
        announcing.tell(websub(hub.address))
    assert (refused.value.service, refused.value.status) == ("WebSub", status)
    assert [path for _method, path, _headers, _body in hub.heard] == ["/hub"]  # and no redirect is followed


def test_no_cookie_comes_back(hub: Listener) -> None:
    for _time in range(2):
        announcing.tell(websub(hub.address))
    assert all("cookie" not in headers for _method, _path, headers, _body in hub.heard)


def test_a_proxy_of_the_environment_is_not_used(hub: Listener, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    announcing.tell(websub(hub.address))
    assert len(hub.heard) == 1


@pytest.fixture
def strange() -> Iterator[Callable[[Callable[[socket.socket], None]], str]]:
    """Starts a server that does with each connection what it is told, and gives its address."""
    opened: list[socket.socket] = []

    def start(behave: Callable[[socket.socket], None]) -> str:
        door = socket.create_server(("127.0.0.1", 0))
        opened.append(door)

        def run() -> None:
            with suppress(OSError):
                guest, _address = door.accept()
                opened.append(guest)
                guest.recv(65_536)
                behave(guest)

        threading.Thread(target=run, daemon=True).start()
        return f"http://127.0.0.1:{door.getsockname()[1]}/"

    yield start
    for each in opened:
        each.close()


def unheard(address: str) -> int | None:
    with pytest.raises(Unheard) as refused:
        announcing.tell(websub(address))
    return refused.value.status


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"\x00\xff\xfe" * 1000,
        b"HTTP/1.1 ok ok\r\n\r\n",
        b"HTTP/1.1 99999 \r\n\r\n",
        b"HTTP/1.1 204 Yes\r\n" + b"a: b\r\n" * 500 + b"\r\n",
        b"HTTP/1.1 204 " + b"x" * 70_000,
    ],
    ids=["nothing", "bytes", "words", "number", "headers", "endless"],
)
def test_an_answer_that_is_none_is_no_answer(garbage: bytes, strange: Callable[..., str]) -> None:
    def behave(guest: socket.socket) -> None:
        guest.sendall(garbage)
        guest.close()

    assert unheard(strange(behave)) is None


def test_a_hub_that_says_nothing_is_given_up(strange: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "STEP_SECONDS", 0.05)
    assert unheard(strange(lambda guest: time.sleep(2))) is None


def test_a_hub_that_trickles_is_cut_off(strange: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(announcing, "ALL_SECONDS", 0.2)

    def trickle(guest: socket.socket) -> None:
        guest.sendall(b"HTTP/1.1")
        while True:
            guest.sendall(b" ")
            time.sleep(0.01)

    assert unheard(strange(trickle)) is None


def test_nobody_at_the_address_is_no_answer() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = door.getsockname()[1]
    assert unheard(f"http://127.0.0.1:{port}/") is None


@pytest.mark.parametrize("address", ["http://[/", "http://127.0.0.1:99999/", "http:///"])
def test_an_address_that_is_none_is_no_answer(address: str) -> None:
    assert unheard(address) is None
