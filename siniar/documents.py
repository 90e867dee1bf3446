"""Sends a text that is written from rows as HTTP wants it: plain or gzipped, or not at all because the client has it.

Writes it only if it is sent. Asks nobody whether it may.
"""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from siniar.compression import accepts_gzip

#: Caches may keep it but must ask each time: what is withdrawn is gone at once (decision 14).
CACHE = "public, no-cache"


def serve(
    request: HttpRequest, write: Callable[[bool], bytes], *, content_type: str, version: str, changed: datetime | None
) -> HttpResponse:
    """Answers GET and HEAD with what `write` returns; its argument says whether that is to be gzipped.

    `version` changes with every byte of the text, and alone decides whether the client has it: `changed` is only told,
    because a name may be taken out of a text without making it newer.
    """
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    packed = accepts_gzip(request.headers.get("Accept-Encoding", ""))
    etag = f'"{version}{"-gzip" if packed else ""}"'
    headers = {"ETag": etag, "Cache-Control": CACHE, "Vary": "Accept-Encoding", "X-Content-Type-Options": "nosniff"}
    if changed:
        headers["Last-Modified"] = http_date(changed.timestamp())
    refused = get_conditional_response(request, etag)
    if refused is not None:  # 304 or 412
        for key, value in headers.items():
            refused[key] = value
        return refused
    body = write(packed)
    if packed:
        headers["Content-Encoding"] = "gzip"
    reply = HttpResponse(b"" if request.method == "HEAD" else body, headers=headers, content_type=content_type)
    reply["Content-Length"] = str(len(body))
    return reply


def pack(text: bytes) -> bytes:
    """`text` gzipped; the same bytes at any time."""
    return gzip.compress(text, 6, mtime=0)
