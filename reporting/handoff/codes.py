"""One-time codes: a random word for the browser, what goes along in a row under its hash, one exchange, then nothing.

The only module that writes HandOffCode.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from reporting.handoff.fields import Carried
from reporting.models import HandOffCode

BYTES = 32  # 256 random bits: nobody guesses one, so a plain hash keeps it as well as a slow one
LIFE = timedelta(minutes=15)
MOST = 10_000  # rows at a time, about 3 MB; whoever comes then is handed off with nothing
_CODE = re.compile(r"[A-Za-z0-9_-]{43}", re.ASCII)


class Full(Exception):
    """There are MOST codes that have not run out: far more than people, so probably an attack."""


def issue(carried: Carried) -> str:
    """Keeps what goes along and returns the code for it. Raises Full or DatabaseError."""
    code, now = secrets.token_urlsafe(BYTES), timezone.now()
    with transaction.atomic():
        HandOffCode.objects.filter(expires_at__lte=now).delete()
        if HandOffCode.objects.count() >= MOST:
            raise Full
        HandOffCode.objects.create(digest=_digest(code), context=carried.context(), expires_at=now + LIFE)
    return code


def exchange(code: str) -> dict[str, Any] | None:
    """What goes along with this code, once: of all who bring it at the same time one gets it. None: there is no such
    code, it has run out, or was exchanged. Raises DatabaseError.
    """
    if not _CODE.fullmatch(code):
        return None
    with transaction.atomic():
        found = HandOffCode.objects.filter(digest=_digest(code), expires_at__gt=timezone.now()).first()
        if found is None:
            return None
        # Whoever deletes it has it: the database deletes a row once, whatever was read before.
        deleted, _by_model = HandOffCode.objects.filter(pk=found.pk).delete()
    context: dict[str, Any] = found.context
    return context if deleted == 1 else None


def forget_expired() -> int:
    """Deletes what has run out; returns how many there were."""
    deleted, _by_model = HandOffCode.objects.filter(expires_at__lte=timezone.now()).delete()
    return deleted


def _digest(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
