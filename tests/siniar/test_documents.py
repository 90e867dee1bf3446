"""Sending a text that is written from rows."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from siniar import documents

CHANGED = datetime(2026, 3, 8, 7, 30, 15, 500, tzinfo=UTC)
DATE = "Sun, 08 Mar 2026 07:30:15 GMT"
TEXT = b"Halo. " * 100


class Text:
    """Writes, and counts how often."""

    def __init__(self) -> None:
        self.written = 0

    def write(self, packed: bool) -> bytes:
        self.written += 1
        return documents.pack(TEXT) if packed else TEXT


def ask(text: Text | None = None, method: str = "GET", **headers: str) -> HttpResponse:
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    request = RequestFactory().generic(method, "/", headers=sent)
    write = (text or Text()).write
    return documents.serve(request, write, content_type="text/vtt", version="v1", changed=CHANGED)


def test_it_comes_as_it_was_written() -> None:
    reply = ask()
    assert (reply.status_code, reply.content, reply["Content-Type"]) == (200, TEXT, "text/vtt")


def test_who_takes_gzip_gets_it() -> None:
    reply = ask(accept_encoding="br, gzip")
    assert (reply["Content-Encoding"], gzip.decompress(reply.content)) == ("gzip", TEXT)


def test_gzipped_it_is_smaller_and_says_how_long() -> None:
    reply = ask(accept_encoding="gzip")
    assert int(reply["Content-Length"]) == len(reply.content) < len(TEXT) / 4


def test_gzipping_gives_the_same_bytes_at_any_time() -> None:
    assert documents.pack(TEXT) == documents.pack(TEXT)
    assert documents.pack(TEXT)[4:8] == bytes(4)  # the time in its header


def test_plain_and_gzipped_are_two_versions() -> None:
    assert (ask()["ETag"], ask(accept_encoding="gzip")["ETag"]) == ('"v1"', '"v1-gzip"')


def test_caches_keep_both_apart() -> None:
    assert {ask()["Vary"], ask(accept_encoding="gzip")["Vary"]} == {"Accept-Encoding"}


@pytest.mark.parametrize(("known", "status"), [('"v1"', 304), ('W/"v1"', 304), ("*", 304), ('"v1-gzip"', 200)])
def test_who_has_it_is_told_so(known: str, status: int) -> None:
    assert ask(if_none_match=known).status_code == status


def test_it_is_not_written_for_who_has_it() -> None:
    text = Text()
    ask(text, if_none_match='"v1"')
    assert text.written == 0


@pytest.mark.parametrize("header", ["ETag", "Last-Modified", "Cache-Control", "Vary"])
def test_not_modified_renews_what_caches_keep(header: str) -> None:
    assert ask(if_none_match='"v1"')[header] == ask()[header]


def test_when_it_changed_is_told_but_does_not_decide() -> None:
    assert ask()["Last-Modified"] == DATE
    assert ask(if_modified_since=DATE).status_code == 200


def test_head_says_what_get_would_send() -> None:
    reply = ask(method="HEAD")
    assert (reply.content, dict(reply.headers)) == (b"", dict(ask().headers))


def test_caches_must_ask_each_time() -> None:
    assert ask()["Cache-Control"] == "public, no-cache"


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_only_reading_is_allowed(method: str) -> None:
    assert ask(method=method).status_code == 405
