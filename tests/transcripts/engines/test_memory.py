"""Giving memory back."""

from __future__ import annotations

import subprocess
import sys

import pytest

from transcripts.engines import memory

# In a process of its own: many small blocks are taken and freed with one left behind at the end, which keeps the
# heap from shrinking by itself.
GIVES_BACK = """
import ctypes
from transcripts.engines.memory import release, tighten

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * 4096

libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
libc.free.argtypes = [ctypes.c_void_p]
blocks = []
for _ in range(3000):
    block = libc.malloc(100_000)
    ctypes.memset(block, 1, 100_000)
    blocks.append(block)
for block in blocks[:-1]:
    libc.free(block)
held = resident()
release()
print(tighten(), held - resident() > 200_000_000)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="glibc is asked, which other systems do not have")
def test_what_was_freed_goes_back_to_the_system() -> None:
    done = subprocess.run([sys.executable, "-c", GIVES_BACK], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "True"]


def test_another_allocator_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_libc", lambda: None)
    assert memory.tighten.__wrapped__() is False
    memory.release()
