"""`manage.py rebuild_search`: makes the search's indexes anew while the old ones go on answering."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import Progress, TaskID

from search import actions, choosing
from search.engines.protocol import Unavailable


class Command(BaseCommand):
    help = "Makes the search's indexes anew; the old ones answer until the new ones are whole. Can be run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--repair", action="store_true", help="only what is missing or wrong, which is quick")

    def handle(self, *, repair: bool, **options: object) -> None:
        if repair:
            actions.reconcile()
            return
        failed = []
        console: Any = Console(file=getattr(self.stdout, "_out", None), quiet=not options["verbosity"])
        for engine in choosing.kept():
            with Progress(console=console) as bars:
                bar = bars.add_task(engine.name, total=1.0)
                try:
                    index = actions.rebuild(engine, partial(_show, bars, bar))
                    _show(bars, bar, 1.0)
                    console.print(_("%(name)s: %(count)d episodes") % _told(engine.name, len(engine.contents(index))))
                except Unavailable as error:
                    failed.append(f"{engine.name}: {error}")
        if failed:
            raise CommandError("; ".join(failed))


def _show(bars: Progress, bar: TaskID, share: float) -> None:
    bars.update(bar, completed=share)


def _told(name: str, count: int) -> dict[str, object]:
    return {"name": name, "count": count}
