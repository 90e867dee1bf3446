"""Programs of Debian's that tests use, and how they come onto a machine.

    python -m tests.debian nginx=nginx-light gpo=gpodder

installs the package of each program that is missing, where that is possible (root, apt-get), and says nothing when all
are there; else it says what to do and fails. Tests of a missing program say so and are skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence

#: /usr/sbin is in nobody's path but root's.
PATH = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
UPDATE = ("apt-get", "update", "-qq")
INSTALL = ("apt-get", "install", "-qq", "-y", "--no-install-recommends")
LONGEST = 600  # seconds that an installation may take


def program(name: str) -> str | None:
    """The path of a program, or None."""
    return shutil.which(name, path=PATH)


def missing(packages: Mapping[str, str]) -> list[str]:
    """The packages whose programs are not there."""
    return [package for name, package in packages.items() if program(name) is None]


def advice(packages: Sequence[str]) -> str:
    """What a person can do about missing packages."""
    names = " ".join(packages)
    return f"Missing on this machine: {names}. On Debian, as root: apt-get update && {' '.join(INSTALL[:2])} {names}"


def install(packages: Sequence[str]) -> None:
    """Tries to install packages; raises OSError or SubprocessError when that cannot be done here."""
    if os.geteuid() != 0:
        raise PermissionError("only root may install programs")
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for command, needed in ((UPDATE, False), ((*INSTALL, *packages), True)):
        subprocess.run(command, env=environment, check=needed, stdin=subprocess.DEVNULL, timeout=LONGEST)


def main(arguments: Sequence[str]) -> int:
    packages = dict(argument.split("=") for argument in arguments)
    wanted = missing(packages)
    if wanted:
        print(f"Installing what tests need: {' '.join(wanted)} …")
        try:
            install(wanted)
        except (OSError, subprocess.SubprocessError) as error:
            print(f"That did not work: {error}")
    left = missing(packages)
    if left:
        print(advice(left), file=sys.stderr)
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
