"""What editors have to look after: numbers to dial (again), and sources to look up again. Only public ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reporting.models import Channel, StoredDirectory

AHEAD = timedelta(days=14)  # editors hear of it that long before
EVIDENCE = timedelta(days=365)  # that long a source counts, if nobody has called


class Reason(TextChoices):
    """The most pressing first."""

    UNANSWERED = "unanswered", _("Nobody answered the last call")
    EXPIRED = "expired", _("The last call is too long ago")
    UNTRIED = "untried", _("Nobody has called yet")
    OLD_SOURCE = "old_source", _("Its source is more than a year old")
    SOON = "soon", _("To be called again soon")


@dataclass(frozen=True)
class Due:
    """One number and why it is due; `day` (ISO) is when the last call counts no longer, empty without a call."""

    channel: int
    name: str
    value: str
    reason: str
    day: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def label(self) -> str:
        return str(Reason(self.reason).label)

    @property
    def date(self) -> date | None:
        return date.fromisoformat(self.day) if self.day else None


def now() -> list[Due]:
    """Everything that is due today, worked out; the most pressing first. One query."""
    return sorted(_all(timezone.localdate()), key=lambda each: Reason.values.index(each.reason))


def stored() -> list[Due]:
    """The same as it was noted with the last change, or by the daily job. One query."""
    row = StoredDirectory.objects.filter(key=StoredDirectory.ONLY).values_list("due", flat=True).first()
    return [Due(**each) for each in row or []]


def _all(today: date) -> Iterator[Due]:
    for channel in Channel.objects.verified().select_related("service"):
        until = channel.tested_on + timedelta(days=settings.CONFIG.call_test_days) if channel.tested_on else None
        reason = _reason(channel, until, today)
        if reason:
            day = until.isoformat() if until else ""
            yield Due(channel.pk, channel.service.name_id, channel.value, reason.value, day)


def _reason(channel: Channel, until: date | None, today: date) -> Reason | None:
    if channel.outcome == Channel.Outcome.UNANSWERED:
        return Reason.UNANSWERED
    if until is None:
        return Reason.OLD_SOURCE if _latest(channel.seen) < today - EVIDENCE else Reason.UNTRIED
    if until < today:
        return Reason.EXPIRED
    return Reason.SOON if until <= today + AHEAD else None


def _latest(seen: str) -> date:
    """The latest day that a text such as “2025/2026” or “2025-06” may mean; long ago if it says nothing."""
    parts = re.findall(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", seen)
    if not parts:
        return date.min
    year, month, day = max(parts)
    if month and day:
        return date(int(year), int(month), int(day))
    following = date(int(year) + (int(month or 12) == 12), int(month or 12) % 12 + 1, 1)
    return following - timedelta(days=1)
