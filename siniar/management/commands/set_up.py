"""`manage.py set_up`: everything between a fresh clone and a site that can be opened.

Running it again costs seconds.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from siniar.pages.actions import lay_ground


class Command(BaseCommand):
    help = "Sets up tables, domain data, files, first account, speech model and the demo show; repeats nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--without-demo", action="store_true", help="no demo show: for a real installation")

    def handle(self, *, without_demo: bool, **options: object) -> None:
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        self._migrate()
        self._collect_static()
        call_command("load_domain", verbosity=0)
        call_command("load_services", verbosity=0)
        lay_ground("Studio Siniar", _("Short, calm talks about safety at home, at school and at work."))
        call_command("first_admin", stdout=self.stdout)
        try:
            call_command("fetch_model", stdout=self.stdout)
        except CommandError as error:
            self.stderr.write(str(error))  # episodes go on without a transcript, and doctor says so too
        if not without_demo:
            call_command("demo", stdout=self.stdout)
        call_command("rebuild_feeds", verbosity=0)  # the program that wrote the stored ones may have been another
        try:
            call_command("rebuild_search", repair=True, verbosity=0)  # so may the one that cut texts into words
        except CommandError as error:  # a server that is down keeps nobody from starting
            self.stderr.write(str(error))

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write(_("Preparing the database …"))
            call_command("migrate", verbosity=0)

    def _collect_static(self) -> None:
        stamp, wanted = Path(settings.STATIC_ROOT) / ".stamp", _static_fingerprint()
        if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
            return
        self.stdout.write(_("Collecting styles and scripts …"))
        call_command("collectstatic", verbosity=0, interactive=False, clear=True)
        stamp.write_text(wanted, encoding="utf-8")


def _static_fingerprint() -> str:
    """Hash of names, sizes and times of all static files: cheap, and new whenever one of them is."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            stat = Path(storage.path(path)).stat()
            digest.update(f"{path} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
