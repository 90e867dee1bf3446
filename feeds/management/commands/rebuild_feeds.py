"""`manage.py rebuild_feeds`: builds all stored feeds anew, for instance after an update of the program."""

from __future__ import annotations

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from episodes.models import Show
from feeds import actions
from siniar.jobs.watching import follow


class Command(BaseCommand):
    help = "Marks the feeds of all shows as stale; the worker, or the next request, builds them anew."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--wait", action="store_true", help="build them here and now, with progress")

    def handle(self, *, wait: bool, **options: object) -> None:
        shows = list(Show.objects.values_list("pk", "title"))
        actions.mark(pk for pk, _title in shows)
        for pk, title in shows if wait else ():
            for job in follow(actions.subject(pk), self.stdout):
                self.stderr.write(f"{title}: {job.reason}")
        if options["verbosity"]:
            self.stdout.write(_("The feeds of %(count)d shows are built anew.") % {"count": len(shows)})
