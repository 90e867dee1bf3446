"""A site to look at: an installation with content in it, and the product's web server on a port of its own.

There is no worker: what is uploaded waits, and nothing moves while a page is looked at.
"""

from __future__ import annotations

import http.client
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.conftest import ROOT, Installation

HOST = "127.0.0.1"
STARTING = 60.0  # seconds


@dataclass(frozen=True)
class Site:
    """A running site. `seeded` is what `seeding` said of its content."""

    address: str
    installation: Installation
    seeded: dict[str, Any]

    def seed(self, *what: str) -> dict[str, Any]:
        """Adds more content and returns what was made: see `seeding.main`."""
        return seed(self.installation, *what)


def seed(installation: Installation, *what: str) -> dict[str, Any]:
    """Runs `seeding` on an installation and returns what it made."""
    result = installation.manage("shell", "-v0", "-c", f"from tests.browser import seeding; seeding.main({what!r})")
    assert result.returncode == 0, result.stdout + result.stderr
    made: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return made


@contextmanager
def serving(folder: Path, *what: str, **settings: str) -> Iterator[Site]:
    """A fresh installation in this folder with this content, on a free port until the end of the block.

    `settings` are variables for the web server.
    """
    installation = Installation(folder)
    made = installation.manage("set_up", "--without-demo")
    assert made.returncode == 0, made.stderr
    seeded = seed(installation, *what)
    port = free_port()
    log = folder / "web.log"
    command = [
        *(sys.executable, "-m", "gunicorn", "siniar.wsgi:application", f"--bind={HOST}:{port}"),
        *("--worker-class=gthread", "--threads=8", "--log-level=warning", "--no-control-socket"),
        "--logger-class=siniar.logs.GunicornLogger",
    ]
    with log.open("wb") as output:
        environment = installation.environment(PORT=str(port), **settings)
        web = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output)
        try:
            _wait(web, port, log)
            yield Site(f"http://{HOST}:{port}", installation, seeded)
        finally:
            web.terminate()
            web.wait(20)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def _wait(web: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + STARTING
    while time.monotonic() < end and web.poll() is None:
        connection = http.client.HTTPConnection(HOST, port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise TimeoutError(f"the web server does not answer: {log.read_text()}")
