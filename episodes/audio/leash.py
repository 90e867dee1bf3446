"""Runs a program that must not outlive us, hang us or take us down: a child with a time limit, a memory limit and a
bounded log. What the program is and what its exit means is for the caller to know.
"""

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from episodes.audio.refusals import setback

_TAIL = 64 * 1024  # bytes of stderr that are kept; a hostile file can make a decoder log without end
_BLOCK = 1024 * 1024
_PACKAGE_ROOT = Path(__file__).resolve().parents[2]

# Runs in a fresh interpreter between us and the program. A preexec_fn would do the same, but is unsafe in
# a process with threads. PR_SET_PDEATHSIG (1) survives exec: the kernel then kills the child when we die,
# however we die. The parent is compared because it may have died before the call. Elsewhere than on Linux
# there is no such leash.
_LEASH = """
import os, resource, sys
parent, memory = int(sys.argv[1]), int(sys.argv[2])
if sys.platform == "linux":
    import ctypes
    ctypes.CDLL(None).prctl(1, 9, 0, 0, 0)
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
if os.getppid() != parent:
    sys.exit(1)
os.execv(sys.argv[3], sys.argv[3:])
"""


@dataclass(frozen=True)
class Ended:
    """How a child ended: its status (minus the signal, if one ended it), the tail of its stderr, and whether
    it was stopped for taking too long.
    """

    status: int
    log: str
    overdue: bool


def run_leashed(
    command: Sequence[str], take: Callable[[bytes], None], *, time_limit: float, memory_limit: int
) -> Ended:
    """Run `command` (its first element a path) to its end and hand each block of its stdout to `take`.

    `time_limit` in seconds, `memory_limit` in bytes of address space. Whatever happens, also in `take`,
    the child has ended when this returns or raises. Raises Setback if no process can be started.
    """
    child = _start([interpreter(), "-I", "-S", "-c", _LEASH, str(os.getpid()), str(memory_limit), *command])
    assert child.stdout is not None and child.stderr is not None  # noqa: S101  (told to the type checker)
    tail = _Tail(child.stderr)
    overdue = threading.Event()
    watch = threading.Timer(time_limit, _stop, (child, overdue))
    watch.daemon = True
    watch.start()
    try:
        while block := child.stdout.read(_BLOCK):
            take(block)
        child.wait()
    finally:
        watch.cancel()
        child.kill()
        child.wait()
        child.stdout.close()
        log = tail.close()
    return Ended(child.returncode, log, overdue.is_set())


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "LC_ALL": "C", "AV_LOG_FORCE_NOCOLOR": "1", "PYTHONPATH": str(_PACKAGE_ROOT)}
    pipe, none = subprocess.PIPE, subprocess.DEVNULL
    try:
        return subprocess.Popen(command, stdin=none, stdout=pipe, stderr=pipe, bufsize=0, env=environment)
    except OSError as error:
        raise setback(error) from error


def interpreter() -> str:
    """The Python that runs us; a web server that embeds Python has its own name in sys.executable."""
    if Path(sys.executable or "").name.startswith("python"):
        return sys.executable
    return str(Path(sys.prefix) / "bin" / "python3")


def _stop(child: subprocess.Popen[bytes], overdue: threading.Event) -> None:
    overdue.set()
    with contextlib.suppress(ProcessLookupError):
        child.kill()


class _Tail:
    """Drains a pipe in a thread, so that the child never waits for us, and keeps its last bytes."""

    def __init__(self, pipe: IO[bytes]) -> None:
        self._pipe = pipe
        self._kept = b""
        self._thread = threading.Thread(target=self._drain, daemon=True)
        self._thread.start()

    def _drain(self) -> None:
        while block := self._pipe.read(4096):
            self._kept = (self._kept + block)[-_TAIL:]

    def close(self) -> str:
        self._thread.join()
        self._pipe.close()
        return self._kept.decode("utf-8", "replace")
