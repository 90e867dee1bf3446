"""What results may be narrowed by."""

from __future__ import annotations

import pytest

from search.benchmarks.corpus import facts_of
from search.facets import Facets, Length, counted, fitting
from tests.search.making import a_document

FACTS = [
    facts_of(a_document(1, show=1, topics=("A", "B"), people=(7,), seconds=60.0)),
    facts_of(a_document(2, show=2, topics=("B",), seconds=3_000.0)),
    facts_of(a_document(3, show=2, topics=(), age="")),
]


def test_nothing_chosen_leaves_all() -> None:
    assert not Facets()
    assert list(fitting(FACTS, Facets())) == FACTS


def test_within_a_facet_one_value_is_enough_and_every_facet_counts() -> None:
    assert [each.episode for each in fitting(FACTS, Facets(topic=frozenset({"A", "B"})))] == [1, 2]
    both = Facets(topic=frozenset({"B"}), show=frozenset({2}))
    assert [each.episode for each in fitting(FACTS, both)] == [2]


def test_each_value_is_counted() -> None:
    found = counted(FACTS, Facets())
    assert found["topic"] == {"A": 1, "B": 2}
    assert found["show"] == {1: 1, 2: 2}
    assert found["person"] == {7: 1}
    assert found["age"] == {"SU": 2}
    assert found["length"] == {Length.SHORT: 2, Length.LONG: 1}


def test_a_choice_does_not_count_for_its_own_numbers_but_for_all_others() -> None:
    found = counted(FACTS, Facets(show=frozenset({1})))
    assert found["show"] == {1: 1, 2: 2}
    assert found["topic"] == {"A": 1, "B": 1}


@pytest.mark.parametrize(
    ("minutes", "length"), [(15, Length.SHORT), (15.1, Length.MEDIUM), (40, Length.MEDIUM), (41, Length.LONG)]
)
def test_lengths_have_borders(minutes: float, length: Length) -> None:
    assert Length.of(60 * minutes) is length
