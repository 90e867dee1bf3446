"""The browser of the tests: Debian's Chromium, where it is and how it is started."""

from __future__ import annotations

from tests import debian

PROGRAM = "chromium"
MISSING = "The pages are not tested in a browser. " + debian.advice([PROGRAM])
#: It asks nobody for anything: neither for its own sake, nor when a page names another host.
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)


def program() -> str | None:
    """The path of the browser, or None."""
    return debian.program(PROGRAM)
