"""`manage.py benchmark feeds`: what stored feeds cost to build and to send, beside the bars that they are held to.

All of it in one run, in a data folder and in processes of its own. A slow machine fails nothing: figures are printed
with their bars, and only a run that breaks is an error. Linux only (/proc).
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from statistics import median
from typing import TextIO

from feeds.benchmarks import asking, bars
from feeds.benchmarks.asking import Answers, Request
from feeds.benchmarks.bars import Bar
from feeds.benchmarks.installation import Installation, Server, free_port
from feeds.benchmarks.rebuilding import WARMING

MB = 1_000_000
FEW = 3  # episodes of the show that warms up
LONGEST = 3_600  # seconds of a round
BODIES = {"gzip": "gzip", "plain": "identity"}
"""What a client accepts, by a name for what it gets."""


def run(arguments: Sequence[str], out: TextIO) -> None:
    """Measures and prints. Raises feeds.benchmarks.installation.Broken if something does not work at all."""
    given = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="siniar-benchmark-") as temporary:
        _Run(Installation(given.folder or Path(temporary), free_port()), given, out).all()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py benchmark feeds",
        description="Makes two shows in a data folder of their own, builds and asks for their feeds, and prints what "
        "that costs beside the limits that it is held to. Touches no installation. Takes some minutes; Linux only.",
    )
    add = parser.add_argument
    add("--episodes", type=_count_of, default=1_000, metavar="N", help="episodes of the smaller show (%(default)s)")
    add("--many", type=_count_of, default=5_000, metavar="N", help="episodes of the larger show (%(default)s)")
    add("--rounds", type=_count_of, default=3, metavar="N", help="rounds of which medians are printed (%(default)s)")
    add("--replies", type=_count_of, default=500, metavar="N", help="requests for each address a round (%(default)s)")
    add("--seconds", type=_span, default=5.0, metavar="S", help="seconds of asking at once a round (%(default)s)")
    add("--folder", type=Path, metavar="DIR", help="data folder to use and to keep; otherwise it is deleted at the end")
    return parser


def _count_of(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text} is no whole number from 1 on")
    return int(text)


def _span(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = 0.0
    if not 0 < seconds <= LONGEST:
        raise argparse.ArgumentTypeError(f"{text} is no number of seconds above 0 and up to {LONGEST}")
    return seconds


@dataclass
class _Run:
    """One run. `given` is what the command line says; `bars` is what was measured of what is asked for."""

    installation: Installation
    given: argparse.Namespace
    out: TextIO
    bars: list[Bar] = field(default_factory=list)

    def all(self) -> None:
        """Everything, in the order in which it is printed."""
        load, sizes = os.getloadavg()[0], (self.given.episodes, self.given.many)
        self._say(f"{os.cpu_count()} cores ({platform.machine()}), load {load:.1f}, Python {platform.python_version()}")
        self._say(f"Medians of {self.given.rounds} rounds. Times are milliseconds.")
        self.installation.prepare(**{WARMING: FEW}, **{_slug(size): size for size in sizes})
        self._say(bars.table("Building", ("episodes", "what", "CPU", "queries", "memory MB", "bytes an episode")))
        for size in sizes:
            self._build(size)
        head = ("episodes", "asked for", "worker's CPU", "until the last byte", "queries", "bytes")
        self._say(bars.table("Sending: one worker, one client, one answer", head))
        with self.installation.serve(workers=1) as server:
            for size in sizes:
                self._send(server, size)
        title = f"Answers a second: two workers, {asking.CONNECTIONS} clients ({asking.client(self.given.seconds)})"
        self._say(bars.table(title, ("episodes", "body", "stored feed", "constant view", "share")))
        with self.installation.serve(workers=2) as server:
            for size in sizes:
                self._rate(server, size)
        self._say(bars.table("Bars", bars.HEAD))
        for bar in self.bars:
            self._row(*bar.cells())

    def _build(self, size: int) -> None:
        rounds = [self.installation.rebuild(_slug(size)) for _round in range(self.given.rounds)]
        whole = {
            part: {key: median(each[part][key] for each in rounds) for key in rounds[0][part]} for part in rounds[0]
        }
        feed = whole["feed"]
        each = f"{feed['plain'] / size:.0f} plain, {feed['packed'] / size:.0f} gzip"
        parts = {
            "feed": ("feed.xml", each),
            "asked_for": ("feed.xml, for a request", ""),
            "gather": ("reading alone", ""),
            "all": (f"all {whole['all']['documents']:.0f} documents", ""),
        }
        for part, (words, sizes) in parts.items():
            figures = whole[part]
            self._row(_count(size), words, figures["cpu"], figures["queries"], figures["growth"] / MB, sizes)
        if feed["episodes"] != size:
            self._say(f"Only {feed['episodes']:.0f} of {size} episodes are in the feed.")
        if size == self.given.episodes:
            self._hold(size, "rebuild, CPU", feed["cpu"], 400, "ms")
            self._hold(size, "rebuild, queries", feed["queries"], 10)
            self._hold(size, "rebuild, growth of memory", feed["growth"] / MB, 60, "MB")
            self._hold(size, "an episode, plain", feed["plain"] / size, 2_560, "bytes")

    def _send(self, server: Server, size: int) -> None:
        requests = self._requests(server, size)
        for request in requests.values():
            asking.ask(server, request, 1)  # warms up
        before, feeds = server.memory(), {}
        for name, request in requests.items():
            rounds = [asking.ask(server, request, self.given.replies) for _round in range(self.given.rounds)]
            feeds[name] = _medians(rounds)
            self._row(_count(size), name, *feeds[name])
        growth, replies = server.memory() - before, len(requests) * self.given.rounds * self.given.replies
        stored = [answers for name, answers in feeds.items() if name.startswith("feed")]
        if size == self.given.episodes:
            self._hold(size, "stored reply, worker's CPU", max(each.cpu for each in stored), 2, "ms")
            self._hold(size, "stored reply, queries", max(each.queries for each in stored), 1)
            self._hold(size, "304, worker's CPU", feeds["304"].cpu, 1, "ms")
        else:
            self._hold(size, "stored reply, until the last byte", max(each.wall for each in stored), 10, "ms")
            self._hold(size, f"growth of the worker's memory in {replies} replies", growth / MB, 1, "MB")

    def _rate(self, server: Server, size: int) -> None:
        requests = self._requests(server, size)
        for body in BODIES:
            for name in ("feed", "constant"):
                asking.rate(server, requests[f"{name}, {body}"], self.given.seconds)  # warms up every thread
            rounds = [
                tuple(
                    asking.rate(server, requests[f"{name}, {body}"], self.given.seconds)
                    for name in ("feed", "constant")
                )
                for _round in range(self.given.rounds)  # in turn, so that a busy machine is busy for both
            ]
            stored, constant = (median(column) for column in zip(*rounds, strict=True))
            share = median(each / beside for each, beside in rounds)
            self._row(_count(size), body, stored, constant, f"{share:.0%}")
            if size == self.given.episodes:
                self._hold(size, f"rate against a constant view, {body}", 100 * share, 50, "%", at_least=True)

    def _requests(self, server: Server, size: int) -> dict[str, Request]:
        """What is asked for, by name. The constant view gives the bytes of the feed."""
        path, requests = f"/{_slug(size)}/feed.xml", {}
        for body, accepted in BODIES.items():
            feed = Request(path, headers={"Accept-Encoding": accepted})
            content, headers = asking.fetch(server, feed)
            requests[f"feed, {body}"] = feed
            requests[f"constant, {body}"] = replace(
                feed, path=self.installation.keep_constant(f"{size}-{body}", content)
            )
        known = {"Accept-Encoding": accepted, "If-None-Match": headers["ETag"]}
        requests["feed, gzip, another ?x= each time"] = replace(requests["feed, gzip"], path=f"{path}?x={{}}")
        requests["HEAD"] = replace(feed, method="HEAD")
        requests["304"] = replace(feed, headers=known, status=304)
        return requests

    def _hold(
        self, size: int, name: str, measured: float, limit: float, unit: str = "", *, at_least: bool = False
    ) -> None:
        self.bars.append(Bar(f"{_count(size)} episodes: {name}", measured, limit, unit, at_least))

    def _row(self, *cells: object) -> None:
        self._say(bars.row(cells))

    def _say(self, line: str) -> None:
        self.out.write(line + "\n")
        self.out.flush()


def _slug(size: int) -> str:
    return f"show-{size}"


def _count(size: int) -> str:
    return f"{size:,}"


def _medians(rounds: Sequence[Answers]) -> Answers:
    return Answers(*(median(values) for values in zip(*rounds, strict=True)))
