"""Figures beside what they are held to."""

from __future__ import annotations

import pytest

from feeds.benchmarks.bars import Bar, number, row, table


@pytest.mark.parametrize(("measured", "verdict"), [(9.0, "met"), (10.0, "met"), (10.1, "not met")])
def test_a_figure_may_reach_its_limit(measured: float, verdict: str) -> None:
    assert Bar("reply", measured, 10, "ms").cells()[-1] == verdict


@pytest.mark.parametrize(("measured", "verdict"), [(49.0, "not met"), (50.0, "met"), (80.0, "met")])
def test_a_figure_that_must_reach_its_limit(measured: float, verdict: str) -> None:
    assert Bar("share", measured, 50, "%", at_least=True).cells()[-1] == verdict


def test_a_bar_says_what_is_asked_for() -> None:
    assert Bar("reply", 1.234, 2, "ms").cells() == ("reply", "1.23 ms", "at most 2 ms", "met")
    assert Bar("queries", 1, 1).cells() == ("queries", "1", "at most 1", "met")


@pytest.mark.parametrize(("value", "written"), [(0.1234, "0.123"), (12.34, "12.3"), (2468.2, "2468"), (0, "0")])
def test_three_digits_are_enough(value: float, written: str) -> None:
    assert number(value) == written


def test_a_table_is_markdown() -> None:
    assert table("Building", ("what", "CPU")) == "\nBuilding\n\n| what | CPU |\n| --- | --- |"
    assert row(("feed", 1.5)) == "| feed | 1.5 |"
