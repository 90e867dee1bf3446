"""The web server in front: Debian's nginx, where it is, and how it comes onto a machine.

    python -m tests.nginx.install

installs it where that is possible (root, apt-get) and says nothing when it is there; else it says what to do and fails.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PROGRAM = "nginx"
#: /usr/sbin is in nobody's path but root's.
PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
UPDATE = ("apt-get", "update", "-qq")
INSTALL = ("apt-get", "install", "-qq", "-y", "--no-install-recommends", "nginx-light")
MISSING = (
    "nginx is missing, so its answers are not compared with Siniar's own. On Debian, as root: "
    "apt-get update && apt-get install --no-install-recommends nginx-light"
)
LONGEST = 600  # seconds that an installation may take


def program() -> str | None:
    """The path of nginx, or None."""
    return shutil.which(PROGRAM, path=PATH)


def install() -> None:
    """Tries to install it; raises OSError or SubprocessError when that cannot be done here."""
    if os.geteuid() != 0:
        raise PermissionError("only root may install programs")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command, needed in ((UPDATE, False), (INSTALL, True)):
        subprocess.run(command, env=environment, check=needed, stdin=subprocess.DEVNULL, timeout=LONGEST)


def main() -> int:
    if program() is None:
        print("Installing nginx for the tests behind it …")
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
