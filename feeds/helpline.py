"""The line with the numbers for help that stands first in every description. Its words are reporting's.

reporting lies above feeds, so it is named by a dotted string.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

SOURCE = "reporting.national.helpline"


def text(language: str, *, neutral: bool = False) -> str:
    """The line in “id” or “en”; neutral, it names no topic and no organisation. Empty if no number is verified."""
    module, _dot, name = SOURCE.rpartition(".")
    line: Callable[..., str] = getattr(import_module(module), name)
    return line(language, neutral=neutral)
