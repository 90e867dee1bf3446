"""Every write to the directory: test calls, loading, and the stored document that the public reads.

Whatever changes a region, a service or a channel, from wherever it comes, `rebuild` follows in the same transaction
(reporting.signals): there is no moment in which a number is public that nobody vouches for. Feeds name numbers too, so
all of them are marked to be built anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from episodes import changes
from reporting import directory, due, fallback, gathering, storing
from reporting.models import Channel, StoredDirectory
from siniar.models import User

_together: ContextVar[bool] = ContextVar("changes of the directory that belong together", default=False)


def record_call_test(channel: Channel, *, answered: bool, by: User | None, on: date | None = None) -> None:
    """Notes that somebody dialled (or wrote, or went there) today, and whether anybody answered."""
    before = {"tested_on": channel.tested_on.isoformat() if channel.tested_on else None, "outcome": channel.outcome}
    channel.tried_before = before
    channel.tested_on = on or timezone.localdate()
    channel.outcome = Channel.Outcome.ANSWERED if answered else Channel.Outcome.UNANSWERED
    with transaction.atomic():
        channel.save(update_fields=["tested_on", "outcome", "tried_before"])
        log(channel, "reporting.call_test", user=by, data={"answered": answered}, title=str(channel))


def take_back_call_test(channel: Channel, *, by: User | None) -> bool:
    """The last test was noted by mistake: what was known before it counts again. Returns whether there was one."""
    before = channel.tried_before
    if before is None:
        return False
    channel.tested_on = date.fromisoformat(before["tested_on"]) if before["tested_on"] else None
    channel.outcome, channel.tried_before = before["outcome"], None
    with transaction.atomic():
        channel.save(update_fields=["tested_on", "outcome", "tried_before"])
        log(channel, "reporting.call_test_taken_back", user=by, title=str(channel))
    return True


@transaction.atomic
def rebuild() -> bool:
    """Writes down what is public now, and what editors have to look after. Returns whether anything public changed."""
    if _together.get():
        return False
    # The row first: who waits for another's change has to see it, or would write down what was before.
    stored, _created = StoredDirectory.objects.select_for_update().get_or_create(key=StoredDirectory.ONLY)
    document = directory.written(gathering.gather())
    digest = hashlib.sha256(document.encode()).hexdigest()
    changed, marks = stored.digest != digest, storing.withdrawn(document)
    ahead = fallback.revision()  # of a change that was rolled back, or of a database that was restored since
    if changed or ahead > stored.revision:
        stored.revision = max(stored.revision, ahead) + 1
        fallback.announce(stored.revision, marks | (storing.withdrawn(stored.document) if stored.digest else set()))
    stored.document, stored.digest = document, digest
    stored.due, stored.looked_at = [each.as_json() for each in due.now()], timezone.now()
    stored.save(update_fields=["document", "digest", "revision", "due", "looked_at"])
    if changed:
        changes.of_all()
    transaction.on_commit(lambda: fallback.keep(stored.revision, document, digest, marks))
    return changed


@contextmanager
def together() -> Iterator[None]:
    """Changes that belong together: what is public is written down once, at the end, in their transaction."""
    token = _together.set(True)
    with transaction.atomic():
        try:
            yield
        finally:
            _together.reset(token)
        rebuild()


def look_after() -> None:
    """Each minute: what has become due by the clock alone, and what was changed past the models (`QuerySet.update`).
    Also mends the files of reporting.fallback, if they were lost.
    """
    rebuild()


def note_loaded(loaded: dict[str, str]) -> None:
    """Remembers which rows of reporting/data came in, and with what values."""
    StoredDirectory.objects.update_or_create(key=StoredDirectory.ONLY, defaults={"loaded": loaded})


def let_editors_keep_numbers() -> None:
    """Gives Wagtail's groups of editors the right to keep services and their numbers."""
    codes = [f"{verb}_{model}" for verb in ("add", "change", "view") for model in ("service", "channel")]
    permissions = Permission.objects.filter(content_type__app_label="reporting", codename__in=[*codes, "view_region"])
    for group in Group.objects.filter(name__in=("Editors", "Moderators")):
        group.permissions.add(*permissions)
