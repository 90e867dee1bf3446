"""Asks a server on this machine for the same thing again and again, and tells what its answers took."""

from __future__ import annotations

import http.client
import re
import shutil
import subprocess
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from feeds.benchmarks.installation import HOST, QUERIES, Broken, Server

CONNECTIONS = 8  # at once, when the rate is measured
WARMING = 20  # answers that do not count


@dataclass(frozen=True)
class Request:
    """What is asked for. In `path`, {} stands for a number that is another one each time."""

    path: str
    method: str = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


class Answers(NamedTuple):
    """What one of many answers took: milliseconds of the workers' processor (all together, by the number) and of the
    clock (the median), the most queries, bytes of the body.
    """

    cpu: float
    wall: float
    queries: float
    size: float


def ask(server: Server, request: Request, count: int) -> Answers:
    """Asks one after the other on one connection that stays open, as few clients do: what a new one costs is not ours.

    Raises Broken if an answer is not the one that is expected.
    """
    connection = http.client.HTTPConnection(HOST, server.port, timeout=60)
    try:
        for number in range(WARMING):
            _answer(connection, request, number)
        times, queries, size = [], 0, 0
        cpu = server.cpu()
        for number in range(count):
            start = time.perf_counter()
            asked, size = _answer(connection, request, WARMING + number)
            times.append(time.perf_counter() - start)
            queries = max(queries, asked)
        return Answers(1000 * (server.cpu() - cpu) / count, 1000 * median(times), queries, size)
    finally:
        connection.close()


def fetch(server: Server, request: Request) -> tuple[bytes, Mapping[str, str]]:
    """One answer: its body and its headers. Raises Broken."""
    connection = http.client.HTTPConnection(HOST, server.port, timeout=120)
    try:
        connection.request(request.method, request.path, headers=dict(request.headers))
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != request.status:
            raise Broken(f"{request.path}: {answer.status}")
        return body, dict(answer.getheaders())
    finally:
        connection.close()


def rate(server: Server, request: Request, seconds: float) -> float:
    """Answers a second to CONNECTIONS clients at once. Raises Broken."""
    return _rate_by_wrk(server, request, seconds) if _wrk(seconds) else _rate_by_threads(server, request, seconds)


def client(seconds: float) -> str:
    """What asks when the rate is measured for that long."""
    return "wrk" if _wrk(seconds) else "threads of Python, which take most of the time themselves: install wrk"


def _wrk(seconds: float) -> bool:
    """Whether wrk asks; it knows whole seconds only."""
    return seconds >= 1 and shutil.which("wrk") is not None


def _answer(connection: http.client.HTTPConnection, request: Request, number: int) -> tuple[int, int]:
    connection.request(request.method, request.path.format(number), headers=dict(request.headers))
    answer = connection.getresponse()
    size = len(answer.read())
    if answer.status != request.status:
        raise Broken(f"{request.method} {request.path}: {answer.status} instead of {request.status}")
    return int(answer.getheader(QUERIES) or 0), size


def _rate_by_wrk(server: Server, request: Request, seconds: float) -> float:
    headers = [part for name, value in request.headers.items() for part in ("-H", f"{name}: {value}")]
    length = ("-t1", f"-c{CONNECTIONS}", f"-d{round(seconds)}s", "--timeout=60s")  # a busy machine is slow, not broken
    command = ["wrk", *length, *headers, f"http://{HOST}:{server.port}{request.path}"]
    told = subprocess.run(command, capture_output=True, text=True)
    found = re.search(r"Requests/sec:\s+([\d.]+)", told.stdout)
    if found is None or "Non-2xx" in told.stdout or "Socket errors" in told.stdout:
        raise Broken(told.stdout + told.stderr)
    return float(found[1])


def _rate_by_threads(server: Server, request: Request, seconds: float) -> float:
    answered, begin = [0] * CONNECTIONS, time.monotonic()

    def ask_on(place: int) -> None:
        connection = http.client.HTTPConnection(HOST, server.port, timeout=60)
        while time.monotonic() < begin + seconds:
            _answer(connection, request, answered[place])
            answered[place] += 1
        connection.close()

    threads = [threading.Thread(target=ask_on, args=(place,)) for place in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(answered) / (time.monotonic() - begin)
