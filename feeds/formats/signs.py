"""Makes texts fit for feeds: without signs that XML cannot carry, and no longer than directories take."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from html import escape
from typing import TypeVar

MOST_BYTES = 4_000
"""Of a description in UTF-8; Apple's limit for shows and episodes."""

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, section 2.2
_MORE = "…"

Value = TypeVar("Value")


def writable(value: Value) -> Value:
    """The same value without signs that XML cannot carry, however deep they stand: the only place where they go."""
    changed: object = value
    if isinstance(value, str):
        changed = _NOT_XML.sub("", value)
    elif isinstance(value, tuple):
        changed = tuple(map(writable, value))
    elif is_dataclass(value) and not isinstance(value, type):
        changed = replace(value, **{field.name: writable(getattr(value, field.name)) for field in fields(value)})
    return changed  # type: ignore[return-value]


def fits(text: str, most: int = MOST_BYTES) -> bool:
    """Whether directories take it whole."""
    return len(text.encode("utf-8", "replace")) <= most


def fitting(text: str, most: int = MOST_BYTES) -> str:
    """`text`, cut behind a word if it has more than `most` bytes in UTF-8."""
    if fits(text, most):
        return text
    room = text.encode("utf-8", "replace")[: most - len(_MORE.encode())].decode("utf-8", "ignore")
    words = re.match(r"(?s)(.*\S)\s", room)
    return (words[1] if words else room) + _MORE


def described(*lines: str) -> str:
    """A description in plain text: a paragraph for each line that says anything, no longer than directories take."""
    return fitting("\n\n".join(line for line in lines if line))


def noted(lines: Iterable[str], notes: str) -> str:
    """The same as HTML, with the notes of an episode behind it: a whole description. Empty without notes."""
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line) + notes if notes else ""
