"""What may be said of counts, and that nothing else can be found out by reading or by computing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from downloads.disclosure import LEAST, Month, month, rest, shown, total

FIRST = date(2026, 10, 1)
Counts = dict[date, int]


def days(*counts: int) -> Counts:
    """Those counts on the days from the first of a month on."""
    return {FIRST + timedelta(place): count for place, count in enumerate(counts)}


#: Weeks and months in which most numbers are near the border, where a rule breaks if it breaks.
tables = st.lists(st.one_of(st.integers(0, 3), st.integers(7, 12), st.integers(0, 50)), min_size=1, max_size=31).map(
    lambda counts: days(*counts)
)


def test_a_day_is_shown_from_ten_on() -> None:
    assert (shown(9), shown(10)) == (None, 10)
    assert month(days(9, 10, 400), over=False).days == {FIRST + timedelta(1): 10, FIRST + timedelta(2): 400}


def test_the_other_days_are_shown_together_when_the_month_is_over() -> None:
    assert month(days(5, 4, 6, 30), over=True).rest == 15


def test_as_long_as_the_month_goes_on_they_are_not() -> None:
    assert month(days(5, 4, 6, 30), over=False).rest is None


@pytest.mark.parametrize("counts", [(9,), (4, 5), (9, 9), (9, 1), (5, 5), (9, 9, 9), (9, 9, 0, 0, 0)])
def test_together_they_stay_hidden_too_if_that_would_tell_one_of_them(counts: tuple[int, ...]) -> None:
    assert month(days(*counts, 80), over=True).rest is None


def test_a_sum_that_leaves_every_day_open_is_shown() -> None:
    assert rest(18, 3, over=True) == 18
    assert rest(19, 3, over=True) is None


def test_a_total_is_the_sum_of_what_is_shown() -> None:
    assert month(days(12, 20, 3, 4, 5), over=True).total == 44
    assert month(days(12, 20, 3, 4), over=True).total == 32
    assert total([None, 12, None]) == 12


def test_where_nothing_is_shown_there_is_no_total() -> None:
    assert month(days(3, 4), over=True).total is None
    assert total([None, None]) is None


@given(tables, st.booleans())
def test_no_published_number_is_below_ten(counts: Counts, over: bool) -> None:
    told = month(counts, over=over)
    numbers = [*told.days.values(), told.rest, told.total]
    assert all(number is None or number >= LEAST for number in numbers)


@given(tables, st.booleans())
def test_no_hidden_number_can_be_computed(counts: Counts, over: bool) -> None:
    told = month(counts, over=over)
    for day in counts.keys() - told.days.keys():
        assert any(month(other, over=over) == told for other in alternatives(counts, day)), (day, counts)


@given(tables, st.data())
def test_nor_by_somebody_who_knows_when_the_episode_could_not_be_heard(counts: Counts, data: st.DataObject) -> None:
    told = month(counts, over=True)
    known = data.draw(st.sets(st.sampled_from(sorted(counts))))
    open_days = {day: count for day, count in counts.items() if count or day not in known}
    for day in open_days.keys() - told.days.keys():
        silent = dict.fromkeys(counts.keys() - open_days.keys(), 0)
        assert any(month(other | silent, over=True) == told for other in alternatives(open_days, day)), (day, counts)


@given(tables, st.integers(1, 30))
def test_what_is_shown_while_the_month_goes_on_says_nothing_of_hidden_days(counts: Counts, passed: int) -> None:
    """All tables of a month, one after the other, as somebody sees them who looks every day."""
    days_so_far = sorted(counts)
    seen = [month({day: counts[day] for day in days_so_far[:end]}, over=False) for end in range(len(counts) + 1)]
    assume(passed < len(seen))
    new = seen[passed].days.keys() - seen[passed - 1].days.keys()
    assert all(counts[day] >= LEAST for day in new)
    assert seen[passed].rest is None


@given(st.lists(tables, min_size=1, max_size=4))
def test_totals_of_several_months_tell_no_more_than_their_parts(several: list[Counts]) -> None:
    months: list[Month] = [month(counts, over=True) for counts in several]
    parts = [number for each in months for number in (*each.days.values(), each.rest) if number is not None]
    assert (total([each.total for each in months]) or 0) == sum(parts)


def alternatives(counts: Counts, day: date) -> Iterator[Counts]:
    """Other tables that might be the true one: this day has one more or less at another day's cost, or it is the only
    one of the small days on which there was anything.
    """
    for step in (1, -1):
        for other in counts.keys() - {day}:
            changed = counts | {day: counts[day] + step, other: counts[other] - step}
            if min(changed.values()) >= 0:
                yield changed
    nothing = {each: count if count >= LEAST else 0 for each, count in counts.items()}
    yield nothing | {day: 1 if counts[day] != 1 else 2}
