"""Reads an answer of a view to its end, as a server does."""

from __future__ import annotations

from django.http import HttpResponse, HttpResponseBase


def body(answer: HttpResponseBase) -> bytes:
    """What is sent; then closes the file behind it, but not the answer: that would close the test's database too."""
    content = answer.getvalue()  # type: ignore[attr-defined]
    for close in answer._resource_closers:  # type: ignore[attr-defined]
        close()
    return content


def whole(answer: HttpResponseBase) -> HttpResponse:
    """The same answer with what is sent already read, so that a test may look at any part of it."""
    copy = HttpResponse(body(answer), status=answer.status_code)
    copy.headers = answer.headers
    copy.cookies = answer.cookies
    return copy
