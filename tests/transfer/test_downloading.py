"""Recordings come whole, or go on where they broke off, or leave nothing behind."""

from __future__ import annotations

import errno
import time
from pathlib import Path
from typing import Any

import pytest

from siniar.jobs.errors import Stopped
from tests.transfer.server import Handler, Host
from transfer import downloading
from transfer.downloading import Download, Paused, fetch
from transfer.fetching import Fetcher
from transfer.refused import Code, Refused

BODY = bytes(range(256)) * 2000


def get(address: str, download: Download, progress: Any = lambda have, whole: None, **more: Any) -> None:
    fetch(Fetcher(allow_private=True), address, download, progress, pause=lambda seconds: None, **more)


@pytest.fixture
def download(tmp_path: Path) -> Download:
    return Download(tmp_path / "suara", most=10_000_000)


def left(download: Download) -> set[str]:
    return {path.name for path in download.target.parent.iterdir()}


def breaking(host: Host, *breaks: int, etag: str = '"one"', body: bytes = BODY) -> str:
    """A host that breaks off after so many bytes, the first time, the second …, and honours ranges."""
    left_over = list(breaks)

    def answer(handler: Handler) -> None:
        begin = 0
        if handler.headers.get("If-Range") == etag:
            begin = int(handler.headers["Range"].removeprefix("bytes=").rstrip("-"))
        rest = body[begin:]
        given = rest[: left_over.pop(0)] if left_over else rest
        headers = {"ETag": etag, "Content-Length": str(len(rest))}
        if begin:
            headers["Content-Range"] = f"bytes {begin}-{len(body) - 1}/{len(body)}"
        handler.begin(206 if begin else 200, **headers)
        handler.wfile.write(given)

    host.answers["/a.mp3"] = answer
    return f"{host.address}/a.mp3"


def test_a_recording_comes_whole(host: Host, download: Download) -> None:
    get(host.serve("/a.mp3", BODY), download)
    assert (download.target.read_bytes(), left(download)) == (BODY, {"suara"})


def test_what_is_there_is_not_fetched_again(host: Host, download: Download) -> None:
    for _time in range(2):
        get(host.serve("/a.mp3", BODY), download)
    assert len(host.asked) == 1


def test_what_broke_off_goes_on_where_it_was(host: Host, download: Download) -> None:
    get(breaking(host, 100_000, 50_000), download)
    assert download.target.read_bytes() == BODY
    assert [headers.get("Range") for _path, headers in host.asked] == [None, "bytes=100000-", "bytes=150000-"]


def test_what_a_stopped_worker_left_is_completed_by_the_next(host: Host, download: Download) -> None:
    def stopping(have: int, whole: int | None) -> None:
        if have > 100_000:
            raise Stopped

    address = host.serve("/a.mp3", BODY)
    with pytest.raises(Stopped):
        get(address, download, stopping)
    there = download.part.stat().st_size
    get(address, download)
    assert download.target.read_bytes() == BODY
    assert host.asked[1][1]["Range"] == f"bytes={there}-"


def test_a_recording_that_was_changed_meanwhile_comes_anew(host: Host, download: Download) -> None:
    breaking(host, 1000, 1000, 1000)
    with pytest.raises(Refused):
        get(f"{host.address}/a.mp3", download)
    other = b"other" * 1000
    get(host.serve("/a.mp3", other, ETag='"two"'), download)
    assert download.target.read_bytes() == other


def test_without_a_strong_validator_it_comes_anew(host: Host, download: Download) -> None:
    get(breaking(host, 1000, etag='W/"weak"'), download)
    assert download.target.read_bytes() == BODY
    assert all("Range" not in headers for _path, headers in host.asked)


def test_a_part_of_another_address_is_not_gone_on_with(host: Host, download: Download) -> None:
    breaking(host, 1000, 1000, 1000)
    with pytest.raises(Refused):
        get(f"{host.address}/a.mp3", download)
    get(host.serve("/b.mp3", b"other"), download)
    assert download.target.read_bytes() == b"other"


@pytest.mark.parametrize("span", ["bytes 0-1/2", "bytes 999-1999/2000", "nonsense", ""])
def test_a_part_that_does_not_fit_is_thrown_away(host: Host, download: Download, span: str) -> None:
    """The host answers another part than was asked for; then it gives the whole."""

    def answer(handler: Handler) -> None:
        if handler.headers.get("Range"):
            handler.give(BODY[500:], status=206, ETag='"one"', Content_Range=span)
        elif len(host.asked) == 1:
            handler.give(BODY[:1000], ETag='"one"', Content_Length=str(len(BODY)))
        else:
            handler.give(BODY, ETag='"one"')

    host.answers["/a.mp3"] = answer
    get(f"{host.address}/a.mp3", download)
    assert download.target.read_bytes() == BODY


def test_a_range_that_the_host_cannot_give_is_asked_for_no_more(host: Host, download: Download) -> None:
    def answer(handler: Handler) -> None:
        if handler.headers.get("Range"):
            handler.give(b"", status=416)
        else:
            handler.give(BODY[:1000] if len(host.asked) == 1 else BODY, ETag='"one"', Content_Length=str(len(BODY)))

    host.answers["/a.mp3"] = answer
    get(f"{host.address}/a.mp3", download)
    assert download.target.read_bytes() == BODY


def test_after_three_attempts_the_part_waits_for_the_next_time(host: Host, download: Download) -> None:
    with pytest.raises(Refused) as error:
        get(breaking(host, 1000, 1000, 1000), download)
    assert (error.value.temporary, len(host.asked), download.part.stat().st_size) == (True, 3, 3000)


@pytest.mark.parametrize("told", ["10000001", None])
def test_a_recording_that_is_too_large_leaves_nothing(host: Host, tmp_path: Path, told: str | None) -> None:
    def answer(handler: Handler) -> None:
        handler.begin(200, **({"Content-Length": told} if told else {}))
        handler.wfile.write(BODY)

    host.answers["/a.mp3"] = answer
    download = Download(tmp_path / "suara", most=1000)
    with pytest.raises(Refused) as error:
        get(f"{host.address}/a.mp3", download)
    assert (error.value.code, left(download)) == (Code.TOO_LARGE, set())


def test_what_is_not_there_is_asked_for_once_and_leaves_nothing(host: Host, download: Download) -> None:
    with pytest.raises(Refused) as error:
        get(f"{host.address}/a.mp3", download)
    assert (error.value.code, len(host.asked), left(download)) == (Code.NOT_FOUND, 1, set())


def test_a_full_disk_leaves_nothing_half(host: Host, download: Download, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_file: int) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(downloading.os, "fsync", full)
    with pytest.raises(OSError):
        get(host.serve("/a.mp3", BODY), download)
    assert left(download) == set()


def test_a_packed_recording_is_refused(host: Host, download: Download) -> None:
    with pytest.raises(Refused) as error:
        get(host.packed("/a.mp3", BODY), download)
    assert error.value.code == Code.BAD_ENCODING


def test_progress_tells_what_is_there_and_what_there_will_be(host: Host, download: Download) -> None:
    told: list[tuple[int, int | None]] = []
    get(host.serve("/a.mp3", BODY), download, lambda have, whole: told.append((have, whole)))
    assert told[-1] == (len(BODY), len(BODY))
    assert sorted(told) == told


# Slow hosts, and others who wait -------------------------------------------------------------------------------------


def in_two(host: Host, *, tells_length: bool = True, **headers: str) -> str:
    """A host that gives its recording in two pieces, and the rest of it where it is asked for that."""
    told = {"Accept-Ranges": "bytes", "ETag": '"one"'} | {name.replace("_", "-"): it for name, it in headers.items()}

    def answer(handler: Handler) -> None:
        begin = 0
        if handler.headers.get("If-Range") == told["ETag"] and told["Accept-Ranges"] == "bytes":
            begin = int(handler.headers["Range"].removeprefix("bytes=").rstrip("-"))
        more = {"Content-Range": f"bytes {begin}-{len(BODY) - 1}/{len(BODY)}"} if begin else {}
        more |= {"Content-Length": str(len(BODY) - begin)} if tells_length else {}
        handler.begin(206 if begin else 200, **told, **more)
        middle = (begin + len(BODY)) // 2
        handler.wfile.write(BODY[begin:middle])
        handler.wfile.flush()
        time.sleep(0.05)
        handler.wfile.write(BODY[middle:])

    host.answers["/a.mp3"] = answer
    return f"{host.address}/a.mp3"


def test_a_download_stands_back_when_others_wait_and_goes_on_later(host: Host, download: Download) -> None:
    address = in_two(host)
    with pytest.raises(Paused):
        get(address, download, others_wait=lambda: True)
    there = download.part.stat().st_size
    get(address, download)
    assert (download.target.read_bytes(), left(download)) == (BODY, {"suara"})
    assert (0 < there < len(BODY), host.asked[1][1]["Range"]) == (True, f"bytes={there}-")


@pytest.mark.parametrize("headers", [{"Accept_Ranges": "none"}, {"ETag": 'W/"weak"'}])
def test_what_could_not_be_gone_on_with_comes_in_one_go(
    host: Host, download: Download, headers: dict[str, str]
) -> None:
    get(in_two(host, **headers), download, others_wait=lambda: True)
    assert (download.target.read_bytes(), len(host.asked)) == (BODY, 1)


def test_a_download_of_which_the_end_is_not_known_comes_in_one_go(host: Host, download: Download) -> None:
    """Paused at its very end, it would have to begin anew."""
    get(in_two(host, tells_length=False), download, others_wait=lambda: True)
    assert download.target.read_bytes() == BODY


def test_a_host_that_gives_the_whole_when_asked_for_the_rest_is_believed_no_more(
    host: Host, download: Download
) -> None:
    with pytest.raises(Paused):
        get(in_two(host), download, others_wait=lambda: True)
    get(in_two(host, ETag='"two"'), download, others_wait=lambda: True)
    assert (download.target.read_bytes(), len(host.asked)) == (BODY, 2)


def at_speed(address: str, download: Download, speed: int) -> None:
    """Fetches it by a clock on which so many bytes come each second."""
    clock = [0.0]

    def passes(have: int, whole: int | None) -> None:
        clock[0] = have / speed

    get(address, download, passes, clock=lambda: clock[0])


def test_a_host_that_crawls_is_left_and_not_asked_again(host: Host, download: Download) -> None:
    with pytest.raises(Refused) as error:
        at_speed(in_two(host), download, 500)
    assert (error.value.code, len(host.asked)) == (Code.TOO_SLOW, 1)


def test_slow_and_steady_is_quick_enough(host: Host, download: Download) -> None:
    at_speed(in_two(host), download, 5000)
    assert download.target.read_bytes() == BODY


def test_what_a_crawling_host_has_given_is_kept_for_the_next_time(host: Host, download: Download) -> None:
    address, slow = in_two(host), False

    def clock() -> float:
        return 7000.0 if slow else 0.0

    def after_the_first(have: int, whole: int | None) -> None:
        nonlocal slow
        slow = True

    with pytest.raises(Refused):
        get(address, download, after_the_first, clock=clock)
    there = download.part.stat().st_size
    get(address, download)
    assert host.asked[-1][1]["Range"] == f"bytes={there}-"


@pytest.mark.parametrize("ranges", ["bytes", "none"])
def test_what_must_come_in_one_go_has_less_time(
    host: Host, download: Download, monkeypatch: pytest.MonkeyPatch, ranges: str
) -> None:
    """Half an hour between its two pieces: too long for everybody else, unless they can have their turn meanwhile."""
    monkeypatch.setattr(downloading, "LEAST_SPEED", 0)
    clock = [0.0]

    def after_the_first(have: int, whole: int | None) -> None:
        clock[0] = 1800.0

    try:
        get(in_two(host, Accept_Ranges=ranges), download, after_the_first, clock=lambda: clock[0])
    except Refused as error:
        assert (error.code, ranges) == (Code.TOO_SLOW, "none")
    else:
        assert ranges == "bytes"


def test_a_host_that_breaks_off_gains_no_time_by_that(host: Host, tmp_path: Path) -> None:
    """The time is for all attempts together."""
    moments = iter([0.0, 1.0, 2.0, *[100.0] * 20])
    download = Download(tmp_path / "suara", most=10_000_000, seconds=50)
    with pytest.raises(Refused) as error:
        get(breaking(host, 1000, 1000, 1000), download, clock=lambda: next(moments))
    assert error.value.code == Code.TOO_SLOW
    assert len(host.asked) < 3
