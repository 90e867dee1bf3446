"""Starts the reference receiver beside a site, and reads what it was asked."""

from __future__ import annotations

import hashlib
import http.client
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.e2e.conftest import ROOT

HOST = "127.0.0.1"
KEY = "kunci-penerima-untuk-uji-coba-saja-0123456789"
KEY_HASH = hashlib.sha256(KEY.encode()).hexdigest()
STARTING = 30.0  # seconds


@dataclass
class Receiving:
    """A receiver at `address`. `up` and `down` wait until it is so."""

    port: int
    siniar: str
    notes: Path
    _process: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def address(self) -> str:
        """Where its form is."""
        return f"http://{HOST}:{self.port}/masuk"

    @property
    def audience(self) -> str:
        return f"http://{HOST}:{self.port}"

    def up(self) -> None:
        if self._process:
            return
        told = {"port": self.port, "siniar": self.siniar, "audience": self.audience, "key": KEY}
        command = [*(sys.executable, "-m", "tests.reporting.handoff.receiver")]
        self._process = subprocess.Popen([*command, json.dumps({**told, "notes": str(self.notes)})], cwd=ROOT)
        end = time.monotonic() + STARTING
        while time.monotonic() < end and self._process.poll() is None:
            try:
                ask(self.port, "HEAD", "/")
            except OSError:
                time.sleep(0.05)
            else:
                return
        raise TimeoutError("the receiver does not answer")

    def down(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait(20)
            self._process = None

    def asked(self) -> list[dict[str, Any]]:
        """Everything that it was asked, the oldest first."""
        return [json.loads(line) for line in self.notes.read_text().splitlines()] if self.notes.exists() else []

    def opened_with(self, **form: str) -> tuple[int, dict[str, str]]:
        """The status of the form that it opens when this is posted, and what is filled in there."""
        status, body = ask(self.port, "POST", "/masuk", urlencode(form).encode())
        assert b"<textarea" in body
        return status, dict(line.split(": ", 1) for line in re.findall("<li>(.*?)</li>", body.decode()))


def ask(
    port: int, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None
) -> tuple[int, bytes]:
    """One request to a port of this machine: status and body."""
    form = {"Content-Type": "application/x-www-form-urlencoded"} if body is not None else {}
    connection = http.client.HTTPConnection(HOST, port, timeout=20)
    try:
        connection.request(method, path, body, form | (headers or {}))
        reply = connection.getresponse()
        return reply.status, reply.read()
    finally:
        connection.close()


@contextmanager
def receiving(port: int, siniar: str, folder: Path) -> Iterator[Receiving]:
    """A running receiver for the site at `siniar`."""
    made = Receiving(port, siniar, folder / "asked.jsonl")
    made.up()
    try:
        yield made
    finally:
        made.down()
