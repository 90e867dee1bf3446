"""What is made of Lighthouse's reports. Lighthouse itself is run by `make lighthouse`."""

from __future__ import annotations

from typing import Any

import pytest

from tests.lighthouse import measure
from tests.lighthouse.measure import Scores

AUDIT = {"performance": "speed-index", "accessibility": "label", "best-practices": "errors-in-console"}


def report(**scores: float) -> dict[str, Any]:
    """A report in which each category has one audit, of the category's own score."""
    audits = {**AUDIT, "seo": measure.NOT_LISTED}
    given = {name: scores.get(name.replace("-", "_"), 1) for name in audits}
    return {
        "categories": {
            name: {"score": given[name], "auditRefs": [{"id": audit, "weight": 1}, {"id": "told", "weight": 0}]}
            for name, audit in audits.items()
        },
        "audits": {
            **{audit: {"score": given[name]} for name, audit in audits.items()},
            "told": {"score": 0},
            "largest-contentful-paint": {"score": 1, "numericValue": 1000.4},
        },
    }


def performing(score: float) -> Scores:
    return measure.read(report(performance=score))


def test_a_page_that_reaches_all_bars_has_nothing_to_say() -> None:
    assert measure.read(report(performance=0.98)).below() == {}


@pytest.mark.parametrize(("name", "score"), [("performance", 0.97), ("accessibility", 0.99), ("best-practices", 0.99)])
def test_what_is_below_its_bar_is_named_with_the_audits_that_cost(name: str, score: float) -> None:
    assert measure.read(report(**{name.replace("-", "_"): score})).below() == {name: (AUDIT[name],)}


def test_a_page_kept_from_search_engines_is_below_no_bar() -> None:
    scores = measure.read(report(seo=0.5))
    assert scores.below() == {}
    assert measure.line("topic", scores) == "| topic | 100 | 100 | 100 | 50, not listed | 1000 |"


def test_a_good_measurement_is_not_repeated() -> None:
    taken = iter([performing(0.98)])
    assert measure.settled(lambda: next(taken)).of["performance"] == 98


def test_of_three_measurements_the_median_counts() -> None:
    taken = iter([performing(0.5), performing(0.99), performing(0.97)])
    assert measure.settled(lambda: next(taken)).of["performance"] == 97
