"""Keeps a few child processes running: starts them, restarts one that dies, stops all of them together."""

from __future__ import annotations

import ctypes
import logging
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

logger = logging.getLogger(__name__)

RESTART_AFTER = 2.0  # seconds; a child that dies at once must not eat the machine
PR_SET_PDEATHSIG = 1  # linux/prctl.h
GRACE = 15.0  # seconds between asking a child to stop and stopping it


def _end_with_parent() -> None:
    """Runs in the child: on Linux it is asked to stop when its parent dies, however that dies, so that no port stays
    taken. The parent has no other thread while it starts children, which is what preexec_fn asks for.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@dataclass
class Child:
    """A process that ought to run."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)
    died_at: float = field(default=0.0, init=False)

    def start(self) -> None:
        """Starts it in a session of its own, so that Ctrl-C reaches the parent alone, which then stops it in order."""
        self.process = subprocess.Popen(self.command, start_new_session=True, preexec_fn=_end_with_parent)

    def died(self) -> bool:
        return self.process is not None and self.process.poll() is not None


class Supervisor:
    """Starts and watches children. `ask_to_stop` may be called from a signal handler or another thread."""

    def __init__(self, children: Sequence[Child]) -> None:
        self.children = list(children)
        self._stopping = threading.Event()

    def start(self) -> None:
        for child in self.children:
            child.start()

    def ask_to_stop(self) -> None:
        self._stopping.set()

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> bool:
        """Watches the children until `ready()`; False if it was asked to stop or the time is over first."""
        end = time.monotonic() + seconds
        while time.monotonic() < end and not self._stopping.wait(0.2):
            if ready():
                return True
            self._revive()
        return False

    def run(self) -> None:
        """Watches the children until it is asked to stop."""
        while not self._stopping.wait(0.5):
            self._revive()

    def stop(self) -> None:
        """Asks all children to stop, waits, and kills what does not."""
        running = [child.process for child in self.children if child.process and child.process.poll() is None]
        for process in running:
            process.terminate()
        end = time.monotonic() + GRACE
        for process in running:
            try:
                process.wait(max(0.1, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _revive(self) -> None:
        for child in self.children:
            if not child.died():
                continue
            now = time.monotonic()
            if not child.died_at:
                child.died_at = now
                assert child.process is not None  # noqa: S101 - died() has looked
                logger.warning("%s stopped with status %s; it is started again", child.name, child.process.returncode)
            elif now - child.died_at > RESTART_AFTER:
                child.died_at = 0.0
                child.start()
