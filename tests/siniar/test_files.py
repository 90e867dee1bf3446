"""Sending one file: whole, in part, or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings as Settings
from django.http import HttpRequest, HttpResponseBase
from django.test import RequestFactory
from django.utils.http import http_date

from siniar import files
from siniar.ranges import Span
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


def asking(method: str, headers: Mapping[str, str | None]) -> HttpRequest:
    sent: dict[str, Any] = {name.replace("_", "-"): value for name, value in headers.items() if value is not None}
    return RequestFactory().generic(method, "/sound", headers=sent)


def ask(path: Path, method: str = "GET", **headers: str | None) -> HttpResponseBase:
    """Asks for `path` as siniar-7.mp3 of type audio/mpeg; headers are named with _ for -."""
    request = asking(method, headers)
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


def test_without_an_etag_of_its_own_a_file_has_that_of_nginx(tmp_path: Path) -> None:
    reply = files.serve(RequestFactory().get("/sound"), sound(tmp_path), content_type="audio/mpeg", name="a.mp3")
    body(reply)
    assert reply.headers["ETag"] == f'"{MODIFIED:x}-{SIZE:x}"'


class TestTelling:
    """Who counts hears which bytes a reply carries."""

    @staticmethod
    def told(path: Path, method: str = "GET", **headers: str) -> list[tuple[int, int]]:
        spans: list[Span] = []
        request = RequestFactory().generic(
            method, "/", headers={key.replace("_", "-"): headers[key] for key in headers}
        )
        body(files.serve(request, path, content_type="audio/mpeg", etag=ETAG, name="a.mp3", sending=spans.append))
        return [(span.first, span.last) for span in spans]

    def test_the_whole_file(self, tmp_path: Path) -> None:
        assert self.told(sound(tmp_path)) == [(0, SIZE - 1)]

    @pytest.mark.parametrize(
        ("wanted", "sent"), [("bytes=0-0", (0, 0)), ("bytes=10-", (10, 999)), ("bytes=-7", (993, 999))]
    )
    def test_a_part(self, tmp_path: Path, wanted: str, sent: tuple[int, int]) -> None:
        assert self.told(sound(tmp_path), range=wanted) == [sent]

    def test_the_whole_file_in_place_of_a_part_of_an_older_one(self, tmp_path: Path) -> None:
        assert self.told(sound(tmp_path), range="bytes=0-1", if_range='"ffff"') == [(0, SIZE - 1)]

    @pytest.mark.parametrize(
        ("method", "headers"),
        [
            ("HEAD", {}),
            ("HEAD", {"range": "bytes=0-1"}),
            ("POST", {}),
            ("GET", {"if_none_match": ETAG}),
            ("GET", {"if_match": '"ffff"'}),
            ("GET", {"range": "bytes=5000-"}),
        ],
    )
    def test_nothing_where_no_sound_is_sent(self, tmp_path: Path, method: str, headers: dict[str, str]) -> None:
        assert self.told(sound(tmp_path), method, **headers) == []

    def test_nothing_of_an_empty_file(self, tmp_path: Path) -> None:
        assert self.told(sound(tmp_path, 0)) == []


class TestHandingOver:
    """nginx sends what it would decide as it was decided here."""

    @pytest.fixture
    def folder(self, settings: Settings) -> Path:
        settings.CONFIG = replace(settings.CONFIG, accel="/_files/")
        folder = Path(settings.DATA_DIR) / "renditions" / "besar 1"
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @staticmethod
    def ask(path: Path, method: str = "GET", *, by_proxy: bool = True, **headers: str) -> HttpResponseBase:
        request = RequestFactory().generic(
            method, "/", headers={key.replace("_", "-"): headers[key] for key in headers}
        )
        reply = files.serve(request, path, content_type="audio/mpeg", name="siniar-7.mp3", by_proxy=by_proxy)
        body(reply)
        return reply

    @pytest.mark.parametrize("method", ["GET", "HEAD"])
    @pytest.mark.parametrize(
        "headers", [{}, {"range": "bytes=0-1"}, {"range": "bytes=-5"}, {"if_none_match": '"ffff"'}]
    )
    def test_the_proxy_is_told_which_file(self, folder: Path, method: str, headers: dict[str, str]) -> None:
        reply = self.ask(sound(folder), method, **headers)
        assert reply.headers["X-Accel-Redirect"] == "/_files/renditions/besar%201/secret-name.wav"

    def test_it_gets_no_body_and_no_length(self, folder: Path) -> None:
        reply = self.ask(sound(folder), range="bytes=0-1")
        assert (reply.content, "Content-Length" in reply.headers) == (b"", False)  # type: ignore[attr-defined]

    @pytest.mark.parametrize("name", ["Content-Type", "Content-Disposition", "Cache-Control", "X-Content-Type-Options"])
    def test_it_gets_what_it_cannot_know(self, folder: Path, name: str) -> None:
        path = sound(folder)
        assert self.ask(path).headers[name] == self.ask(path, by_proxy=False).headers[name]

    def test_who_counts_hears_of_it_all_the_same(self, folder: Path) -> None:
        spans: list[Span] = []
        request = RequestFactory().get("/", headers={"Range": "bytes=5-9"})
        files.serve(
            request, sound(folder), content_type="audio/mpeg", name="a.mp3", by_proxy=True, sending=spans.append
        )
        assert spans == [Span(5, 9)]

    @pytest.mark.parametrize(
        "headers",
        [
            {"range": "bytes=a-b"},
            {"range": "bytes=5-4"},
            {"range": "bytes=0-1,5-6"},
            {"range": "bytes=0-" + "9" * 30},
            {"range": "bytes = 0-1"},
            {"range": "seconds=0-1"},
            {"range": "bytes=0-1", "if_range": '"ffff"'},
            {"range": "bytes=0-1", "if_range": "Sun, 8 Mar 2026 07:30:15 +0000"},
            {"if_match": "*"},
            {"if_unmodified_since": "yesterday"},
        ],
        ids=str,
    )
    def test_what_it_would_read_otherwise_is_sent_from_here(self, folder: Path, headers: dict[str, str]) -> None:
        reply = self.ask(sound(folder), **headers)
        assert "X-Accel-Redirect" not in reply.headers
        assert reply.status_code in (200, 206)

    def test_without_the_setting_everything_is_sent_from_here(self, folder: Path, settings: Settings) -> None:
        settings.CONFIG = replace(settings.CONFIG, accel="")
        assert "X-Accel-Redirect" not in self.ask(sound(folder)).headers

    def test_what_was_not_meant_for_it_is_sent_from_here(self, folder: Path) -> None:
        assert "X-Accel-Redirect" not in self.ask(sound(folder), by_proxy=False).headers
