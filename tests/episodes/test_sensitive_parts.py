"""Sensitive parts join where they overlap, and stand as neutral chapters among the others."""

from __future__ import annotations

from decimal import Decimal

import pytest

from episodes.sensitive_parts import Words, among, joined, words

WORDS = Words("Awal", "Bagian sensitif", "Lanjutan")


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([], []),
        ([(60, 90), (10, 20)], [(10, 20), (60, 90)]),
        ([(10, 40), (30, 60)], [(10, 60)]),
        ([(10, 60), (20, 30)], [(10, 60)]),
        ([(10, 20), (20.5, 30)], [(10, 30)]),
    ],
)
def test_parts_that_touch_are_one(parts: list[tuple[float, float]], expected: list[tuple[float, float]]) -> None:
    assert joined(parts) == expected


def test_without_parts_the_chapters_are_as_they_were() -> None:
    assert among([(60.0, "B"), (0.0, "A")], [], WORDS) == [(0.0, "A"), (60.0, "B")]


def test_a_part_in_a_chapter_has_a_neutral_one_and_the_chapter_goes_on_after_it() -> None:
    told = among([(0.0, "A"), (60.0, "B")], [(20.0, 30.0)], WORDS)
    assert told == [(0.0, "A"), (20.0, "Bagian sensitif"), (30.0, "A"), (60.0, "B")]


def test_a_title_within_a_part_is_told_after_it() -> None:
    told = among([(0.0, "A"), (25.0, "B")], [(20.0, 30.0)], WORDS)
    assert told == [(0.0, "A"), (20.0, "Bagian sensitif"), (30.0, "B")]


def test_a_chapter_that_begins_where_a_part_ends_ends_it() -> None:
    told = among([(0.0, "A"), (30.4, "B")], [(20.0, 30.0)], WORDS)
    assert told == [(0.0, "A"), (20.0, "Bagian sensitif"), (30.4, "B")]


def test_a_part_at_the_beginning_hides_the_title_there() -> None:
    told = among([(0.0, "A"), (60.0, "B")], [(0.0, 30.0)], WORDS)
    assert told == [(0.0, "Bagian sensitif"), (30.0, "A"), (60.0, "B")]


def test_an_episode_without_chapters_gets_those_that_a_part_needs() -> None:
    told = among([], [(Decimal(20), Decimal(30))], WORDS)
    assert told == [(Decimal(0), "Awal"), (Decimal(20), "Bagian sensitif"), (Decimal(30), "Lanjutan")]


def test_no_two_chapters_begin_at_the_same_moment() -> None:
    told = among([(0.0, "A"), (20.0, "B"), (30.0, "C")], [(20.0, 30.0), (50.0, 60.0)], WORDS)
    assert len({start for start, _title in told}) == len(told)


def test_the_titles_are_in_the_language_of_the_episode() -> None:
    assert words("en").sensitive == "Sensitive part"
