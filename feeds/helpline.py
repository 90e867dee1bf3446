"""The line with the numbers for help that stands first in every description. Its words are reporting's.

reporting lies above feeds, so it is named by dotted strings. Who makes a document reads the lines once for all of it.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any, Protocol

from django.db.models import Subquery

LINES = "reporting.national.lines"
COLUMNS = "reporting.storing.columns"
BESIDE = "reporting.national.lines_beside"


class Lines(Protocol):
    def text(self, language: str, *, neutral: bool = False) -> str:
        """The line in “id” or “en”; neutral, it names no topic and no organisation. Empty if no number is verified."""


def read() -> Lines:
    """The lines as they are now. One query."""
    lines: Lines = _named(LINES)()
    return lines


def columns() -> dict[str, Subquery]:
    """What to annotate a row with, so that `beside` can tell the lines without a query of its own."""
    columns: dict[str, Subquery] = _named(COLUMNS)()
    return columns


def beside(row: Any) -> Lines:
    """The lines as they were when the row was read with `columns`."""
    lines: Lines = _named(BESIDE)(row)
    return lines


def text(language: str, *, neutral: bool = False) -> str:
    """One line, read anew."""
    return read().text(language, neutral=neutral)


def _named(dotted: str) -> Any:
    module, _dot, name = dotted.rpartition(".")
    return getattr(import_module(module), name)
