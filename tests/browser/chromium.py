"""The browser of the tests: Debian's Chromium, where it is, how it is started, and how it comes onto a machine.

    python -m tests.browser.chromium

installs it where that is possible (root, apt-get) and says nothing when it is there; else it says what to do and fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PROGRAM = "chromium"
UPDATE = ("apt-get", "update", "-qq")
INSTALL = ("apt-get", "install", "-qq", "-y", "--no-install-recommends", PROGRAM)
MISSING = (
    "Chromium is missing, so the pages are not tested in a browser. On Debian, as root: "
    f"apt-get update && apt-get install --no-install-recommends {PROGRAM}"
)
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
LONGEST = 600  # seconds that an installation may take


def program() -> str | None:
    """The path of the browser, or None."""
    return shutil.which(PROGRAM)


def install() -> None:
    """Tries to install it; raises OSError or SubprocessError when that cannot be done here."""
    if os.geteuid() != 0:
        raise PermissionError("only root may install programs")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command, needed in ((UPDATE, False), (INSTALL, True)):
        subprocess.run(command, env=environment, check=needed, stdin=subprocess.DEVNULL, timeout=LONGEST)


def main() -> int:
    if program() is None:
        print("Installing Chromium for the tests in a browser …")
        try:
            install()
        except (OSError, subprocess.SubprocessError) as error:
            print(f"That did not work: {error}")
    if program() is None:
        print(MISSING, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
