"""`python launch.py OUTPUT ERRORS COMMAND…`: runs a program, writes what it prints into two files, and prints as JSON
what it took.

It is a small process between a large one and the program: on Linux a program's peak of memory begins with that of the
process that started it.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path


def main(output: str, errors: str, *command: str) -> None:
    """Print {"status", "wall", "cpu", "peak"}: seconds and kilobytes."""
    with Path(output).open("w") as told, Path(errors).open("w") as failed:
        began = time.monotonic()
        with subprocess.Popen(command, stdout=told, stderr=failed) as process:
            _pid, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - began
    took = {"status": process.returncode, "wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss}
    sys.stdout.write(json.dumps(took))


if __name__ == "__main__":
    main(*sys.argv[1:])
