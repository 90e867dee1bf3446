"""Pure reading of HTTP's Range and If-Range headers (RFC 9110, sections 13.1.5 and 14).

Sends nothing, opens nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

_SINGLE = re.compile(r"bytes[ \t]*=[ \t]*(\d*)-(\d*)[ \t]*", re.ASCII | re.IGNORECASE)
_PLAIN = re.compile(r"bytes=(\d{1,15}-\d{0,15}|-\d{1,15})", re.ASCII)
_DIGITS = 20  # more than any file size has; what is behind them only makes reading slow


class Unsatisfiable(Exception):
    """The range lies outside the file: the answer is 416 with `bytes */size`."""


@dataclass(frozen=True)
class Span:
    """Bytes `first` to `last`, both included."""

    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first + 1

    def content_range(self, size: int) -> str:
        """The value of Content-Range for a file of `size` bytes."""
        return f"bytes {self.first}-{self.last}/{size}"


def parse(header: str | None, size: int) -> Span | None:
    """Returns the one span that `header` asks of a file of `size` bytes; None means: send the whole file.

    Several ranges, other units and malformed headers are ignored, as section 14.2 allows. Raises Unsatisfiable.
    """
    match = _SINGLE.fullmatch((header or "").strip())
    if not match or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:
        return _suffix(_number(last), size)
    start, end = _number(first), _number(last) if last else size - 1
    if last and end < start:
        return None
    if start >= size:
        raise Unsatisfiable
    return Span(start, min(end, size - 1))


def is_plain(header: str) -> bool:
    """Whether `header` is one range in the form of the RFC's examples, which every server reads alike."""
    return _PLAIN.fullmatch(header) is not None


def _number(digits: str) -> int:
    """The number, or one that is as good: larger than any file."""
    return int(digits.lstrip("0")[:_DIGITS] or "0")


def _suffix(length: int, size: int) -> Span:
    if length == 0 or size == 0:
        raise Unsatisfiable
    return Span(max(0, size - length), size - 1)


def still_same(if_range: str | None, etag: str, modified: float) -> bool:
    """Whether an If-Range header (a strong ETag or a date) names the file as it is; without header: yes.

    `modified` is seconds since 1970. A weak ETag never matches, a date only if it is the very same second.
    """
    if not if_range:
        return True
    value = if_range.strip()
    if value.startswith(('"', "W/")):
        return value == etag and not value.startswith("W/")
    try:
        return int(parsedate_to_datetime(value).timestamp()) == int(modified)
    except (TypeError, ValueError, OverflowError):
        return False
