"""Sending one file: whole, in part, or not at all."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponseBase
from django.test import RequestFactory
from django.utils.http import http_date

from siniar import files
from tests.siniar.answers import body
from tests.siniar.range_cases import CASES, OUTSIDE, SIZE, WHOLE, Expected

ETAG = '"0123abcd"'
MODIFIED = 1_772_955_015
BYTES = bytes(number % 251 for number in range(SIZE))


def sound(folder: Path, size: int = SIZE) -> Path:
    """A file whose name on the disk is nobody's business, last changed at MODIFIED."""
    path = folder / "secret-name.wav"
    path.write_bytes(BYTES[:size])
    os.utime(path, (MODIFIED, MODIFIED + 0.5))
    return path


def ask(path: Path, method: str = "GET", **headers: str | None) -> HttpResponseBase:
    """Asks for `path` as siniar-7.mp3 of type audio/mpeg; headers are named with _ for -."""
    sent: dict[str, Any] = {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
    request = RequestFactory().generic(method, "/sound", headers=sent)
    return files.serve(request, path, content_type="audio/mpeg", etag=ETAG, name="siniar-7.mp3", cache="public")


def expected_answer(size: int, expected: Expected) -> tuple[int, str | None, bytes]:
    if expected == OUTSIDE:
        return 416, f"bytes */{size}", b""
    if expected == WHOLE:
        return 200, None, BYTES[:size]
    first, last = expected  # type: ignore[misc]
    return 206, f"bytes {first}-{last}/{size}", BYTES[first : last + 1]


@pytest.mark.parametrize(("header", "size", "expected"), CASES.values(), ids=CASES.keys())
def test_get_answers(tmp_path: Path, header: str | None, size: int, expected: Expected) -> None:
    reply = ask(sound(tmp_path, size), range=header)
    status, content_range, content = expected_answer(size, expected)
    assert (reply.status_code, reply.headers.get("Content-Range"), body(reply)) == (status, content_range, content)


@pytest.mark.parametrize(("header", "size", "expected"), CASES.values(), ids=CASES.keys())
def test_head_says_what_get_would_send_and_sends_nothing(
    tmp_path: Path, header: str | None, size: int, expected: Expected
) -> None:
    reply = ask(sound(tmp_path, size), "HEAD", range=header)
    status, content_range, content = expected_answer(size, expected)
    length = reply.headers.get("Content-Length", "0")
    assert (reply.status_code, reply.headers.get("Content-Range"), length, body(reply)) == (
        status,
        content_range,
        str(len(content)),
        b"",
    )


@pytest.mark.parametrize("header", [None, "bytes=0-", "bytes=10-19", "bytes=-1"])
def test_content_length_is_what_is_sent(tmp_path: Path, header: str | None) -> None:
    reply = ask(sound(tmp_path), range=header)
    assert int(reply.headers["Content-Length"]) == len(body(reply))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("header", [None, "bytes=0-9"])
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Type", "audio/mpeg"),
        ("Content-Disposition", 'inline; filename="siniar-7.mp3"'),
        ("Accept-Ranges", "bytes"),
        ("ETag", ETAG),
        ("Last-Modified", http_date(MODIFIED)),
        ("Cache-Control", "public"),
        ("X-Content-Type-Options", "nosniff"),
    ],
)
def test_an_answer_in_part_and_as_a_whole_carries_the_same(
    tmp_path: Path, method: str, header: str | None, name: str, value: str
) -> None:
    reply = ask(sound(tmp_path), method, range=header)
    body(reply)
    assert reply.headers[name] == value


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("header", [None, "bytes=0-9", "bytes=5000-"])
def test_the_name_on_the_disk_is_not_told(tmp_path: Path, method: str, header: str | None) -> None:
    reply = ask(sound(tmp_path), method, range=header)
    body(reply)
    assert "secret" not in str(reply.headers)


def test_a_name_with_a_quote_cannot_break_out_of_its_header(tmp_path: Path) -> None:
    request = RequestFactory().get("/sound", headers={"range": "bytes=0-1"})
    reply = files.serve(request, sound(tmp_path), content_type="audio/mpeg", etag=ETAG, name='a"; x="b.mp3')
    body(reply)
    assert reply.headers["Content-Disposition"] == r'inline; filename="a\"; x=\"b.mp3"'


@pytest.mark.parametrize("size", [files.CHUNK, files.CHUNK + 1, 3 * files.CHUNK])
def test_a_span_of_several_chunks_is_sent_to_its_last_byte(tmp_path: Path, size: int) -> None:
    path = tmp_path / "long"
    path.write_bytes(os.urandom(size + 2))
    assert body(ask(path, range=f"bytes=1-{size}")) == path.read_bytes()[1:-1]


def test_a_file_that_shrinks_while_it_is_sent_ends_the_answer(tmp_path: Path) -> None:
    path = sound(tmp_path)
    reply = ask(path, range="bytes=0-999")
    os.truncate(path, 10)
    assert body(reply) == BYTES[:10]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize(
    ("headers", "status"),
    {
        "the ETag": ({"if_none_match": ETAG}, 304),
        "the ETag made weak by a proxy": ({"if_none_match": f"W/{ETAG}"}, 304),
        "one of several ETags": ({"if_none_match": f'"ffff", {ETAG}'}, 304),
        "an asterisk": ({"if_none_match": "*"}, 304),
        "another ETag": ({"if_none_match": '"ffff"'}, 200),
        "the very date": ({"if_modified_since": http_date(MODIFIED)}, 304),
        "a later date": ({"if_modified_since": http_date(MODIFIED + 1)}, 304),
        "an earlier date": ({"if_modified_since": http_date(MODIFIED - 1)}, 200),
        "garbage for a date": ({"if_modified_since": "yesterday"}, 200),
        "another ETag beside the very date": (
            {"if_none_match": '"ffff"', "if_modified_since": http_date(MODIFIED)},
            200,
        ),
        "the ETag beside a range": ({"if_none_match": ETAG, "range": "bytes=0-1"}, 304),
    }.values(),
)
def test_what_the_client_has_is_not_sent_again(
    tmp_path: Path, method: str, headers: dict[str, str], status: int
) -> None:
    reply = ask(sound(tmp_path), method, **headers)
    sent = body(reply)
    assert (reply.status_code, bool(sent)) == (status, status == 200 and method == "GET")


@pytest.mark.parametrize(
    ("name", "value"), [("ETag", ETAG), ("Last-Modified", http_date(MODIFIED)), ("Cache-Control", "public")]
)
def test_not_modified_renews_what_the_cache_keeps(tmp_path: Path, name: str, value: str) -> None:
    assert ask(sound(tmp_path), if_none_match=ETAG).headers[name] == value


@pytest.mark.parametrize("headers", [{"if_match": '"ffff"'}, {"if_unmodified_since": http_date(MODIFIED - 1)}])
def test_a_condition_on_another_file_is_refused(tmp_path: Path, headers: dict[str, str]) -> None:
    assert ask(sound(tmp_path), **headers).status_code == 412


@pytest.mark.parametrize(
    ("if_range", "status"),
    {
        "the ETag": (ETAG, 206),
        "the very date": (http_date(MODIFIED), 206),
        "another ETag": ('"ffff"', 200),
        "the ETag made weak": (f"W/{ETAG}", 200),
        "an earlier date": (http_date(MODIFIED - 1), 200),
        "a later date": (http_date(MODIFIED + 1), 200),
        "garbage": ("yesterday", 200),
    }.values(),
)
def test_a_part_of_an_older_file_is_never_mixed_with_a_newer_one(tmp_path: Path, if_range: str, status: int) -> None:
    reply = ask(sound(tmp_path), range="bytes=10-19", if_range=if_range)
    assert (reply.status_code, body(reply)) == (status, BYTES[10:20] if status == 206 else BYTES)


def test_a_range_outside_of_an_older_file_gets_the_newer_one_whole(tmp_path: Path) -> None:
    reply = ask(sound(tmp_path), range="bytes=5000-", if_range='"ffff"')
    assert (reply.status_code, body(reply)) == (200, BYTES)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS"])
def test_only_reading_is_allowed(tmp_path: Path, method: str) -> None:
    reply = ask(sound(tmp_path), method)
    assert (reply.status_code, reply.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_missing_file_is_told_to_the_caller(tmp_path: Path, method: str) -> None:
    with pytest.raises(FileNotFoundError):
        ask(tmp_path / "nothing", method)


def test_the_file_is_closed_when_the_client_goes_before_the_end(tmp_path: Path) -> None:
    reply = ask(sound(tmp_path), range="bytes=0-99")
    (close,) = reply._resource_closers  # type: ignore[attr-defined]
    close()
    assert close.__self__._file.closed
