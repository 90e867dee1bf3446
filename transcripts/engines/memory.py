"""Makes the C allocator of this process give memory back between windows, so that a worker stays small.

Models and spectra come and go in blocks of megabytes from several threads; glibc keeps what they leave, and a
worker was seen to grow by a third within two windows. Other allocators are left as they are.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

# From <malloc.h>: parameters of mallopt.
M_MMAP_THRESHOLD = -3
M_ARENA_MAX = -8

OWN_MAPPING_BYTES = 1_500_000
"""Blocks from this size on are returned the moment they are freed. Smaller limits cost more page faults."""


@cache
def tighten() -> bool:
    """Set the allocator up, once per process, and say whether it took it.

    For processes that transcribe: a web server with many threads does better with what glibc does by itself.
    """
    libc = _libc()
    return bool(libc and libc.mallopt(M_ARENA_MAX, 1) and libc.mallopt(M_MMAP_THRESHOLD, OWN_MAPPING_BYTES))


def release() -> None:
    """Give back what is free now. Takes milliseconds."""
    if libc := _libc():
        libc.malloc_trim(0)


def _libc() -> Any:
    """The C library if it is glibc, else None."""
    libc = ctypes.CDLL(None)
    return libc if hasattr(libc, "mallopt") and hasattr(libc, "malloc_trim") else None
