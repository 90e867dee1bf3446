"""Reads an answer of a view to its end, as a server does."""

from __future__ import annotations

from django.http import HttpResponseBase


def body(answer: HttpResponseBase) -> bytes:
    """What is sent; then closes the file behind it, but not the answer: that would close the test's database too."""
    content = answer.getvalue()  # type: ignore[attr-defined]
    for close in answer._resource_closers:  # type: ignore[attr-defined]
        close()
    return content
