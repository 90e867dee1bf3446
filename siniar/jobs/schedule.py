"""What happens by the clock, without anybody asking: each thing with its period.

Workers tick it; ticking twice is harmless.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module

from django.core.management import call_command
from django.utils import timezone

from siniar.jobs.models import ScheduledRun
from siniar.jobs.runner import sweep

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Recurring:
    name: str
    every: timedelta
    run: Callable[[], object] | str

    def __call__(self) -> None:
        if callable(self.run):
            self.run()
            return
        module, _dot, function = self.run.rpartition(".")
        getattr(import_module(module), function)()


def _publish_scheduled() -> None:
    call_command("publish_scheduled", verbosity=0)


def _forget_old_messages() -> None:
    call_command("prune_db_task_results", "--min-age-days=2", verbosity=0)


def _forget_old_sessions() -> None:
    call_command("clearsessions", verbosity=0)


RECURRING = (
    Recurring("sweep", timedelta(seconds=5), sweep),
    Recurring("publish_scheduled", timedelta(minutes=1), _publish_scheduled),
    Recurring("remove_leftovers", timedelta(hours=1), "episodes.storage.remove_leftovers"),
    Recurring("mirror_sound", timedelta(hours=1), "episodes.mirroring.wanted"),
    Recurring("verify_feeds", timedelta(minutes=1), "feeds.actions.verify"),
    Recurring("renew_feeds", timedelta(hours=1), "feeds.actions.renew"),
    Recurring("remove_old_feeds", timedelta(hours=1), "feeds.actions.remove_leftovers"),
    Recurring("index_what_is_left", timedelta(minutes=1), "search.actions.by_the_clock"),
    Recurring("reconcile_search", timedelta(hours=1), "search.actions.reconcile_later"),
    Recurring("count_downloads", timedelta(minutes=1), "downloads.actions.by_the_clock"),
    Recurring("hand_off", timedelta(minutes=1), "reporting.handoff.clock.tick"),
    Recurring("look_after_numbers", timedelta(minutes=1), "reporting.actions.look_after"),
    Recurring("forget_old_messages", timedelta(days=1), _forget_old_messages),
    Recurring("forget_old_sessions", timedelta(days=1), _forget_old_sessions),
)


def tick() -> list[str]:
    """Runs what is due, each thing by whichever process claims it first. Returns the names of what ran here."""
    ran = []
    for recurring in RECURRING:
        if not _claim(recurring):
            continue
        try:
            recurring()
        except Exception:
            logger.exception("%s failed; it is tried again at its next time", recurring.name)
        ran.append(recurring.name)
    return ran


def _claim(recurring: Recurring) -> bool:
    now = timezone.now()
    next_time = now + recurring.every
    if ScheduledRun.objects.filter(name=recurring.name, due_at__lte=now).update(due_at=next_time):
        return True
    _run, created = ScheduledRun.objects.get_or_create(name=recurring.name, defaults={"due_at": next_time})
    return created
