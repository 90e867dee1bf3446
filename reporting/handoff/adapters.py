"""The ways in which what goes along travels: by link (nothing does), as a signed token, or under a one-time code.

Which one is a setting. A way that fails carries nothing: whoever is handed off goes on all the same, with the link.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError

from reporting.handoff import codes, keys, tokens
from reporting.handoff.fields import Carried
from reporting.handoff.signals import Outcome

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Parcel:
    """The one field of the form that goes to the other side: its name is the outcome. `value` tells nobody anything,
    or only what the person has seen; it stands in no address and no log.
    """

    outcome: Outcome
    value: str


def carries() -> bool:
    """Whether anything can go along."""
    return settings.CONFIG.handoff in _WAYS and bool(settings.CONFIG.silayang_url)


def parcel(carried: Carried) -> Parcel | None:
    """What to send with the form; None if nothing goes along. Never raises."""
    if not carried or not carries():
        return None
    outcome, pack = _WAYS[settings.CONFIG.handoff]
    try:
        return Parcel(outcome, pack(carried))
    except (OSError, DatabaseError, codes.Full) as error:
        logger.error("nothing goes along with a hand-off: %s", type(error).__name__)
        return None


def folder() -> Path:
    """Where the keys lie."""
    path: Path = settings.DATA_DIR / "handoff-keys"
    return path


def published_keys() -> dict[str, object]:
    """The public keys as a JWK Set; where tokens are made there is always one. Raises OSError."""
    now = int(time.time())
    kept = keys.kept(folder())
    if not kept and settings.CONFIG.handoff == Outcome.TOKEN:
        kept = [keys.make(folder(), now)]
    return keys.published_set(kept, now)


def receiver_origin() -> str:
    """Scheme, host and port of the other side, as a content policy names them; empty if there is none."""
    parts = urlsplit(settings.CONFIG.silayang_url)
    return f"{parts.scheme}://{parts.netloc}".lower() if parts.netloc else ""


def audience() -> str:
    """For whom tokens are made."""
    return settings.CONFIG.handoff_audience or receiver_origin()


def _token(carried: Carried) -> str:
    now = int(time.time())
    key = keys.signing(keys.kept(folder()), now) or keys.make(folder(), now)
    return tokens.sign(carried, key, issuer=settings.CONFIG.public_url, audience=audience(), now=now)


_WAYS: dict[str, tuple[Outcome, Callable[[Carried], str]]] = {
    "token": (Outcome.TOKEN, _token),
    "code": (Outcome.CODE, codes.issue),
}
