"""What is told of a program that ran."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from transcripts.benchmarks.processes import Failed, run


def test_a_run_tells_what_was_printed_and_what_it_took(tmp_path: Path) -> None:
    code = "import time; held = bytearray(b'x') * 80_000_000; time.sleep(0.1); print('selesai')"
    done = run((sys.executable, "-c", code), tmp_path)
    assert done.output == "selesai\n"
    assert done.wall >= 0.1
    assert done.cpu > 0
    assert done.peak > 80_000_000


def test_the_peak_is_that_of_the_one_process(tmp_path: Path) -> None:
    held = bytearray(b"x") * 100_000_000
    assert run((sys.executable, "-c", "pass"), tmp_path).peak < len(held)


def test_what_is_compared_runs_on_one_thread(tmp_path: Path) -> None:
    code = "import os; print(os.environ['OMP_NUM_THREADS'])"
    assert run((sys.executable, "-c", code), tmp_path).output == "1\n"


def test_a_program_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(Failed) as failed:
        run((sys.executable, "-c", "raise SystemExit('tidak ada model')"), tmp_path)
    assert "tidak ada model" in failed.value.said
