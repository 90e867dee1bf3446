"""A site whose server can be taken away and brought back at the same address, with an episode of several chunks."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.browser import serving
from tests.e2e.conftest import ROOT, Installation

#: Two published episodes of 40 minutes: about two megabytes in the small format.
LONG = """
import json
from tests.browser import seeding
short = seeding.recorded
seeding.recorded = lambda title, seconds, topic: short(title, 2400, topic)
seeding.CODECS[seeding.Kind.HEMAT] = ("hemat.opus", *"-c:a libopus -b:a 8k -vbr off -compression_level 0".split())
print(json.dumps({"show": {"path": seeding.show().get_url()},
    "long": seeding.published("Ketika rumah tidak aman", "KDRT"),
    "other": seeding.published("Mendampingi anak di dunia maya", "PENGASUHAN")}))
"""


@dataclass
class Stoppable:
    """The site. `up` and `down` wait until it is so."""

    installation: Installation
    port: int
    seeded: dict[str, Any]
    settings: dict[str, str]
    _web: subprocess.Popen[bytes] | None = field(default=None)

    @property
    def address(self) -> str:
        return f"http://{serving.HOST}:{self.port}"

    def up(self) -> None:
        if self._web is not None:
            return
        log = self.installation.folder / "web.log"
        command = [
            *(sys.executable, "-m", "gunicorn", "siniar.wsgi:application", f"--bind={serving.HOST}:{self.port}"),
            *("--worker-class=gthread", "--threads=8", "--log-level=warning", "--no-control-socket"),
            "--logger-class=siniar.logs.GunicornLogger",
        ]
        environment = self.installation.environment(PORT=str(self.port), **self.settings)
        with log.open("wb") as output:
            self._web = subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=output, stderr=output, start_new_session=True
            )
        serving._wait(self._web, self.port, log)

    def down(self) -> None:
        if self._web is not None:
            os.killpg(self._web.pid, signal.SIGKILL)  # with the processes that it has started
            self._web.wait(20)
            self._web = None

    def withdraw(self, name: str) -> None:
        """Takes an episode back, as an editor does with “Unpublish”."""
        self._in_shell(f"Episode.objects.get(pk={self.seeded[name]['episode']}).unpublish()")

    def publish(self, name: str) -> None:
        """Brings it back."""
        self._in_shell(f"Episode.objects.get(pk={self.seeded[name]['episode']}).save_revision().publish()")

    def _in_shell(self, does: str) -> None:
        result = self.installation.manage("shell", "-v0", "-c", f"from episodes.models import Episode; {does}")
        assert result.returncode == 0, result.stderr


@contextmanager
def stoppable(folder: Path, **settings: str) -> Iterator[Stoppable]:
    """Such a site, running, in this folder."""
    installation = Installation(folder)
    made = installation.manage("set_up", "--without-demo")
    assert made.returncode == 0, made.stderr
    seeded = installation.manage("shell", "-v0", "-c", LONG)
    assert seeded.returncode == 0, seeded.stdout + seeded.stderr
    site = Stoppable(installation, serving.free_port(), json.loads(seeded.stdout.splitlines()[-1]), settings)
    site.up()
    try:
        yield site
    finally:
        site.down()
