"""Help is there when the database is gone: whole processes, and a database that nobody can read."""

from __future__ import annotations

import http.client
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from feeds.benchmarks.installation import free_port
from tests.e2e.conftest import ROOT, Installation

pytestmark = pytest.mark.xdist_group("killing")  # where the installation is made anyway
HIDE = """
from reporting.models import Channel
channel = Channel.objects.get(value="119", verified=True)
channel.verified = False
channel.save()
"""
PATHS = ("/lapor/", "/b/", "/lapor/aaaaaaaa/")


@pytest.fixture(scope="module")
def port(fresh: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A web server on an installation in which an editor took a number back, and whose database broke after that."""
    broken = fresh.copy(tmp_path_factory.mktemp("broken") / "data")
    assert broken.manage("shell", "-v0", "-c", HIDE).returncode == 0
    for path in broken.folder.glob("siniar.sqlite3*"):
        path.unlink()
    (broken.folder / "siniar.sqlite3").write_bytes(b"no database" * 1000)
    port = free_port()
    command = [*(sys.executable, "-m", "gunicorn", "siniar.wsgi:application"), f"--bind=127.0.0.1:{port}"]
    with Path(broken.folder / "web.log").open("wb") as output:
        web = subprocess.Popen(
            [*command, "--no-control-socket"],
            cwd=ROOT,
            env=broken.environment(PORT=str(port)),
            stdout=output,
            stderr=output,
        )
        try:
            yield port
        finally:
            web.terminate()
            web.wait(20)


def ask(port: int, path: str, method: str = "GET") -> tuple[int, str]:
    """The answer, as soon as there is a server."""
    end = time.monotonic() + 60
    while True:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        try:
            connection.request(method, path)
            reply = connection.getresponse()
            return reply.status, reply.read().decode()
        except ConnectionError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        finally:
            connection.close()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_help_page_answers_from_the_last_file(port: int, path: str, method: str) -> None:
    status, text = ask(port, path, method)
    assert status == 200
    assert all(link in text for link in ("tel:110", "tel:129", "https://wa.me/628111129129"))


def test_a_number_that_was_taken_back_before_stays_away(port: int) -> None:
    assert "tel:119" not in ask(port, "/lapor/")[1]


def test_the_rest_of_the_site_is_really_down(port: int) -> None:
    assert ask(port, "/healthz")[0] == 503
