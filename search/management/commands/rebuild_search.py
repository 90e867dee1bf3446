"""`manage.py rebuild_search`: makes the search's indexes anew while the old ones go on answering, or repairs them."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rich.console import Console
from rich.progress import Progress, TaskID

from search import actions, choosing, health
from search.engines.protocol import Engine, Unavailable


class Command(BaseCommand):
    help = "Makes the search's indexes anew; the old ones answer until the new ones are whole. Can be run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="only what is missing or wrong, which is quick")

    def handle(self, *, repair: bool, **options: object) -> None:
        if lack := choosing.missing():
            raise CommandError(lack)
        console: Any = Console(file=getattr(self.stdout, "_out", None), quiet=not options["verbosity"])
        silent = _repair(console) if repair else _rebuild(console)
        if silent:
            text = _("%(engines)s. What was missed follows by itself once it answers.") % {"engines": "; ".join(silent)}
            raise CommandError(text)


def _repair(console: Any) -> list[str]:
    """Returns which engines gave no answer, and why."""
    count, silent = actions.reconcile()
    console.print(ngettext("%(count)d episode repaired", "%(count)d episodes repaired", count) % {"count": count})
    return [_told(name, error) for name, error in silent.items()]


def _rebuild(console: Any) -> list[str]:
    """Returns which engines gave no answer, and why."""
    silent = []
    for engine in choosing.kept():
        with Progress(console=console) as bars:
            bar = bars.add_task(engine.name, total=1.0)
            try:
                index = actions.rebuild(engine, partial(_show, bars, bar))
                _show(bars, bar, 1.0)
                console.print(_counted(engine, index))
            except Unavailable as error:
                silent.append(_told(engine.name, error))
    return silent


def _show(bars: Progress, bar: TaskID, share: float) -> None:
    bars.update(bar, completed=share)


def _counted(engine: Engine, index: str) -> str:
    count = len(engine.contents(index))
    text = ngettext("%(name)s, %(count)d episode", "%(name)s, %(count)d episodes", count)
    return text % {"name": engine.name, "count": count}


def _told(engine: str, error: Unavailable) -> str:
    return f"{engine}: {health.why(error)}"
