"""What the benchmark of feeds can be told, and what it refuses before anything is made."""

from __future__ import annotations

import io

import pytest

from feeds.benchmarks import program


@pytest.fixture(autouse=True)
def nothing_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program._Run, "all", lambda run: run.out.write(str(run.given)))


@pytest.mark.parametrize("option", ["--episodes", "--many", "--rounds", "--replies"])
@pytest.mark.parametrize("value", ["0", "-1", "1.5", "many", "²"])
def test_a_number_of_nothing_is_refused_with_a_sentence(
    option: str, value: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        program.run([f"{option}={value}"], io.StringIO())
    assert f"argument {option}: {value} is no whole number from 1 on" in capsys.readouterr().err


@pytest.mark.parametrize("value", ["0", "-1", "nan", "inf", "soon"])
def test_so_is_a_time_that_is_none(value: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        program.run([f"--seconds={value}"], io.StringIO())
    assert f"{value} is no number of seconds" in capsys.readouterr().err


def test_one_of_everything_is_enough() -> None:
    out = io.StringIO()
    program.run(["--episodes=1", "--many=1", "--rounds=1", "--replies=1", "--seconds=0.5"], out)
    assert "episodes=1" in out.getvalue()
