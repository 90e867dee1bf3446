"""What `manage.py doctor` and /healthz look at. Each check answers one question and says how to mend a No.

Checks of higher layers are named by dotted string, as in siniar.jobs.pipeline.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from importlib import import_module

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

CHECKS: tuple[str, ...] = (
    "siniar.health.data_folder",
    "siniar.health.database",
    "siniar.health.worker",
    "episodes.health.ffmpeg",
    "episodes.health.domain_data",
    "episodes.health.sound_files",
    "transcripts.health.speech_model",
    "search.health.engine",
    "reporting.health.numbers",
    "search.health.listeners",
)
NEED_DATABASE = frozenset(
    {
        "siniar.health.worker",
        "episodes.health.domain_data",
        "episodes.health.sound_files",
        "search.health.engine",
        "reporting.health.numbers",
        "search.health.listeners",
    }
)


class Verdict(Enum):
    GOOD = "ok"
    WARNING = "!"
    BAD = "x"


@dataclass(frozen=True)
class Finding:
    """The answer of one check. `remedy` says what to do, unless the verdict is GOOD."""

    name: str
    verdict: Verdict
    text: str
    remedy: str = ""


def examine() -> list[Finding]:
    """Runs all checks; one that breaks is a finding of its own."""
    findings: list[Finding] = []
    for dotted in CHECKS:
        module, _dot, name = dotted.rpartition(".")
        if dotted in NEED_DATABASE and not _has_database(findings):
            continue  # they would only repeat that tables are missing
        check: Callable[[], Finding] = getattr(import_module(module), name)
        try:
            findings.append(check())
        except Exception as error:
            findings.append(Finding(name, Verdict.BAD, f"{type(error).__name__}: {error}", _("See the log.")))
    return findings


def _has_database(findings: list[Finding]) -> bool:
    return not any(finding.name == _("Database") and finding.verdict is Verdict.BAD for finding in findings)


def data_folder() -> Finding:
    """Is there a data folder that can be written, with enough disk?"""
    name, folder, least = _("Data folder"), settings.DATA_DIR, settings.CONFIG.min_free_mb
    probe = folder / ".doctor"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as error:
        return Finding(name, Verdict.BAD, str(error), _("Give the account that runs Siniar the right to write there."))
    free = shutil.disk_usage(folder).free // 1_000_000
    text = _("%(folder)s, %(free)d MB free") % {"folder": folder, "free": free}
    if free < least:
        return Finding(
            name, Verdict.BAD, text, _("Make room: at least %(least)d MB must stay free.") % {"least": least}
        )
    return Finding(name, Verdict.GOOD, text)


def database() -> Finding:
    """Does the database answer, and does it have all tables?"""
    name = _("Database")
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        return Finding(name, Verdict.BAD, str(error), _("Check the data folder and the disk."))
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        text = _("%(count)d migrations are missing") % {"count": len(missing)}
        return Finding(name, Verdict.BAD, text, "make run, manage.py set_up")
    return Finding(name, Verdict.GOOD, connection.vendor)


def worker() -> Finding:
    """Does a worker tick, and does work wait?"""
    from siniar.jobs.models import Job, ScheduledRun

    name = _("Worker")
    waiting = Job.objects.due().count()
    late = timezone.now() - timedelta(minutes=1)
    if not ScheduledRun.objects.filter(name="sweep", due_at__gt=late).exists():
        text = _("not running, %(count)d steps wait") % {"count": waiting}
        return Finding(name, Verdict.WARNING, text, _("Start it: make run, or manage.py work."))
    return Finding(name, Verdict.GOOD, _("running, %(count)d steps wait") % {"count": waiting})


def alive(request: HttpRequest) -> HttpResponse:
    """/healthz: 200 if this process answers and its database does too, else 503."""
    try:
        connection.ensure_connection()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("database", status=503, content_type="text/plain")
    return HttpResponse("ok", content_type="text/plain", headers={"Cache-Control": "no-store"})
