"""The line with the numbers for help that stands first in every description. Its words are reporting's.

reporting lies above feeds, so it is named by a dotted string. Who makes a document reads the lines once for all of it.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Protocol

SOURCE = "reporting.national.lines"


class Lines(Protocol):
    def text(self, language: str, *, neutral: bool = False) -> str:
        """The line in “id” or “en”; neutral, it names no topic and no organisation. Empty if no number is verified."""


def read() -> Lines:
    """The lines as they are now. One query."""
    module, _dot, name = SOURCE.rpartition(".")
    lines: Callable[[], Lines] = getattr(import_module(module), name)
    return lines()


def text(language: str, *, neutral: bool = False) -> str:
    """One line, read anew."""
    return read().text(language, neutral=neutral)
