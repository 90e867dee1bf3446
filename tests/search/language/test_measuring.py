"""The search's language keeps its bars; times are measured elsewhere."""

from __future__ import annotations

import pytest

from search.language import measuring
from search.language.measuring import Family, joining
from search.language.spelling import Speller


def test_of_the_given_families_all_but_two_of_a_hundred_pairs_join() -> None:
    found = joining(measuring.given_families())
    assert found.share >= 98
    assert len(found.false) <= 2


@pytest.mark.parametrize(
    ("name", "share"),
    [("families.txt", 99), ("families_later.txt", 99), ("families_chat.txt", 97), ("families_blind.txt", 98)],
)
def test_families_of_the_whole_affix_system_join(name: str, share: int) -> None:
    found = joining(measuring.own_families(name))
    assert found.share >= share
    assert found.false == ()


def test_words_that_look_alike_stay_apart() -> None:
    found = measuring.confused()
    assert (found.apart > 150, found.false) == (True, ())


def test_nine_of_ten_typing_mistakes_are_mended_at_once() -> None:
    found = measuring.typing(Speller(measuring.vocabulary()))
    assert found.asked >= 200
    assert min(found.first, found.found) / found.asked >= 0.9


def test_need_is_seen_in_nine_of_ten_queries() -> None:
    queries = [query for heading, rows in measuring.asked().items() if heading.startswith("need") for query in rows]
    assert measuring.with_card(queries) / len(queries) >= 0.9


def test_a_pair_that_does_not_join_and_one_that_must_not_are_told() -> None:
    found = joining([Family("korban", ("mengorbankan", "suami"), ("berkorban", "lapor"))])
    assert (found.lost, found.false, found.share) == ((("korban", "suami"),), (("korban", "berkorban"),), 50)


def test_everything_that_is_measured_stands_beside_its_bar() -> None:
    assert all(bar.limit > 0 and bar.measured >= 0 for bar in measuring.bars())
