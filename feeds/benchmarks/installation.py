"""A data folder of the benchmark's own, worked on by processes of their own: nothing of a real installation is touched,
and none inherits the memory of another. Linux only.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from siniar.config import ROOT

HOST = "127.0.0.1"
STARTING = 60.0  # seconds that a web server may take until it answers
CONSTANTS = "constants"  # the folder whose files feeds.benchmarks.site gives as they are
QUERIES = "X-Benchmark-Queries"  # the header in which it tells how many queries an answer took


class Broken(RuntimeError):
    """A process of the benchmark did not do what it should; the message is what it said."""


@dataclass(frozen=True)
class Server:
    """A running web server; `workers` are the ids of the processes that answer."""

    port: int
    workers: tuple[int, ...]

    def cpu(self) -> float:
        """Seconds of the processor that its workers have used up to now, to 10 ms."""
        return sum(_cpu(pid) for pid in self.workers)

    def memory(self) -> int:
        """Bytes of memory that its workers hold."""
        return sum(_status(pid, "VmRSS") for pid in self.workers)


@dataclass(frozen=True)
class Installation:
    """A data folder and what is done with it. `port` stands in the addresses of its feeds."""

    folder: Path
    port: int

    def prepare(self, *, words: int | None = None, **shows: int) -> None:
        """Makes the tables and shows with so many episodes, by slug, whose texts have so many words. Raises Broken."""
        self._run("-m", "feeds.benchmarks.preparing", json.dumps(shows), *([str(words)] if words else []))

    def keep_constant(self, name: str, body: bytes) -> str:
        """Keeps bytes for the constant view; returns the path under which it gives them."""
        folder = self.folder / CONSTANTS
        folder.mkdir(exist_ok=True)
        (folder / name).write_bytes(body)
        return f"/_constant/{name}"

    def rebuild(self, slug: str) -> dict[str, Any]:
        """Builds the feeds of a show anew in a process of its own; see feeds.benchmarks.rebuilding. Raises Broken."""
        told: dict[str, Any] = json.loads(self._run("-m", "feeds.benchmarks.rebuilding", slug).splitlines()[-1])
        return told

    @contextmanager
    def serve(self, workers: int) -> Iterator[Server]:
        """The web server as `manage.py serve` starts it, but for the number of workers. Raises Broken."""
        command = [
            *self._python("-m", "gunicorn", "feeds.benchmarks.site:application", f"--bind={HOST}:{self.port}"),
            *("--worker-class=gthread", "--threads=32", f"--workers={workers}", "--timeout=120"),
            *("--log-level=warning", "--logger-class=siniar.logs.GunicornLogger", "--no-control-socket"),
        ]
        log = self.folder / "web.log"
        with log.open("wb") as output:
            web = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output)
            try:
                yield self._started(web, workers, log)
            finally:
                web.terminate()
                web.wait(30)

    def _started(self, web: subprocess.Popen[bytes], workers: int, log: Path) -> Server:
        end = time.monotonic() + STARTING
        while time.monotonic() < end and web.poll() is None:
            children = tuple(map(int, Path(f"/proc/{web.pid}/task/{web.pid}/children").read_text().split()))
            if len(children) == workers and _answers(self.port):
                return Server(self.port, children)
            time.sleep(0.1)
        raise Broken(f"the web server does not answer: {log.read_text(errors='replace')[-2_000:]}")

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(self._python(*arguments), cwd=ROOT, capture_output=True, text=True)
        if done.returncode:
            raise Broken(done.stderr[-2_000:])
        return done.stdout

    def _python(self, *arguments: str) -> tuple[str, ...]:
        settings = {
            "DJANGO_SETTINGS_MODULE": "siniar.settings",
            "SINIAR_DATA_DIR": str(self.folder),
            "SINIAR_BASE_URL": "",
            "SINIAR_ALLOWED_HOSTS": HOST,
            "SINIAR_LOG_LEVEL": "WARNING",
            "PORT": str(self.port),
        }
        return ("env", *(f"{name}={value}" for name, value in settings.items()), sys.executable, *arguments)


def free_port() -> int:
    """A port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def resident() -> int:
    """Bytes of memory that this process holds now."""
    return _status(os.getpid(), "VmRSS")


def peak() -> int:
    """The most bytes of memory that this process has held since `forget_peak`."""
    return _status(os.getpid(), "VmHWM")


def forget_peak() -> None:
    """Lets the peak begin anew at what is held now (proc(5), clear_refs)."""
    Path("/proc/self/clear_refs").write_text("5")


def _status(pid: int, name: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    raise Broken(f"/proc/{pid}/status has no {name}")


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")  # utime and stime; proc(5)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
