"""`manage.py benchmark NAME`."""

from __future__ import annotations

from collections.abc import Sequence
from io import StringIO
from typing import TextIO

import pytest
from django.core.management import CommandError, call_command
from django.utils.module_loading import import_string

from siniar.management.commands import benchmark


def told(rest: Sequence[str], out: TextIO) -> None:
    out.write(f"measured {' '.join(rest)}")


def broken(rest: Sequence[str], out: TextIO) -> None:
    raise RuntimeError("the web server does not answer")


@pytest.fixture(autouse=True)
def own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(benchmark.BENCHMARKS, "told", f"{__name__}.told")
    monkeypatch.setitem(benchmark.BENCHMARKS, "broken", f"{__name__}.broken")


def test_every_benchmark_can_be_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert all(callable(import_string(name)) for name in benchmark.BENCHMARKS.values())


def test_the_rest_of_the_line_belongs_to_the_benchmark() -> None:
    out = StringIO()
    call_command("benchmark", "told", "--episodes", "10", stdout=out)
    assert out.getvalue() == "measured --episodes 10\n"


def test_a_run_that_breaks_is_an_error_with_a_sentence() -> None:
    with pytest.raises(CommandError, match="the web server does not answer"):
        call_command("benchmark", "broken")


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("benchmark", "tidak-ada")
