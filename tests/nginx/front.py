"""Siniar's web process alone, and nginx with the documented configuration in front of another one: both on one data
folder, each on ports of its own.
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.browser.serving import HOST, free_port
from tests.e2e.conftest import ROOT, Installation

STARTING = 60.0  # seconds
PREFIX = "/_files/"
CONFIGURATION = ROOT / "docs/deploy/nginx.conf"
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@dataclass(frozen=True)
class Reply:
    """What a server has sent."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True)
class Server:
    """Something on a port."""

    port: int
    folder: Path

    def ask(self, path: str, method: str = "GET", headers: Mapping[str, str] | None = None) -> Reply:
        """Asks once; header names come back in lower case, and no header comes twice."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=30)
        try:
            connection.request(method, path, headers=dict(headers or {}))
            reply = connection.getresponse()
            names = [name.lower() for name, _value in reply.getheaders()]
            assert len(names) == len(set(names)), names
            return Reply(reply.status, {name.lower(): value for name, value in reply.getheaders()}, reply.read())
        finally:
            connection.close()


@contextmanager
def siniar(installation: Installation, **settings: str) -> Iterator[Server]:
    """The web process on a free port until the end of the block."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "siniar.wsgi:application", f"--bind={HOST}:{port}"),
        *("--worker-class=gthread", "--threads=4", "--log-level=warning", "--no-control-socket"),
    ]
    environment = installation.environment(PORT=str(port), DJANGO_SETTINGS_MODULE="tests.nginx.settings", **settings)
    with _running(command, port, installation.folder / f"web-{port}.log", "/healthz", environment):
        yield Server(port, installation.folder)


@contextmanager
def nginx(program: str, behind: Server) -> Iterator[Server]:
    """nginx on a free port, in front of `behind`, as docs/deploy/nginx.conf has it but for names, ports and TLS."""
    port, folder = free_port(), behind.folder / "nginx"
    (folder / "temporary").mkdir(parents=True)
    configuration = folder / "nginx.conf"
    configuration.write_text(_around(_adapted(CONFIGURATION.read_text(), port, behind, folder), folder))
    log = folder / "output.log"
    command = [program, "-p", str(folder), "-e", str(folder / "start.log"), "-c", str(configuration)]
    with _running(command, port, log, "/healthz", dict(os.environ)):
        yield Server(port, folder)


def _adapted(text: str, port: int, behind: Server, folder: Path) -> str:
    changes = {
        "listen 443 ssl;": f"listen {HOST}:{port};",
        "server_name siniar.example;": f"server_name {HOST};",
        "ssl_certificate /etc/ssl/siniar.pem;": "",
        "ssl_certificate_key /etc/ssl/siniar.key;": "",
        "server 127.0.0.1:8000;": f"server {HOST}:{behind.port};",
        "/var/log/nginx/": f"{folder}/",
        "alias /var/lib/siniar/": f"alias {behind.folder}/",
    }
    for documented, here in changes.items():
        assert documented in text, documented
        text = text.replace(documented, here)
    return text


def _around(text: str, folder: Path) -> str:
    """What Debian's own nginx.conf stands for."""
    places = "\n".join(f"{name}_temp_path {folder}/temporary/{name};" for name in TEMPORARY)
    user = "user root root;" if os.geteuid() == 0 else ""
    return (
        f"{user} daemon off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{ worker_connections 64; }}\nhttp {{ default_type application/octet-stream;\n{places}\n{text}}}\n"
    )


@contextmanager
def _running(command: list[str], port: int, log: Path, path: str, environment: dict[str, str]) -> Iterator[None]:
    with log.open("wb") as output:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
        try:
            _wait(process, port, path, log)
            yield
        finally:
            process.terminate()
            process.wait(20)


def _wait(process: subprocess.Popen[bytes], port: int, path: str, log: Path) -> None:
    end = time.monotonic() + STARTING
    while time.monotonic() < end and process.poll() is None:
        try:
            if Server(port, log.parent).ask(path).status == 200:
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"nobody answers: {log.read_text()}")
