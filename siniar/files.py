"""Sends one file as HTTP wants it: whole, in part, or not at all because the client has it.

Asks nobody whether it may. What is to be sent is decided here; the bytes may be left to the proxy in front.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils.cache import get_conditional_response
from django.utils.encoding import filepath_to_uri
from django.utils.http import content_disposition_header, http_date

from siniar import ranges

CHUNK = 64 * 1024  # bytes


def serve(
    request: HttpRequest,
    path: Path,
    *,
    content_type: str,
    name: str,
    etag: str = "",
    cache: str = "no-cache",
    by_proxy: bool = False,
    sending: Callable[[ranges.Span], object] | None = None,
) -> HttpResponseBase:
    """Answers GET and HEAD with the file at `path`, single byte ranges and conditions included.

    `name` is what a download is called. `etag` is quoted and strong; without one it is made as nginx makes it, of
    change and size. `by_proxy` lets the proxy send a file of the data folder where SINIAR_ACCEL says that it can; it
    has the file's ETag of its own, so `etag` must be left out then. `sending` hears which bytes a reply to GET carries.
    Raises FileNotFoundError.
    """
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    stat = path.stat()
    etag = etag or etag_of(stat)
    headers = {
        "Accept-Ranges": "bytes",
        "ETag": etag,
        "Last-Modified": http_date(stat.st_mtime),
        "Cache-Control": cache,
        "Content-Disposition": str(content_disposition_header(as_attachment=False, filename=name)),
        "X-Content-Type-Options": "nosniff",
    }
    refused = get_conditional_response(request, etag, int(stat.st_mtime))
    if refused is not None:  # 304 or 412
        for key in ("ETag", "Last-Modified", "Cache-Control"):
            refused[key] = headers[key]
        return refused
    try:
        span = _wanted(request, etag, stat)
    except ranges.Unsatisfiable:
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{stat.st_size}"})
    headers["Content-Type"] = content_type
    handed_over = by_proxy and settings.CONFIG.accel and _proxy_agrees(request, span, headers)
    reply = _handed_over(path, span, headers) if handed_over else _reply(request, path, span, stat.st_size, headers)
    if sending and request.method == "GET" and stat.st_size:
        sending(span or ranges.Span(0, stat.st_size - 1))
    return reply


def etag_of(stat: os.stat_result) -> str:
    """The ETag that nginx gives to a file, so that a cache need not know who has sent it.

    Two files of one size and second would share it: what is served with it has its content's hash in the address.
    """
    return f'"{int(stat.st_mtime):x}-{stat.st_size:x}"'


def _wanted(request: HttpRequest, etag: str, stat: os.stat_result) -> ranges.Span | None:
    """The part that the request asks for, unless it asks for a part of an older file."""
    if not ranges.still_same(request.headers.get("If-Range"), etag, stat.st_mtime):
        return None
    return ranges.parse(request.headers.get("Range"), stat.st_size)


def _reply(
    request: HttpRequest, path: Path, span: ranges.Span | None, size: int, headers: dict[str, str]
) -> HttpResponseBase:
    """The whole file of `size` bytes, or the span."""
    headers["Content-Length"] = str(len(span) if span else size)
    if span:
        headers["Content-Range"] = span.content_range(size)
    status = 206 if span else 200
    if request.method == "HEAD":
        return HttpResponse(status=status, headers=headers)
    file = path.open("rb")
    reply = FileResponse(_Part(file, span) if span else file, status=status)
    for key, value in headers.items():  # also over what Django has guessed of type and name from the file on the disk
        reply[key] = value
    return reply


def _handed_over(path: Path, span: ranges.Span | None, headers: dict[str, str]) -> HttpResponse:
    """What tells the proxy to send a file of the data folder; range, length and body are its own."""
    place = filepath_to_uri(os.path.relpath(path, settings.DATA_DIR))
    reply = HttpResponse(headers=headers | {"X-Accel-Redirect": f"{settings.CONFIG.accel}{place}"})
    if span is None:
        del reply["Accept-Ranges"]  # nginx says so itself, but not of a part
    return reply


def _proxy_agrees(request: HttpRequest, span: ranges.Span | None, headers: dict[str, str]) -> bool:
    """Whether nginx, which reads the request anew, must come to what was decided here.

    It refuses as unsatisfiable what is merely malformed, judges If-Match and If-Unmodified-Since each for itself, and
    knows three forms of dates. Hardly anybody asks so, and is then answered from here.
    """
    asked = request.headers
    if "If-Match" in asked or "If-Unmodified-Since" in asked:
        return False
    if span is None:
        return "Range" not in asked
    same_file = asked.get("If-Range") in (None, headers["ETag"], headers["Last-Modified"])
    return same_file and ranges.is_plain(asked["Range"])


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
