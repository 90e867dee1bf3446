"""Calling strangers, over real connections: nothing inside our network, nothing for ever, nothing without an end."""

from __future__ import annotations

import gzip
import ssl
import time
from collections.abc import Sequence
from typing import Any

import httpcore2
import pytest

from tests.transfer.server import Handler, Host
from transfer.fetching import MOST_REDIRECTS, Documents, Fetcher
from transfer.refused import Code, Refused

MOST = 100_000  # bytes
open_fetcher = Fetcher(allow_private=True)


def refusal(address: str, fetcher: Fetcher = open_fetcher, *, most: int = MOST, seconds: float = 10) -> Code:
    with pytest.raises(Refused) as error:
        fetcher.document(address, most=most, seconds=seconds)
    return error.value.code


def test_a_document_comes_with_its_type_and_address(host: Host) -> None:
    found = open_fetcher.document(host.serve("/feed.xml", b"<rss/>", "text/xml"), most=MOST)
    assert (found.data, found.content_type, found.address) == (b"<rss/>", "text/xml", f"{host.address}/feed.xml")


def test_nothing_that_tells_who_we_are_is_sent(host: Host) -> None:
    host.answers["/feed.xml"] = lambda handler: handler.give(b"x", Set_Cookie="id=1")
    for _time in range(2):
        open_fetcher.document(f"{host.address}/feed.xml", most=MOST)
    for _path, headers in host.asked:
        assert {name.lower() for name in headers} == {"host", "user-agent", "accept", "accept-encoding", "connection"}


def test_no_proxy_of_the_environment_is_asked(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1/")
    assert open_fetcher.document(host.serve("/a", b"x"), most=MOST).data == b"x"


# Where it leads ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name",
    [
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "017700000001",
        "0",
        "0.0.0.0",
        "10.0.0.1",
        "169.254.169.254",
        "192.168.0.1",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:a9fe:a9fe]",
        "[64:ff9b::a9fe:a9fe]",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "１２７.0.0.1",
    ],
)
def test_an_address_inside_our_network_is_not_called(host: Host, name: str) -> None:
    port = host.address.rpartition(":")[2]
    assert refusal(f"http://{name}:{port}/", Fetcher()) == Code.FORBIDDEN_ADDRESS
    assert host.asked == []


def by_name(*answers: Sequence[str]) -> Fetcher:
    """A fetcher for which every name has these addresses, the next ones each time it asks."""
    left = list(answers)
    return Fetcher(resolve=lambda _host, _port: left.pop(0) if len(left) > 1 else left[0])


def test_a_name_that_has_one_address_inside_our_network_is_not_called(host: Host) -> None:
    port = host.address.rpartition(":")[2]
    assert refusal(f"http://x.example:{port}/", by_name(["8.8.8.8", "127.0.0.1"])) == Code.FORBIDDEN_ADDRESS


def test_a_name_is_looked_up_once_and_called_where_it_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name server that answers differently the second time finds nobody who asks it again."""
    called = []

    def connect(_self: object, host: str, *arguments: object) -> None:
        called.append(host)
        raise OSError

    monkeypatch.setattr("httpcore2.SyncBackend.connect_tcp", connect)
    with pytest.raises(OSError):
        by_name(["8.8.8.8"], ["127.0.0.1"]).document("http://rebind.example/", most=MOST)
    assert called == ["8.8.8.8"]


def test_a_certificate_is_checked_against_the_name_and_not_against_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[bool, str | None]] = []

    class Stream(httpcore2.NetworkStream):
        def start_tls(self, context: ssl.SSLContext, server_hostname: str | None = None, timeout: Any = None) -> Any:
            told.append((context.check_hostname and context.verify_mode == ssl.CERT_REQUIRED, server_hostname))
            raise httpcore2.ConnectError

        def close(self) -> None:
            """Nothing to close."""

    monkeypatch.setattr("httpcore2.SyncBackend.connect_tcp", lambda *arguments: Stream())
    assert refusal("https://podcast.example/", by_name(["8.8.8.8"])) == Code.NO_ANSWER
    assert told == [(True, "podcast.example")]


def test_a_redirect_into_our_network_is_not_followed(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first hop is let through by hand, as if this host were out in the world."""
    port = int(host.address.rpartition(":")[2])
    host.redirect("/a", f"http://127.0.0.2:{port}/secret")
    monkeypatch.setattr("transfer.fetching.is_public", lambda address: address == "127.0.0.1")
    assert refusal(f"{host.address}/a", Fetcher()) == Code.FORBIDDEN_ADDRESS
    assert host.paths() == ["/a"]


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://example.org/", "http://a:b@example.org/", ""])
def test_a_redirect_to_what_is_no_web_address_is_not_followed(host: Host, to: str) -> None:
    assert refusal(host.redirect("/a", to)) == Code.BAD_ADDRESS


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed(host: Host, status: int) -> None:
    host.serve("/b", b"x")
    found = open_fetcher.document(host.redirect("/a", "/b", status), most=MOST)
    assert (found.data, found.address) == (b"x", f"{host.address}/b")


def test_five_redirects_are_followed_and_not_one_more(host: Host) -> None:
    host.serve("/0", b"x")
    for number in range(1, MOST_REDIRECTS + 2):
        host.redirect(f"/{number}", f"/{number - 1}")
    assert open_fetcher.document(f"{host.address}/{MOST_REDIRECTS}", most=MOST).data == b"x"
    assert refusal(f"{host.address}/{MOST_REDIRECTS + 1}") == Code.TOO_MANY_REDIRECTS


def test_a_name_that_nobody_knows_is_told() -> None:
    def nobody(_host: str, _port: int) -> list[str]:
        raise OSError

    assert refusal("http://tidak-ada.example/", Fetcher(resolve=nobody)) == Code.UNKNOWN_HOST
    assert refusal("http://tidak-ada.example/", Fetcher(resolve=lambda _host, _port: [])) == Code.UNKNOWN_HOST


def test_the_next_address_of_a_name_is_tried_when_nobody_answers_at_the_first(host: Host) -> None:
    port = host.address.rpartition(":")[2]
    host.serve("/a", b"x")
    fetcher = Fetcher(allow_private=True, resolve=lambda _host, _port: ["::1", "127.0.0.1"])
    assert fetcher.document(f"http://x.example:{port}/a", most=MOST).data == b"x"


# What comes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (204, Code.NOT_FOUND),
        (401, Code.NOT_FOUND),
        (403, Code.NOT_FOUND),
        (404, Code.NOT_FOUND),
        (410, Code.NOT_FOUND),
        (408, Code.SERVER_ERROR),
        (429, Code.SERVER_ERROR),
        (500, Code.SERVER_ERROR),
        (503, Code.SERVER_ERROR),
    ],
)
def test_an_answer_without_a_document_is_told(host: Host, status: int, code: Code) -> None:
    host.answers["/a"] = lambda handler: handler.give(b"", status=status)
    assert refusal(f"{host.address}/a") == code


def test_a_packed_document_is_unpacked(host: Host) -> None:
    assert open_fetcher.document(host.packed("/a", b"<rss/>" * 100), most=MOST).data == b"<rss/>" * 100


def test_a_bomb_is_put_out_before_it_is_whole(host: Host) -> None:
    assert refusal(host.packed("/a", b"0" * 50_000_000)) == Code.TOO_LARGE


def test_a_document_that_says_that_it_is_too_large_is_not_read(host: Host) -> None:
    host.answers["/a"] = lambda handler: handler.begin(Content_Length=str(10**12))
    assert refusal(f"{host.address}/a") == Code.TOO_LARGE


def test_a_document_that_does_not_end_is_left(host: Host) -> None:
    def endless(handler: Handler) -> None:
        handler.begin()
        while True:
            handler.wfile.write(b"x" * 10_000)

    host.answers["/a"] = endless
    assert refusal(f"{host.address}/a") == Code.TOO_LARGE


@pytest.mark.parametrize("encoding", ["br", "deflate", "zstd", "gzip, gzip"])
def test_a_document_packed_otherwise_is_refused(host: Host, encoding: str) -> None:
    host.answers["/a"] = lambda handler: handler.give(b"x", Content_Encoding=encoding)
    assert refusal(f"{host.address}/a") == Code.BAD_ENCODING


@pytest.mark.parametrize("body", [b"no gzip", gzip.compress(b"x" * 1000)[:-9], b""], ids=["none", "cut", "empty"])
def test_a_broken_package_is_refused(host: Host, body: bytes) -> None:
    host.answers["/a"] = lambda handler: handler.give(body, Content_Encoding="gzip")
    assert refusal(f"{host.address}/a") == Code.BAD_ENCODING


def test_a_document_that_breaks_off_is_refused(host: Host) -> None:
    host.answers["/a"] = lambda handler: handler.give(b"half", Content_Length="8")
    assert refusal(f"{host.address}/a") == Code.BROKEN_ANSWER


def test_what_follows_the_told_length_is_not_read(host: Host) -> None:
    host.answers["/a"] = lambda handler: handler.give(b"whole and more", Content_Length="5")
    assert open_fetcher.document(f"{host.address}/a", most=MOST).data == b"whole"


@pytest.mark.parametrize("length", ["abc", "-1", "1, 2", "²"])
def test_a_length_that_is_none_is_refused(host: Host, length: str) -> None:
    def answer(handler: Handler) -> None:
        handler.wfile.write(f"HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n\r\nx".encode())

    host.answers["/a"] = answer
    assert refusal(f"{host.address}/a") == Code.BROKEN_ANSWER


def test_what_is_no_http_is_refused(host: Host) -> None:
    host.answers["/a"] = lambda handler: handler.wfile.write(b"220 mail.example ESMTP\r\n")
    assert refusal(f"{host.address}/a") == Code.BROKEN_ANSWER


def test_who_does_not_answer_is_not_waited_for_without_end(host: Host) -> None:
    host.answers["/a"] = lambda handler: time.sleep(1)
    assert refusal(f"{host.address}/a", Fetcher(allow_private=True, read_seconds=0.1)) == Code.NO_ANSWER


@pytest.mark.parametrize("beginning", [b"", b"HTTP/1.1 200 OK\r\nX-Slow: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_who_trickles_for_ever_is_left_when_the_time_for_the_whole_is_over(host: Host, beginning: bytes) -> None:
    def trickle(handler: Handler) -> None:
        handler.wfile.write(beginning)
        for _time in range(200):
            handler.wfile.write(b"H")
            handler.wfile.flush()
            time.sleep(0.01)

    host.answers["/a"] = trickle
    assert refusal(f"{host.address}/a", seconds=0.2) == Code.TOO_SLOW


def slowly(host: Host, *pieces: bytes) -> str:
    """Gives an answer piece by piece, 0.15 seconds apart."""

    def answer(handler: Handler) -> None:
        for piece in pieces:
            handler.wfile.write(piece)
            handler.wfile.flush()
            time.sleep(0.15)

    host.answers["/slow"] = answer
    return f"{host.address}/slow"


HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"


@pytest.mark.parametrize("pieces", [(HEAD[:9], HEAD[9:19], HEAD[19:], b"ab"), (b"HTTP/1.1 100 Continue\r\n\r\n",) * 5])
def test_headers_that_trickle_are_not_waited_for_as_long_as_a_body(
    host: Host, monkeypatch: pytest.MonkeyPatch, pieces: tuple[bytes, ...]
) -> None:
    monkeypatch.setattr("transfer.fetching.HEADER_SECONDS", 0.2)
    assert refusal(slowly(host, *pieces), seconds=60) == Code.TOO_SLOW


def test_a_body_may_take_longer_than_the_headers(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("transfer.fetching.HEADER_SECONDS", 0.2)
    assert open_fetcher.document(slowly(host, HEAD, b"a", b"b"), most=MOST).data == b"ab"


def test_a_redirect_gives_no_more_time_for_headers(host: Host, monkeypatch: pytest.MonkeyPatch) -> None:
    def late(handler: Handler) -> None:
        time.sleep(0.15)
        handler.give(b"", status=302, Location="/slow")

    monkeypatch.setattr("transfer.fetching.HEADER_SECONDS", 0.4)
    host.answers["/slow"] = late
    assert refusal(f"{host.address}/slow", seconds=60) == Code.TOO_SLOW


def test_a_name_is_not_looked_up_when_the_time_is_over() -> None:
    """Looking up is the one wait that cannot be cut short."""
    asked = []
    fetcher = Fetcher(resolve=lambda name, _port: asked.append(name) or ["8.8.8.8"])  # type: ignore[func-returns-value]
    assert (refusal("http://x.example/", fetcher, seconds=0), asked) == (Code.TOO_SLOW, [])


def test_each_piece_that_comes_is_told_also_where_it_is_no_part_of_the_body(host: Host) -> None:
    told: list[int] = []
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    pieces = (head, b"1;x", b"=1\r\n", b"a\r\n0\r\n\r\n")
    assert open_fetcher.document(slowly(host, *pieces), most=MOST, heard=told.append).data == b"a"
    assert told == [len(piece) for piece in pieces]


def test_what_hears_of_it_can_end_it(host: Host) -> None:
    def enough(_count: int) -> None:
        raise KeyError

    with pytest.raises(KeyError):
        open_fetcher.document(host.serve("/a", b"x"), most=MOST, heard=enough)


def test_the_documents_of_an_episode_have_their_time_together(host: Host) -> None:
    moments = iter([0.0, 50.0, 50.0, 121.0])
    documents = Documents(open_fetcher, clock=lambda: next(moments))
    address = host.serve("/a", b"x")
    assert [documents.fetch(address, most=MOST) for _time in range(2)] == [b"x", b"x"]
    with pytest.raises(Refused) as error:
        documents.fetch(address, most=MOST)
    assert (error.value.code, len(host.asked)) == (Code.TOO_SLOW, 2)


def test_a_document_has_only_the_time_that_the_others_left(host: Host) -> None:
    with pytest.raises(Refused) as error:
        Documents(open_fetcher, seconds=0.2).fetch(slowly(host, HEAD, b"a", b"b"), most=MOST)
    assert error.value.code == Code.TOO_SLOW


def test_it_is_told_before_a_document_is_asked_for(host: Host) -> None:
    def enough(_count: int) -> None:
        raise KeyError

    with pytest.raises(KeyError):
        Documents(open_fetcher, enough).fetch(host.serve("/a", b"x"), most=MOST)
    assert host.asked == []


def test_who_is_silent_is_left_when_the_time_for_the_whole_is_over(host: Host) -> None:
    """Before it hangs up, although a single answer might take longer."""
    host.answers["/a"] = lambda handler: time.sleep(1)
    assert refusal(f"{host.address}/a", seconds=0.1) == Code.TOO_SLOW


def test_a_port_at_which_nobody_listens_is_told() -> None:
    assert refusal("http://127.0.0.1:1024/") == Code.NO_ANSWER
