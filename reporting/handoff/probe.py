"""Asks the reporting module each minute whether it is there, and tells pages what came of it.

`look` is called by the clock, never in a request: it sends one HEAD without data, follows nowhere and has SECONDS.
`state` reads a small file that it leaves, so that it needs neither network nor database.
"""

from __future__ import annotations

import logging
import secrets
import socket
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from reporting.handoff import standing
from reporting.handoff.standing import Standing, State

logger = logging.getLogger(__name__)

SECONDS = 5.0  # for everything, finding the address included
STEP_SECONDS = 3.0  # for connecting, and for the answer
AGENT = "Siniar"
#: Answers that say that it is not there, beside 500 and above. Any other one, a redirect or a login, comes from it.
GONE = (404, 410)
OFF = "off"


def state() -> State:
    """How the reporting module stands. Costs one small file; never raises.

    NORMAL where there is none, or where it is not to be asked; DISTURBED (pages name phones first and keep the link)
    where nothing is known.
    """
    if not _address():
        return State.NORMAL
    try:
        return standing.read(_file().read_text(encoding="utf-8")).says(int(time.time()))
    except (OSError, ValueError):
        return State.DISTURBED


def look() -> Standing | None:
    """Asks once and keeps what came of it; None if nobody is to be asked. Raises OSError if it cannot be kept."""
    address = _address()
    if not address:
        _file().unlink(missing_ok=True)
        return None
    answered = _answers_in_time(address)
    now, before = int(time.time()), _before()
    after = before.after(answered, now) if before else standing.first(answered, now)
    _keep(after)
    if before and before.state != after.state:
        logger.warning("the reporting module: %s, was %s", after.state, before.state)
    return after


def _address() -> str:
    """Whom to ask; empty: nobody."""
    config = settings.CONFIG
    if not config.silayang_url or config.silayang_health_url == OFF:
        return ""
    asked: str = config.silayang_health_url or config.silayang_url
    return asked


def _before() -> Standing | None:
    """What was known, unless it says nothing any more."""
    try:
        known = standing.read(_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return known if abs(time.time() - known.at) <= standing.STALE else None


def _file() -> Path:
    path: Path = settings.DATA_DIR / "hand-off-standing.json"
    return path


def _keep(known: Standing) -> None:
    """In one piece, so that nobody reads half of it."""
    draft = _file().with_name(f".hand-off-standing.{secrets.token_hex(4)}")
    try:
        draft.write_text(known.written(), encoding="utf-8")
        draft.replace(_file())
    except OSError:
        draft.unlink(missing_ok=True)
        raise


class _Asking(threading.Thread):
    """One question, in a thread of its own: nothing else ends the search for an address."""

    def __init__(self, address: str) -> None:
        super().__init__(name="hand-off-probe", daemon=True)
        self.address, self.answered = address, False
        self._line: socket.socket | None = None
        self._guard, self._over = threading.Lock(), False

    def run(self) -> None:
        self.answered = _answers(self.address, self.hold)

    def hold(self, line: socket.socket) -> None:
        """Notes what it asks by. It has a handle of its own, because TLS takes the first one over."""
        with self._guard:
            self._line = line.dup()
            if self._over:
                self._hang_up()

    def end(self) -> None:
        """Hangs up, whatever is still being said; a search for an address goes on, and is the only one meanwhile."""
        with self._guard:
            self._over = True
            self._hang_up()

    def _hang_up(self) -> None:
        if self._line:
            with suppress(OSError):
                self._line.shutdown(socket.SHUT_RDWR)
            self._line.close()
            self._line = None


_asking: _Asking | None = None


def _answers_in_time(address: str) -> bool:
    """Whether it answers within SECONDS. While an earlier question is not over, no other is asked."""
    global _asking
    if _asking and _asking.is_alive():
        return False
    _asking = asking = _Asking(address)
    asking.start()
    asking.join(SECONDS)
    late = asking.is_alive()
    asking.end()
    return asking.answered and not late


def _answers(address: str, hold: Callable[[socket.socket], None]) -> bool:
    parts = urlsplit(address)
    secure = parts.scheme == "https"
    host, port = parts.hostname or "", parts.port or (443 if secure else 80)
    connection = HTTPConnection(host, parts.port, timeout=STEP_SECONDS)
    line: socket.socket | None = None
    try:
        line = socket.create_connection((host, port), STEP_SECONDS)
        hold(line)
        connection.sock = line = (
            ssl.create_default_context().wrap_socket(line, server_hostname=host) if secure else line
        )
        target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        connection.request("HEAD", target, headers={"User-Agent": AGENT, "Connection": "close"})
        status = connection.getresponse().status
    except (OSError, HTTPException, ValueError):
        return False
    finally:
        connection.close()
        if line:
            line.close()
    return status < 500 and status not in GONE
