"""Asks the reporting module each minute whether it is there, and tells pages what came of it.

`look` is called by the clock, never in a request: it sends one HEAD without data, follows nowhere and has SECONDS.
`state` reads a small file that it leaves, so that it needs neither network nor database.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPSConnection
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


def _answers_in_time(address: str) -> bool:
    """In a thread that is left behind if it takes longer: nothing else ends the search for an address."""
    heard: list[bool] = []
    asking = threading.Thread(target=lambda: heard.append(_answers(address)), name="hand-off-probe", daemon=True)
    asking.start()
    asking.join(SECONDS)
    return bool(heard) and heard[0]


def _answers(address: str) -> bool:
    parts = urlsplit(address)
    kind = HTTPSConnection if parts.scheme == "https" else HTTPConnection
    connection = None
    try:
        connection = kind(parts.hostname or "", parts.port, timeout=STEP_SECONDS)
        target = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
        connection.request("HEAD", target, headers={"User-Agent": AGENT, "Connection": "close"})
        status = connection.getresponse().status
    except (OSError, HTTPException, ValueError):
        return False
    finally:
        if connection:
            with suppress(OSError):
                connection.close()
    return status < 500 and status not in GONE
