"""A server that is not the one it is taken for: it answers whatever a test says, or drips its answer for ever."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0.1"
DRIP = 0.1  # seconds between two bytes: less than any limit for a single read


class Standing(ThreadingHTTPServer):
    """Says `bodies` one after the other, the last of them again and again."""

    daemon_threads = True

    def __init__(self, *bodies: bytes, kind: str = "Elasticsearch", status: int = 200, drips: bool = False) -> None:
        super().__init__((HOST, 0), _Handler)
        self.bodies, self.kind, self.status, self.drips = list(bodies), kind, status, drips
        self.over = threading.Event()

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.server_address[1]}"


class _Handler(BaseHTTPRequestHandler):
    server: Standing

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        bodies = self.server.bodies
        body = bodies.pop(0) if len(bodies) > 1 else bodies[0]
        self.send_response(self.server.status)
        self.send_header("X-Elastic-Product", self.server.kind)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not self.server.drips:
            self.wfile.write(body)
            return
        for byte in body:
            if self.server.over.wait(DRIP):
                return
            try:
                self.wfile.write(bytes([byte]))
            except OSError:
                return

    do_POST = do_PUT = do_HEAD = do_GET  # noqa: N815 - what http.server calls them

    def log_message(self, format: str, *args: object) -> None:
        pass


@contextmanager
def standing(*bodies: bytes, **values: object) -> Iterator[str]:
    """The address of such a server, until the end of the block."""
    with Standing(*bodies, **values) as server:  # type: ignore[arg-type]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.url
        finally:
            server.over.set()
            server.shutdown()
            thread.join()
