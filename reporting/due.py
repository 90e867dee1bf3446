"""What editors have to look after: numbers to dial (again), and sources to look up again. Only public ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reporting import evidence
from reporting.models import Channel, Service, StoredDirectory

AHEAD = timedelta(days=14)  # editors hear of it that long before
EVIDENCE = timedelta(days=365)  # that long a source counts, if nobody has called


class Reason(TextChoices):
    """The most pressing first; the two of what nobody ever tried press alike."""

    UNANSWERED = "unanswered", _("Nobody answered the last call")
    EXPIRED = "expired", _("The last call is too long ago")
    UNTRIED = "untried", _("Nobody has called yet")
    OLD_SOURCE = "old_source", _("Nobody has called yet, and its source is more than a year old")
    SOON = "soon", _("To be called again soon")


#: The same of what one opens or writes to instead of calling it.
_TRIED = {
    Reason.UNANSWERED: _("It did not work when it was last tried"),
    Reason.EXPIRED: _("The last try is too long ago"),
    Reason.UNTRIED: _("Nobody has tried it yet"),
    Reason.OLD_SOURCE: _("Nobody has tried it yet, and its source is more than a year old"),
    Reason.SOON: _("To be tried again soon"),
}
_KINDS = {kind: place for place, kind in enumerate(Service.Kind.values)}


@dataclass(frozen=True)
class Due:
    """One number and why it is due; `day` (ISO) is the day of the last call, of SOON the day until which it counts;
    empty without a call. `type` is one of Channel.Type.
    """

    channel: int
    name: str
    value: str
    reason: str
    day: str = ""
    type: str = Channel.Type.PHONE.value

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def label(self) -> str:
        reason = Reason(self.reason)
        return str(reason.label if self.type == Channel.Type.PHONE else _TRIED[reason])

    @property
    def date(self) -> date | None:
        return date.fromisoformat(self.day) if self.day else None


def now() -> list[Due]:
    """Everything that is due today, worked out; the most pressing first. One query."""
    return sorted(_all(timezone.localdate()), key=lambda each: _pressing(each.reason))


def order(channel: Channel) -> tuple[int, int, int]:
    """Where it stands among equals: those for danger first, then as the help page has them."""
    return _KINDS.get(channel.service.kind, len(_KINDS)), channel.service.priority, channel.pk


def stored() -> list[Due]:
    """The same as it was noted with the last change, or by the daily job. One query."""
    row = StoredDirectory.objects.filter(key=StoredDirectory.ONLY).values_list("due", flat=True).first()
    return [Due(**each) for each in row or []]


def _all(today: date) -> Iterator[Due]:
    for channel in sorted(Channel.objects.verified().select_related("service"), key=order):
        until = channel.tested_on + timedelta(days=settings.CONFIG.call_test_days) if channel.tested_on else None
        reason = _reason(channel, until, today)
        if reason:
            day = until if reason == Reason.SOON else channel.tested_on
            shown = day.isoformat() if day else ""
            yield Due(channel.pk, channel.service.name_id, channel.value, reason.value, shown, channel.type)


def _pressing(reason: str) -> int:
    return Reason.values.index(Reason.UNTRIED if reason == Reason.OLD_SOURCE else reason)


def _reason(channel: Channel, until: date | None, today: date) -> Reason | None:
    if channel.outcome == Channel.Outcome.UNANSWERED:
        return Reason.UNANSWERED
    if until is None:
        return Reason.OLD_SOURCE if evidence.latest(channel.seen) < today - EVIDENCE else Reason.UNTRIED
    if until < today:
        return Reason.EXPIRED
    return Reason.SOON if until <= today + AHEAD else None
