"""`manage.py serve`: web and worker as two children of this process; Ctrl-C stops both."""

from __future__ import annotations

import http.client
import signal
import socket
import sys
from types import FrameType

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from siniar.health import Verdict, database
from siniar.supervision import Child, Supervisor


class Command(BaseCommand):
    help = "Starts web and worker, keeps them running, prints what to open. Ctrl-C stops both."

    def handle(self, *args: object, **options: object) -> None:
        config = settings.CONFIG
        _require_free(config.host, config.port)
        tables = database()
        if tables.verdict is not Verdict.GOOD:
            raise CommandError(f"{tables.name}: {tables.text} → {tables.remedy}")
        manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
        web = [
            sys.executable,
            "-m",
            "gunicorn",
            "siniar.wsgi:application",
            f"--chdir={settings.BASE_DIR}",
            f"--bind={_bracketed(config.host)}:{config.port}",
            "--worker-class=gthread",
            f"--threads={config.web_threads}",
            "--timeout=120",
            "--log-level=warning",
            "--logger-class=siniar.logs.GunicornLogger",
            "--worker-tmp-dir=/dev/shm" if sys.platform == "linux" else "--workers=1",
            "--no-control-socket",
        ]
        supervisor = Supervisor([Child("web", web), Child("worker", [*manage, "work"])])
        self._stop_on_signal(supervisor)
        try:
            supervisor.start()
            if supervisor.wait_until(lambda: _answers(config.host, config.port), seconds=60):
                self._announce()
            supervisor.run()
        finally:
            supervisor.stop()
        self.stdout.write(_("Stopped."))

    def _stop_on_signal(self, supervisor: Supervisor) -> None:
        def stop(number: int, frame: FrameType | None) -> None:
            supervisor.ask_to_stop()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, stop)

    def _announce(self) -> None:
        url = settings.CONFIG.public_url
        rows = {_("Site"): f"{url}/", _("Editors"): f"{url}/admin/"} | _login()
        width = max(map(len, rows))
        lines = [f"  {name:<{width}}  {value}" for name, value in rows.items()]
        self.stdout.write("\n".join([_("Siniar is running."), *lines, _("Ctrl-C stops it.")]))
        self.stdout.flush()


def _login() -> dict[str, str]:
    """The login that `manage.py first_admin` made, as long as its note lies in the data folder."""
    note = settings.DATA_DIR / "first-admin"
    try:
        name, password = note.read_text(encoding="utf-8").split()
    except (OSError, ValueError):
        return {}
    return {_("Login"): f"{name} / {password}   ({note})"}


def _answers(host: str, port: int) -> bool:
    """Whether /healthz says that all is well, asked under a name that the site answers to."""
    name = next((name.lstrip(".") for name in settings.ALLOWED_HOSTS if name != "*"), "localhost")
    web = http.client.HTTPConnection(host, port, timeout=2)
    try:
        web.request("GET", "/healthz", headers={"Host": name})
        return web.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        web.close()


def _bracketed(host: str) -> str:
    """The address as it stands before a port."""
    return f"[{host}]" if ":" in host else host


def _require_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                _("Port %(port)d is taken (%(error)s). Choose another one: PORT=8001 make run")
                % {"port": port, "error": error.strerror}
            ) from error
