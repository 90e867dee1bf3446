"""The short address that stands on paper, and its QR code. It tells nothing: not the topic, not what it is for.

Who opens it reads the help page, and has the short address in the history, not the one that says “lapor”.
"""

from __future__ import annotations

from functools import cache

import segno
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from siniar.addresses import absolute

NAME = "help-short"


def address() -> str:
    """The address in full, as the code holds it."""
    return absolute(reverse(NAME))


def text() -> str:
    """The same as people type it."""
    return address().partition("://")[2].rstrip("/")


def rows() -> tuple[tuple[bool, ...], ...]:
    """The code's squares, row by row; True is dark. No quiet zone around it."""
    return tuple(tuple(bool(cell) for cell in row) for row in _code(address()).matrix)


def svg() -> SafeString:
    """The code as an element for the page, black on white whatever the colours of the page."""
    return _svg(address())


@cache
def _svg(value: str) -> SafeString:
    drawn = _code(value).svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None)
    return mark_safe(drawn)  # noqa: S308 - drawn from our own address


@cache
def _code(value: str) -> segno.QRCode:
    """A third of it may be torn or dirty: paper is carried about."""
    return segno.make_qr(value, error="q")
