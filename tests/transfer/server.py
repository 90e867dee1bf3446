"""A web host on this machine that answers as a test says: whole, in parts, slowly, wrongly; it notes what was asked."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """One request; `answers` of the server decide by the path, without the query."""

    server: Any
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.server.host.asked.append((self.path, dict(self.headers.items())))
        answer = self.server.host.answers.get(self.path.partition("?")[0])
        self.close_connection = True
        try:
            if answer is None:
                self.give(b"", status=404)
            else:
                answer(self)
        except OSError:  # the client has gone
            pass

    def give(self, body: bytes, *, status: int = 200, **headers: str) -> None:
        """A whole answer; `Content-Length` can be told otherwise."""
        told = {"Content-Length": str(len(body))} | {name.replace("_", "-"): value for name, value in headers.items()}
        self.begin(status, **told)
        self.wfile.write(body)

    def begin(self, status: int = 200, **headers: str) -> None:
        """Status and headers alone."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@dataclass
class Host:
    """The host: `answers` by path, and `asked`, what came in order."""

    address: str = ""
    answers: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [path for path, _headers in self.asked]

    def serve(self, path: str, body: bytes, content_type: str = "application/octet-stream", **headers: str) -> str:
        """Gives `body` at `path`, ranges included; returns its address."""
        self.answers[path] = _file(body, {"Content-Type": content_type, **headers})
        return self.address + path

    def packed(self, path: str, body: bytes) -> str:
        """Gives `body` with Content-Encoding: gzip."""
        data = gzip.compress(body)
        self.answers[path] = lambda handler: handler.give(data, Content_Encoding="gzip")
        return self.address + path

    def redirect(self, path: str, to: str, status: int = 302) -> str:
        """Leads elsewhere."""
        self.answers[path] = lambda handler: handler.give(b"", status=status, Location=to)
        return self.address + path


def _file(body: bytes, headers: dict[str, str]) -> Answer:
    def answer(handler: Handler) -> None:
        told = {"ETag": '"one"'} | headers
        asked = handler.headers.get("Range", "")
        if asked and handler.headers.get("If-Range") == told["ETag"]:
            first = int(asked.removeprefix("bytes=").rstrip("-"))
            span = f"bytes {first}-{len(body) - 1}/{len(body)}"
            handler.give(body[first:], status=206, **told, Content_Range=span)
        else:
            handler.give(body, **told)

    return answer


@contextmanager
def running() -> Iterator[Host]:
    """A host on a free port, stopped at the end."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    host = Host(f"http://127.0.0.1:{server.server_address[1]}")
    server.host = host  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, name="host")
    thread.start()
    try:
        yield host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
