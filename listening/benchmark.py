"""`manage.py benchmark site`: what the public pages cost, in a data folder and on a web server of its own, beside the
limits that they are held to; and, if asked, beside a page of another site on this machine.

A limit that is missed is told, not an error; only what breaks is an error. Linux only (/proc).
"""

from __future__ import annotations

import argparse
import os
import platform
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TextIO
from urllib.parse import urlsplit

from feeds.benchmarks import asking, bars
from feeds.benchmarks.asking import Request
from feeds.benchmarks.bars import Bar
from feeds.benchmarks.installation import HOST, Broken, Installation, Server, free_port

SHOW = "show-of-pages"
WORKERS = 2
QUERIES, CPU, TIMES = 8, 25, 5  # of an episode's page: at most, at most (ms), at least (the other site's rate)


@dataclass(frozen=True)
class Page:
    """A page of a running server."""

    name: str
    server: Server
    request: Request


def run(arguments: Sequence[str], out: TextIO) -> None:
    """Measures and prints. Raises feeds.benchmarks.installation.Broken if something does not work at all."""
    given = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="siniar-benchmark-") as temporary:
        installation = Installation(given.folder or Path(temporary), free_port())
        installation.prepare(words=given.words, **{SHOW: given.episodes})
        with installation.serve(WORKERS) as server:
            _measure([*_pages(server), *_beside(given)], given, out)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py benchmark site",
        description="Makes a show in a data folder of its own, asks two gunicorn workers for its pages, and prints "
        "what that costs beside its limits. Touches no installation. Takes some minutes; Linux only.",
    )
    add = parser.add_argument
    add("--episodes", type=int, default=100, metavar="N", help="episodes of the show (%(default)s)")
    add("--words", type=int, default=4_000, metavar="N", help="words of each text (%(default)s: half an hour)")
    add("--rounds", type=int, default=3, metavar="N", help="rounds of which medians are printed (%(default)s)")
    add("--replies", type=int, default=100, metavar="N", help="requests for each page a round (%(default)s)")
    add("--seconds", type=float, default=5.0, metavar="S", help="seconds of asking at once a round (%(default)s)")
    add("--folder", type=Path, metavar="DIR", help="data folder to use and to keep; otherwise it is deleted at the end")
    add("--beside", metavar="ADDRESS", help="an episode's page of another site on 127.0.0.1, to compare with")
    add("--beside-pid", type=int, metavar="PID", help="the process whose children answer there")
    return parser


def _pages(server: Server) -> Iterator[Page]:
    """The pages that are measured, the episode's first: as it is written, and as it is kept."""
    listed, _headers = asking.fetch(server, Request(f"/{SHOW}/"))
    episode = re.search(rf'"(/{SHOW}/([a-z2-7]{{8}})/)"', listed.decode())
    if episode is None:
        raise Broken("the show lists no episode")
    paths = {
        "episode, written anew": f"/_fresh{episode[1]}",
        "episode": episode[1],
        "embedded player": f"/sematan/{episode[2]}/",
        "all episodes": "/episode/",
        "show": f"/{SHOW}/",
        "home": "/",
        "help": "/lapor/",
        "help, from an episode": f"/lapor/{episode[2]}/",
        "sitemap": "/sitemap.xml",
    }
    yield from (Page(name, server, Request(path)) for name, path in paths.items())


def _beside(given: argparse.Namespace) -> Iterator[Page]:
    """The page of the other site, if there is one."""
    if not given.beside:
        return
    address = urlsplit(given.beside)
    if address.hostname != HOST or not address.port or not given.beside_pid:
        raise Broken(f"--beside needs an address on {HOST} with a port, and --beside-pid")
    children = Path(f"/proc/{given.beside_pid}/task/{given.beside_pid}/children").read_text().split()
    yield Page("the other site's episode", Server(address.port, tuple(map(int, children))), Request(address.path))


def _measure(pages: Sequence[Page], given: argparse.Namespace, out: TextIO) -> None:
    """All rounds, the pages in turn, so that a busy machine is busy for all of them."""
    machine = f"{os.cpu_count()} cores ({platform.machine()}), load {os.getloadavg()[0]:.1f}"
    out.write(f"{machine}, Python {platform.python_version()}\n")
    out.write(f"Medians of {given.rounds} rounds; {WORKERS} workers; {asking.CONNECTIONS} clients for the rate ")
    out.write(f"({asking.client(given.seconds)}). Times are milliseconds.\n")
    asked: dict[str, list[asking.Answers]] = {page.name: [] for page in pages}
    rates: dict[str, list[float]] = {page.name: [] for page in pages}
    for _round in range(given.rounds):
        for page in pages:
            asked[page.name].append(asking.ask(page.server, page.request, given.replies))
            with _patience(page):
                rates[page.name].append(asking.rate(page.server, page.request, given.seconds))
    out.write(
        bars.table("Pages", ("page", "workers' CPU", "until the last byte", "queries", "bytes", "a second")) + "\n"
    )
    for page in pages:
        values = [median(column) for column in zip(*asked[page.name], strict=True)]
        out.write(bars.row([page.name, *values, median(rates[page.name])]) + "\n")
    out.write(bars.table("Bars", bars.HEAD) + "\n")
    for bar in _bars(pages, asked, rates):
        out.write(bars.row(bar.cells()) + "\n")


@contextmanager
def _patience(page: Page) -> Iterator[None]:
    """Says which page could not be asked for."""
    try:
        yield
    except Broken as error:
        raise Broken(f"{page.name}: {error}") from error


def _bars(
    pages: Sequence[Page], asked: dict[str, list[asking.Answers]], rates: dict[str, list[float]]
) -> Iterator[Bar]:
    anew, kept, other = pages[0].name, pages[1].name, pages[-1]
    yield Bar(f"{anew}: queries", max(each.queries for each in asked[anew]), QUERIES)
    yield Bar(f"{anew}: workers' CPU", median(each.cpu for each in asked[anew]), CPU, "ms")
    if other.server != pages[0].server:
        pairs = zip(rates[kept], rates[other.name], strict=True)
        times = median(mine / theirs for mine, theirs in pairs)
        yield Bar(f"{kept}: rate, times the other site's", times, TIMES, at_least=True)
