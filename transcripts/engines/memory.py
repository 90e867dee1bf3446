"""Makes the C allocator of this process give memory back between windows, so that a worker stays small.

Models and spectra come and go in blocks of megabytes from several threads; glibc keeps what they leave, and a
worker was seen to grow by a third within two windows. Other allocators are left as they are.
"""

import ctypes
from functools import cache

# From <malloc.h>: parameters of mallopt.
M_MMAP_THRESHOLD = -3
M_ARENA_MAX = -8

OWN_MAPPING_BYTES = 4_000_000
"""Blocks from this size on are returned the moment they are freed. Smaller limits cost more page faults."""


@cache
def tighten() -> bool:
    """Do it, once per process, and say whether the allocator took it.

    For processes that transcribe: a web server with many threads does better with what glibc does by itself.
    """
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):
        return False
    return bool(mallopt(M_ARENA_MAX, 1) and mallopt(M_MMAP_THRESHOLD, OWN_MAPPING_BYTES))
