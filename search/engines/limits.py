"""An end to waiting for a server. A server's own time limit does not help when it is the server that stands still, and
a limit for each read does not when it sends a byte now and then. Knows neither Django nor any engine.
"""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def limited(fileno: int, seconds: float) -> Iterator[None]:
    """Cuts off the connection of this socket if the block takes longer, which ends any waiting for it.

    Raises TimeoutError then; the connection is of no use any more.
    """
    cut = threading.Event()
    # A copy: whoever closes the connection meanwhile cannot make us hit another one that got its number.
    with socket.socket(fileno=os.dup(fileno)) as line:

        def end() -> None:
            cut.set()
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

        timer = threading.Timer(seconds, end)
        timer.daemon = True
        timer.start()
        try:
            yield
        except Exception as error:
            if cut.is_set():
                raise TimeoutError(f"no answer within {seconds} s") from error
            raise
        finally:
            timer.cancel()
            timer.join()
    if cut.is_set():
        raise TimeoutError(f"no answer within {seconds} s")
