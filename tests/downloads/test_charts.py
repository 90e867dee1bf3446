"""Where columns stand, and that they say nothing that is hidden."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downloads.charts import LEFT, MOST_NAMES, WIDTH, Value, ceiling, chart

counts = st.lists(st.none() | st.integers(10, 10**7), min_size=1, max_size=31)


def values(*some: int | None) -> list[Value]:
    return [Value(str(place), count) for place, count in enumerate(some)]


@pytest.mark.parametrize(("highest", "top"), [(0, 20), (20, 20), (21, 40), (41, 100), (101, 200), (99_999, 100_000)])
def test_a_scale_ends_at_a_round_number(highest: int, top: int) -> None:
    assert ceiling(highest) == top


@given(counts)
def test_every_column_stays_in_the_plot_and_none_overlap(some: list[int | None]) -> None:
    drawn = chart(values(*some))
    edges = [(column.x, column.x + column.width) for column in drawn.columns]
    assert edges[0][0] == LEFT
    assert edges[-1][1] == LEFT + WIDTH
    assert all(one[1] == other[0] for one, other in itertools.pairwise(edges))
    for column in drawn.columns:
        assert drawn.top <= column.y <= drawn.ground == column.y + column.height
        assert column.x <= column.bar_x < column.bar_x + column.bar_width <= column.x + column.width


@given(counts)
def test_a_larger_number_is_never_lower(some: list[int | None]) -> None:
    heights = sorted((column.value.count or 0, column.height) for column in chart(values(*some)).columns)
    assert [height for _count, height in heights] == sorted(height for _count, height in heights)


def test_a_hidden_number_has_no_height() -> None:
    assert [column.height > 0 for column in chart(values(None, 30)).columns] == [False, True]


def test_names_leave_each_other_room() -> None:
    assert sum(column.named for column in chart(values(*[10] * 31)).columns) <= MOST_NAMES


def test_lines_go_from_the_ground_to_the_top() -> None:
    drawn = chart(values(55))
    assert [number for number, _y in drawn.lines] == [0, 50, 100]
    assert [y for _number, y in drawn.lines] == [drawn.ground, (drawn.ground + drawn.top) // 2, drawn.top]
