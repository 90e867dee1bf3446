"""An end to waiting for a server. A server's own time limit does not help when it is the server that stands still, and
a limit for each read does not when it sends a byte now and then. Knows neither Django nor any engine.

One thread of the process looks every now and then whose time is up: a thread for each use would cost more than most
answers.
"""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

LOOK = 0.1  # seconds between two looks, while anybody waits


@dataclass(eq=False, slots=True)
class _Use:
    line: socket.socket
    end: float
    cut: bool = False


class _Watch:
    """The uses that go on, and the thread that ends those that last too long."""

    def __init__(self) -> None:
        self._uses: set[_Use] = set()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def add(self, use: _Use) -> None:
        with self._changed:
            self._uses.add(use)
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="search-limits", daemon=True)
                self._thread.start()
            elif len(self._uses) == 1:
                self._changed.notify()

    def remove(self, use: _Use) -> None:
        with self._changed:
            self._uses.discard(use)

    def _look(self) -> None:
        while True:
            with self._changed:
                while not self._uses:
                    self._changed.wait()
                for use in [each for each in self._uses if each.end < time.monotonic()]:
                    self._uses.discard(use)
                    use.cut = True
                    with suppress(OSError):
                        use.line.shutdown(socket.SHUT_RDWR)
            time.sleep(LOOK)


_watch = _Watch()


def _anew() -> None:
    """A forked process has no thread that looks, and perhaps a lock that nobody opens."""
    global _watch
    _watch = _Watch()


os.register_at_fork(after_in_child=_anew)


@contextmanager
def limited(fileno: int, seconds: float) -> Iterator[None]:
    """Cuts off the connection of this socket if the block takes longer, which ends any waiting for it.

    Raises TimeoutError then; the connection is of no use any more.
    """
    # A copy: whoever closes the connection meanwhile cannot make us hit another one that got its number.
    with socket.socket(fileno=os.dup(fileno)) as line:
        use, watch = _Use(line, time.monotonic() + seconds), _watch
        watch.add(use)
        try:
            yield
        except Exception as error:
            if use.cut:
                raise TimeoutError(f"no answer within {seconds} s") from error
            raise
        finally:
            watch.remove(use)
    if use.cut:
        raise TimeoutError(f"no answer within {seconds} s")
