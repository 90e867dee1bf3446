"""`manage.py benchmark NAME`: measures a part of Siniar on this machine and prints figures beside their bars.

What measures lives in the part's own app and is named by a dotted string, so that this one imports nothing above it. It
gets the rest of the command line and a stream, and raises RuntimeError if it cannot measure.
"""

from __future__ import annotations

import argparse
from importlib import import_module

from django.core.management.base import BaseCommand, CommandError, CommandParser

BENCHMARKS = {
    "feeds": "feeds.benchmarks.program.run",
    "search": "search.benchmarks.program.run",
    "site": "listening.benchmark.run",
}


class Command(BaseCommand):
    help = "Measures a part of Siniar, in a data folder made for it, and prints what it costs beside what it may cost."
    requires_system_checks: list[str] = []  # it works beside the installation, not on it

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", choices=sorted(BENCHMARKS), help="the part that is measured")
        parser.add_argument(
            "rest", nargs=argparse.REMAINDER, metavar="…", help="its options; “feeds --help” lists them"
        )

    def handle(self, *, name: str, rest: list[str], **options: object) -> None:
        module, _dot, function = BENCHMARKS[name].rpartition(".")
        try:
            getattr(import_module(module), function)(rest, self.stdout)
        except RuntimeError as error:
            raise CommandError(str(error)) from error
