"""`manage.py benchmark search`: what it costs to find words among very many, beside the bars that engines are held to.

Each engine and size has a process and a data folder of its own. A slow machine fails nothing: figures are printed with
their bars, and only a run that breaks is an error.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TextIO

from feeds.benchmarks import bars
from feeds.benchmarks.bars import Bar
from siniar.config import ROOT

SIZES = (100_000, 1_000_000)
ENGINES = ("sqlite", "postgres", "elasticsearch")
#: Limits by engine and number of passages: the figure's name, the limit, whether at least.
BARS: Mapping[tuple[str, int], Mapping[str, tuple[float, bool]]] = {
    ("sqlite", 100_000): {"p95": (15, False), "again": (100, False)},
    ("sqlite", 1_000_000): {"p95": (40, False)},
    ("elasticsearch", 1_000_000): {"p95": (40, False), "stored_per_second": (5_000, True)},
}

#: What is told, in this order: the figure's name, what it is, its unit.
FIGURES = (
    ("p50", "an answer, p50", "ms"),
    ("p95", "an answer, p95", "ms"),
    ("worst", "an answer, the slowest", "ms"),
    ("own_share", "share of that time in which this process computed", ""),
    ("again", "an episode anew", "ms"),
    ("stored_per_second", "passages stored in bulk", "/s"),
    ("made_and_stored_per_second", "the same with the making of their words", "/s"),
)


def run(arguments: Sequence[str], out: TextIO) -> None:
    """Measures and prints. Raises RuntimeError if something does not work at all."""
    given = _parser().parse_args(arguments)
    if given.engine != "sqlite" and not given.url:
        raise RuntimeError("--url says where the server is; it may be filled with millions of rows")
    out.write(f"{platform.machine()}, {os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; times by the clock\n")
    for passages in given.passages:
        figures = _measured(given.engine, passages, given.url)
        out.write("\n".join(_told(given.engine, passages, figures)) + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="manage.py benchmark search",
        description="Makes a corpus of talks, stores it and asks 190 questions. Touches no installation.",
    )
    add = parser.add_argument
    add("--engine", choices=ENGINES, default="sqlite", help="what is measured (%(default)s)")
    add("--url", default="", help="where its server is: one that holds nothing else")
    add("--passages", type=int, nargs="+", default=list(SIZES), metavar="N", help="sizes of the corpus (%(default)s)")
    return parser


def _measured(engine: str, passages: int, url: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="siniar-benchmark-") as folder:
        settings = {
            "DJANGO_SETTINGS_MODULE": "siniar.settings",
            "SINIAR_DATA_DIR": folder,
            "SINIAR_LOG_LEVEL": "WARNING",
            "SINIAR_SEARCH_ENGINE": "sqlite",
        }
        command = ("env", *(f"{name}={value}" for name, value in settings.items()), sys.executable)
        done = subprocess.run(
            [*command, "-m", "search.benchmarks.measuring", engine, str(passages), *([url] if url else [])],
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
    if done.returncode:
        raise RuntimeError(done.stderr[-2_000:])
    figures: dict[str, Any] = json.loads(done.stdout)
    return figures


def _told(engine: str, passages: int, figures: Mapping[str, Any]) -> Iterator[str]:
    yield bars.table(f"{engine}, {figures['passages']} passages", bars.HEAD)
    held = BARS.get((engine, passages), {})
    for name, text, unit in FIGURES:
        if name in held:
            limit, least = held[name]
            yield bars.row(Bar(text, figures[name], limit, unit, at_least=least).cells())
        else:
            yield bars.row((text, f"{bars.number(figures[name])} {unit}".rstrip(), "", ""))
    for kind, (middle, worst) in figures["by_kind"].items():
        yield bars.row((f"{kind}: p50, slowest", f"{bars.number(middle)}, {bars.number(worst)} ms", "", ""))
