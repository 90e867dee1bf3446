"""Fetches what strangers name: documents into memory, recordings onto the disk, resumed where a download broke off.

Built on httpcore, which opens connections in one single place: there the name is resolved, every result is checked,
and the connection goes to that very result, so that a name cannot lead elsewhere a moment later. httpcore knows no
redirects, cookies, passwords or proxies of the environment; redirects are followed here, each like a new address.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpcore2 as httpcore

from transfer.addresses import is_public, joined, target
from transfer.refused import Code, Refused
from transfer.unpacking import Unpacked

MOST_REDIRECTS = 5
CONNECT_SECONDS, READ_SECONDS = 10.0, 30.0
HEADER_SECONDS = 60.0  # for names, redirects and headers together, however long the body may take
DOCUMENT_SECONDS = 60.0
DOCUMENTS_SECONDS = 120.0
AGENT = "Siniar (podcast import)"
REDIRECTS = frozenset({301, 302, 303, 307, 308})

Resolve = Callable[[str, int], Sequence[str]]
Heard = Callable[[int], None]
"""Told after each piece that the network brings, headers too: how many bytes. What it raises ends the connection."""


def unheard(count: int) -> None:
    """Nobody wants to know."""


def resolved(host: str, port: int) -> list[str]:
    """The IP addresses of a host. Raises OSError or UnicodeError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True)
class Document:
    """What was found, unpacked; `address` is where it was in the end."""

    data: bytes
    address: str
    content_type: str


class Answer:
    """An answer whose body has not been read yet."""

    def __init__(self, response: httpcore.Response, address: str) -> None:
        self.status, self.address, self._response = response.status, address, response
        self._headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers}

    def header(self, name: str) -> str:
        """A header's value, or ""."""
        return self._headers.get(name, "").strip()

    @property
    def length(self) -> int | None:
        """Bytes that follow, if the server tells."""
        told = self.header("content-length")
        return int(told) if told.isascii() and told.isdigit() else None

    def blocks(self) -> Iterator[bytes]:
        """The body as it comes, encoded as the server likes. Raises Refused."""
        with _in_codes():
            yield from self._response.iter_stream()


class Fetcher:
    """Calls addresses of strangers. `allow_private` is for tests and for operators who know their own network.

    `resolve` gives the IP addresses of a host.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        resolve: Resolve = resolved,
        read_seconds: float = READ_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._allow_private, self._resolve = allow_private, resolve
        self._read_seconds, self._clock = read_seconds, clock

    def document(
        self, address: str, *, most: int, seconds: float = DOCUMENT_SECONDS, heard: Heard = unheard
    ) -> Document:
        """A whole document of at most `most` bytes, packed and unpacked, within `seconds`. Raises Refused."""
        with self.answer(address, {"Accept-Encoding": "gzip"}, seconds=seconds, heard=heard) as answer:
            if (answer.length or 0) > most:
                raise Refused(Code.TOO_LARGE, most=most)
            unpacked = Unpacked(most, encoding=answer.header("content-encoding"))
            for block in answer.blocks():
                unpacked.add(block)
            return Document(unpacked.finish(), answer.address, answer.header("content-type"))

    @contextmanager
    def answer(
        self,
        address: str,
        headers: dict[str, str],
        *,
        seconds: float,
        also: Iterable[int] = (),
        heard: Heard = unheard,
    ) -> Iterator[Answer]:
        """The answer with status 200, or one of `also`, after at most five redirects. Raises Refused."""
        deadline = _Deadline(self._clock, seconds)
        wanted = {200, *also}
        for _hop in range(MOST_REDIRECTS + 1):
            with self._one(address, headers, deadline, heard) as answer:
                if answer.status not in REDIRECTS:
                    if answer.status not in wanted:
                        raise _refusal(answer.status)
                    deadline.body_begins()
                    yield answer
                    return
                address = joined(address, answer.header("location"))
            if not address:
                raise Refused(Code.BAD_ADDRESS)
        raise Refused(Code.TOO_MANY_REDIRECTS)

    @contextmanager
    def _one(self, address: str, headers: dict[str, str], deadline: _Deadline, heard: Heard) -> Iterator[Answer]:
        place = target(address)
        url = httpcore.URL(scheme=place.scheme, host=place.host, port=place.port, target=place.path.encode())
        timeout = {"connect": CONNECT_SECONDS, "read": self._read_seconds, "write": CONNECT_SECONDS}
        sent = {"Host": _host_header(address), "User-Agent": AGENT, "Accept": "*/*", "Connection": "close", **headers}
        network = _Checked(self._allow_private, self._resolve, deadline.left, heard)
        with httpcore.ConnectionPool(network_backend=network, max_connections=1) as pool:
            with _in_codes():
                opened = pool.stream("GET", url, headers=list(sent.items()), extensions={"timeout": timeout})
                response = opened.__enter__()
            try:
                yield Answer(response, address)
            finally:
                opened.__exit__(None, None, None)


class Documents:
    """The small files of one episode, or of one show: all of them together may take `seconds`."""

    def __init__(
        self,
        fetcher: Fetcher,
        heard: Heard = unheard,
        *,
        seconds: float = DOCUMENTS_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._fetcher, self._heard, self._left, self._clock = fetcher, heard, seconds, clock

    def fetch(self, address: str, *, most: int) -> bytes:
        """One of them, at most `most` bytes. Raises Refused: TOO_SLOW also if the others have taken all the time."""
        if self._left <= 0:
            raise Refused(Code.TOO_SLOW)
        self._heard(0)
        begun = self._clock()
        try:
            seconds = min(DOCUMENT_SECONDS, self._left)
            return self._fetcher.document(address, most=most, seconds=seconds, heard=self._heard).data
        finally:
            self._left -= self._clock() - begun


def _host_header(address: str) -> str:
    place = target(address)
    name = f"[{place.host}]" if ":" in place.host else place.host
    return name if place.port == (443 if place.scheme == "https" else 80) else f"{name}:{place.port}"


def _refusal(status: int) -> Refused:
    if status in (408, 425, 429) or status >= 500:
        return Refused(Code.SERVER_ERROR, status=status)
    return Refused(Code.NOT_FOUND, status=status)


@contextmanager
def _in_codes() -> Iterator[None]:
    """Turns the errors of the network into Refused."""
    try:
        yield
    except _Late as error:
        raise Refused(Code.TOO_SLOW) from error
    except (httpcore.TimeoutException, httpcore.NetworkError, ssl.SSLError) as error:
        raise Refused(Code.NO_ANSWER) from error
    except (httpcore.ProtocolError, httpcore.UnsupportedProtocol, UnicodeError, ValueError) as error:
        raise Refused(Code.BROKEN_ANSWER) from error


class _Late(Exception):
    """The time for the whole is over."""


class _Deadline:
    """When the time is over: first that for names, redirects and headers, then that for the whole."""

    def __init__(self, clock: Callable[[], float], seconds: float) -> None:
        self._clock, begun = clock, clock()
        self._end, self._whole = begun + min(seconds, HEADER_SECONDS), begun + seconds

    def left(self) -> float:
        """Seconds that remain."""
        return self._end - self._clock()

    def body_begins(self) -> None:
        """The headers are there."""
        self._end = self._whole


class _Checked(httpcore.NetworkBackend):
    """Opens connections to public machines only; `left` tells the seconds that remain."""

    def __init__(self, allow_private: bool, resolve: Resolve, left: Callable[[], float], heard: Heard) -> None:
        self._allow_private, self._resolve, self._left, self._heard = allow_private, resolve, left, heard
        self._network = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Resolves, checks every result, and connects to the first of these very results that answers."""
        _within(self._left(), None)
        try:
            found = self._resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise Refused(Code.UNKNOWN_HOST, host=host) from error
        if not found:
            raise Refused(Code.UNKNOWN_HOST, host=host)
        if not self._allow_private and not all(map(is_public, found)):
            raise Refused(Code.FORBIDDEN_ADDRESS, host=host)
        for place, address in enumerate(found, start=1):
            try:
                stream = self._network.connect_tcp(address, port, _within(self._left(), timeout), None, socket_options)
            except (httpcore.TimeoutException, httpcore.NetworkError):
                if place == len(found):
                    raise
            else:
                return _Timed(stream, self._left, self._heard)
        raise Refused(Code.NO_ANSWER)

    def connect_unix_socket(self, *args: Any, **kwargs: Any) -> httpcore.NetworkStream:
        """Never."""
        raise Refused(Code.FORBIDDEN_ADDRESS, host="")


class _Timed(httpcore.NetworkStream):
    """A stream whose every wait ends with the time that is left: neither headers nor body can trickle for ever.

    What comes is told here and not where the body is read: a host can send much that never becomes a part of it.
    """

    def __init__(self, stream: httpcore.NetworkStream, left: Callable[[], float], heard: Heard) -> None:
        self._stream, self._left, self._heard = stream, left, heard

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            data = self._stream.read(max_bytes, _within(self._left(), timeout))
        except httpcore.TimeoutException as error:
            if self._left() <= 0:
                raise _Late from error
            raise
        self._heard(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _within(self._left(), timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """The certificate is checked against the name that was asked for, not against the address."""
        secure = self._stream.start_tls(ssl_context, server_hostname, _within(self._left(), timeout))
        return _Timed(secure, self._left, self._heard)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


def _within(left: float, timeout: float | None) -> float:
    if left <= 0:
        raise _Late
    return left if timeout is None else min(left, timeout)
