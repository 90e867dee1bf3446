"""The other side, as small as it can be: a reference receiver in a process of its own.

    python -m tests.reporting.handoff.receiver '{"port": …, "siniar": …, "audience": …, "key": …, "notes": …}'

It opens the same form to everybody, filled in with what goes along if the example verifier of docs/handoff says so, and
empty whatever else comes. What it is asked it writes down, a line of JSON each, in the file `notes`.
"""

from __future__ import annotations

import html
import importlib.util
import json
import sys
import threading
import urllib.error
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

VERIFIER = Path(__file__).resolve().parents[3] / "docs/handoff/verifier.py"
MOST_BYTES = 8192


def verifying() -> Any:
    """The example verifier, which is no part of any package."""
    spec = importlib.util.spec_from_file_location("siniar_handoff_verifier", VERIFIER)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Receiver(ThreadingHTTPServer):
    def __init__(self, *, port: int, siniar: str, audience: str, key: str, notes: str) -> None:
        super().__init__(("127.0.0.1", port), Handler)
        self._siniar, self._key, self._notes, self._writing = siniar, key, Path(notes), threading.Lock()
        self._verifying = verifying()
        self._verifier = self._verifying.Verifier(issuer=siniar, audience=audience, fetch_keys=self._fetch_keys)

    def note(self, said: dict[str, Any]) -> None:
        with self._writing, self._notes.open("a", encoding="utf-8") as file:
            file.write(json.dumps(said) + "\n")

    def context(self, form: dict[str, list[str]]) -> dict[str, Any]:
        """What goes along, from a token or a code; {} of anything else."""
        if token := form.get("token"):
            return dict(self._verifier.context(token[0]))
        if code := form.get("code"):
            return dict(self._exchanged(code[0]))
        return {}

    def _fetch_keys(self) -> Any:
        with urllib.request.urlopen(f"{self._siniar}/lapor/kunci/", timeout=5) as reply:
            return json.load(reply)

    def _exchanged(self, code: str) -> dict[str, Any]:
        asked = urllib.request.Request(
            f"{self._siniar}/lapor/tukar/",
            data=urlencode({"code": code}).encode(),
            headers={"Authorization": f"Bearer {self._key}"},
        )
        try:
            with urllib.request.urlopen(asked, timeout=5) as reply:
                return dict(self._verifying.shown(json.load(reply)["context"]))
        except (OSError, ValueError, KeyError):
            return {}


class Handler(BaseHTTPRequestHandler):
    server: Receiver

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.end_headers()

    def do_GET(self) -> None:
        self._note("")
        self._open({})

    def do_POST(self) -> None:
        try:
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length).decode("latin-1") if 0 <= length <= MOST_BYTES else ""
            form = parse_qs(body, max_num_fields=5)
        except ValueError:
            body, form = "", {}
        self._note(body)
        self._open(self.server.context(form))

    def _note(self, body: str) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.note({"method": self.command, "path": self.path, "headers": headers, "body": body})

    def _open(self, context: dict[str, Any]) -> None:
        """The form, always with 200."""
        lines = "".join(f"<li>{html.escape(f'{name}: {said}')}</li>" for name, said in context.items())
        page = (
            f'<!doctype html><title>Lapor</title><link rel="icon" href="data:,"><ul id="context">{lines}</ul>'
            '<form method="post"><textarea name="story"></textarea></form>'
        )
        data = page.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(data)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *args: object) -> None:
        pass


if __name__ == "__main__":
    Receiver(**json.loads(sys.argv[1])).serve_forever()
