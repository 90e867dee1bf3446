"""Sends one file as HTTP wants it: whole, in part, or not at all because the client has it.

Asks nobody whether it may.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date

from siniar import ranges

CHUNK = 64 * 1024  # bytes


def serve(
    request: HttpRequest, path: Path, *, content_type: str, etag: str, name: str, cache: str = "no-cache"
) -> HttpResponseBase:
    """Answers GET and HEAD with the file at `path`, single byte ranges and conditions included.

    `etag` is quoted and strong, `name` is what a download is called. Raises FileNotFoundError.
    """
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    stat = path.stat()
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": etag,
        "Last-Modified": http_date(stat.st_mtime),
        "Cache-Control": cache,
        "Content-Disposition": str(content_disposition_header(as_attachment=False, filename=name)),
        "X-Content-Type-Options": "nosniff",
    }
    unchanged = get_conditional_response(request, etag, int(stat.st_mtime))
    if unchanged is not None:
        for key in ("ETag", "Last-Modified", "Cache-Control"):
            unchanged[key] = headers[key]
        return unchanged
    try:
        span = _wanted(request, etag, stat)
    except ranges.Unsatisfiable:
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{stat.st_size}"})
    headers["Content-Length"] = str(len(span) if span else stat.st_size)
    if span:
        headers["Content-Range"] = span.content_range(stat.st_size)
    status = 206 if span else 200
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers, content_type=content_type)
    file = path.open("rb")
    # Type and name as arguments: Django would guess both from the file on the disk, and overwrite what headers say.
    return FileResponse(
        _Part(file, span) if span else file, status=status, headers=headers, content_type=content_type, filename=name
    )


def _wanted(request: HttpRequest, etag: str, stat: os.stat_result) -> ranges.Span | None:
    """The part that the request asks for, unless it asks for a part of an older file."""
    if not ranges.still_same(request.headers.get("If-Range"), etag, stat.st_mtime):
        return None
    return ranges.parse(request.headers.get("Range"), stat.st_size)


class _Part:
    """The bytes of one span, read in chunks; closes its file when the response is closed."""

    def __init__(self, file: BinaryIO, span: ranges.Span) -> None:
        self._file, self._left = file, len(span)
        file.seek(span.first)

    def __iter__(self) -> Iterator[bytes]:
        while self._left and (chunk := self._file.read(min(CHUNK, self._left))):
            self._left -= len(chunk)
            yield chunk

    def close(self) -> None:
        self._file.close()
