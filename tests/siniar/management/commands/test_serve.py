"""Web and worker as two children: what is started and told. The real thing is started in test_processes."""

from __future__ import annotations

import io
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from siniar.health import Finding, Verdict
from siniar.management.commands import serve
from siniar.supervision import Child


class Supervisor:
    """Stands for the real one: starts nothing, and notes what it was asked."""

    ready = True
    during_run: Callable[[], object] = staticmethod(lambda: None)
    made: list[Supervisor]

    def __init__(self, children: list[Child]) -> None:
        self.children, self.calls = children, list[str]()
        Supervisor.made.append(self)

    def start(self) -> None:
        self.calls.append("start")

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> bool:
        self.calls.append("wait")
        return self.ready

    def run(self) -> None:
        self.calls.append("run")
        Supervisor.during_run()

    def ask_to_stop(self) -> None:
        self.calls.append("asked")

    def stop(self) -> None:
        self.calls.append("stop")


def free_port(family: socket.AddressFamily = socket.AF_INET, host: str = "127.0.0.1") -> int:
    with socket.socket(family) as probe:
        probe.bind((host, 0))
        return int(probe.getsockname()[1])


@pytest.fixture(autouse=True)
def supervised(monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path) -> Iterator[None]:
    Supervisor.made = []
    monkeypatch.setattr(Supervisor, "ready", True)
    monkeypatch.setattr(Supervisor, "during_run", staticmethod(lambda: None))
    monkeypatch.setattr(serve, "Supervisor", Supervisor)
    monkeypatch.setattr(serve, "database", lambda: Finding("database", Verdict.GOOD, "sqlite"))
    settings.DATA_DIR = tmp_path
    settings.CONFIG = replace(settings.CONFIG, port=free_port(), base_url="https://siniar.example")
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


def run() -> str:
    printed = io.StringIO()
    call_command("serve", stdout=printed)
    return printed.getvalue()


def commands() -> dict[str, list[str]]:
    run()
    return {child.name: list(child.command) for child in Supervisor.made[0].children}


def test_without_tables_it_says_what_to_do_and_starts_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    missing = Finding("database", Verdict.BAD, "no tables", "make run")
    monkeypatch.setattr(serve, "database", lambda: missing)
    with pytest.raises(CommandError, match="make run"):
        run()
    assert Supervisor.made == []


def test_it_starts_watches_and_stops() -> None:
    run()
    assert Supervisor.made[0].calls == ["start", "wait", "run", "stop"]


def test_the_children_are_web_and_worker() -> None:
    assert list(commands()) == ["web", "worker"]


def test_the_children_run_on_the_same_python() -> None:
    assert {command[0] for command in commands().values()} == {sys.executable}


@pytest.mark.parametrize(("host", "bound"), [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "0.0.0.0"), ("::1", "[::1]")])
def test_the_web_process_listens_where_it_is_configured(settings: Settings, host: str, bound: str) -> None:
    settings.CONFIG = replace(settings.CONFIG, host=host, web_threads=3)
    assert {f"--bind={bound}:{settings.CONFIG.port}", "--threads=3"} <= set(commands()["web"])


@pytest.mark.parametrize("text", ["https://siniar.example/", "https://siniar.example/admin/"])
def test_it_tells_what_to_open(text: str) -> None:
    assert text in run()


def test_it_tells_nothing_before_the_site_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Supervisor, "ready", False)
    assert "https://siniar.example/" not in run()


def test_it_tells_the_first_login_as_long_as_its_note_is_there(tmp_path: Path) -> None:
    (tmp_path / "first-admin").write_text("admin s3cret")
    assert ("admin / s3cret" in run(), str(tmp_path / "first-admin") in run()) == (True, True)


@pytest.mark.parametrize("note", ["", "only-one-word", "three words here"])
def test_a_note_that_was_changed_by_hand_is_not_told(tmp_path: Path, note: str) -> None:
    (tmp_path / "first-admin").write_text(note)
    assert str(tmp_path) not in run()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_asks_it_to_stop(monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    monkeypatch.setattr(Supervisor, "during_run", staticmethod(lambda: os.kill(os.getpid(), number)))
    run()
    assert Supervisor.made[0].calls == ["start", "wait", "run", "asked", "stop"]


def test_a_signal_that_comes_while_the_children_start_stops_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Supervisor, "start", lambda self: os.kill(os.getpid(), signal.SIGTERM))
    run()
    assert Supervisor.made[0].calls[0::3] == ["asked", "stop"]


@pytest.mark.parametrize("where", ["start", "run"])
def test_whatever_breaks_the_children_are_stopped(monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    def broken(self: Supervisor) -> None:
        raise RuntimeError("no")

    monkeypatch.setattr(Supervisor, where, broken)
    with pytest.raises(RuntimeError):
        run()
    assert Supervisor.made[0].calls[-1] == "stop"


class TestPort:
    @pytest.fixture
    def taken(self, settings: Settings) -> Iterator[int]:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = int(other.getsockname()[1])
            settings.CONFIG = replace(settings.CONFIG, port=port)
            yield port

    def test_one_that_is_taken_is_named(self, taken: int) -> None:
        with pytest.raises(CommandError, match=str(taken)):
            run()

    def test_nothing_is_started_then(self, taken: int) -> None:
        with pytest.raises(CommandError):
            run()
        assert Supervisor.made == []

    def test_a_host_that_is_not_here_is_told_in_words(self, settings: Settings) -> None:
        settings.CONFIG = replace(settings.CONFIG, host="192.0.2.1")
        with pytest.raises(CommandError):
            run()


class Site(BaseHTTPRequestHandler):
    """A site that is well for those who know one of its names."""

    names: tuple[str, ...] = ("siniar.example", "localhost")

    def do_GET(self) -> None:
        good = self.path == "/healthz" and self.headers["Host"] in self.names
        self.send_response(200 if good else 400)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


class TestAnswering:
    @pytest.fixture
    def site(self) -> Iterator[int]:
        with HTTPServer(("127.0.0.1", 0), Site) as server:
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
            thread.start()
            yield server.server_port
            server.shutdown()
            thread.join()

    @pytest.mark.parametrize(
        "allowed",
        [["localhost"], ["siniar.example", "other.example"], [".siniar.example"], ["*"], ["*", "siniar.example"], []],
    )
    def test_it_is_asked_under_a_name_that_it_answers_to(
        self, site: int, settings: Settings, allowed: list[str]
    ) -> None:
        settings.ALLOWED_HOSTS = allowed
        assert serve._answers("127.0.0.1", site)

    def test_a_site_that_is_not_well_does_not_count(self, site: int, settings: Settings) -> None:
        settings.ALLOWED_HOSTS = ["unknown.example"]
        assert not serve._answers("127.0.0.1", site)

    @pytest.mark.parametrize("host", ["127.0.0.1", "::1"])
    def test_a_port_where_nobody_listens_does_not_count(self, host: str) -> None:
        assert not serve._answers(host, free_port())

    def test_something_that_is_no_web_server_does_not_count(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:

            def babble() -> None:
                client, _address = server.accept()
                client.sendall(b"220 mail ready\r\n")
                client.close()

            thread = threading.Thread(target=babble)
            thread.start()
            answer = serve._answers("127.0.0.1", server.getsockname()[1])
            thread.join()
        assert not answer
