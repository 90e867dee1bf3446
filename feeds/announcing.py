"""Tells the hub and the Podping service that are configured that a feed has changed. Knows no database.

No other address is ever called: answers that lead elsewhere are not followed, and neither a proxy of the environment
nor a cookie is used.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlencode, urlsplit

from siniar.config import Config

AGENT = "Siniar"
STEP_SECONDS = 10.0  # for connecting, and for each piece of the answer
ALL_SECONDS = 20.0  # for the whole call: an answer that trickles is none


class Unheard(Exception):
    """A service did not take the news; `status` is its answer, None if there was none that could be read."""

    def __init__(self, service: str, status: int | None) -> None:
        super().__init__(service, status)
        self.service, self.status = service, status


@dataclass(frozen=True)
class Call:
    """One request to one service."""

    service: str
    method: str
    address: str
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)  # may hold a token


def calls(config: Config, feed_url: str, *, listed: bool) -> list[Call]:
    """What is to be said about a feed, and to whom; empty if nothing is configured.

    Podping is public for ever (it is written to a blockchain), so it hears only of feeds that directories may list.
    """
    found = []
    if config.websub_hub:
        found.append(_publication(config.websub_hub, feed_url))
    if config.podping_url and listed:
        found.append(_podping(config.podping_url, config.podping_token, feed_url))
    return found


def _publication(hub: str, feed_url: str) -> Call:
    """WebSub leaves this request to the hubs; all of them take what PubSubHubbub 0.4, section 7.1, says."""
    body = urlencode({"hub.mode": "publish", "hub.url": feed_url}).encode()
    return Call("WebSub", "POST", hub, body, {"Content-Type": "application/x-www-form-urlencoded"})


def _podping(service: str, token: str, feed_url: str) -> Call:
    """The HTTP interface of podping.cloud; the token goes into a header, so it stands in no address."""
    question = urlencode({"url": feed_url, "reason": "update", "medium": "podcast"})
    joint = "&" if urlsplit(service).query else "?"
    return Call("Podping", "GET", f"{service}{joint}{question}", headers={"Authorization": token} if token else {})


def tell(call: Call) -> None:
    """Makes the call, within ALL_SECONDS. Raises Unheard unless the answer says that all is well (2xx)."""
    headers = {"User-Agent": AGENT, "Connection": "close", **call.headers}
    try:
        connection, target = _opened(call.address)
        with _ended_in_time(connection):
            connection.request(call.method, target, body=call.body or None, headers=headers)
            status = connection.getresponse().status
    except (OSError, HTTPException, ValueError) as error:
        raise Unheard(call.service, None) from error
    if not 200 <= status < 300:
        raise Unheard(call.service, status)


def _opened(address: str) -> tuple[HTTPConnection, str]:
    """A connection that is still to be made, and what is asked for there. Raises HTTPException or ValueError."""
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=STEP_SECONDS)
    return connection, f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"


@contextmanager
def _ended_in_time(connection: HTTPConnection) -> Iterator[None]:
    """Closes the connection at the end, and cuts it off after ALL_SECONDS: its own timeout counts each piece alone."""

    def cut() -> None:
        with suppress(OSError, AttributeError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    timer = threading.Timer(ALL_SECONDS, cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        connection.close()
