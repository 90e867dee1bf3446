"""What may be shown of counts, and that no number from 1 to 9 can be read or computed, whatever else is published."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.counting import disclosure
from reporting.counting.disclosure import Breakdown, Counts, Figures, breakdown, figures
from tests.reporting.counting.attacker import Attacker

Parts = dict[str, int]
LETTERS = "abcdefghijkl"


def parts(*counts: int) -> Parts:
    return {LETTERS[place]: count for place, count in enumerate(counts)}


@pytest.mark.parametrize(
    ("counts", "named", "others"),
    [
        ((40, 30, 10), (40, 30, 10), 0),  # nothing is small
        ((40, 30, 0), (40, 30), 0),  # and what is nothing tells of nobody
        ((40, 5, 4, 3), (40,), 12),  # small ones together
        ((40, 30, 5), (40,), 35),  # a single one would be what is missing from the total
        ((40, 30, 4, 5), (40,), 39),  # and so would be the sum of two
        ((40, 10, 9, 9), (40,), 28),  # two below ten with 18 together are nine each
        ((90, 41, 40, 7), (90,), 88),  # 47 of two below 41 leave neither anything below seven
        ((90, 50, 40, 7), (90, 50), 47),
        ((90, 40, 40, 7), (90,), 87),  # what is equal is treated equally
        ((40, 11, 0), (40, 11), 0),
        ((10, 9), (), 19),
    ],
)
def test_the_smallest_parts_are_shown_together(counts: tuple[int, ...], named: tuple[int, ...], others: int) -> None:
    assert breakdown(parts(*counts)) == Breakdown(parts(*named), others)


def test_a_month_is_shown_from_ten_on() -> None:
    assert figures(Counts([9, 10, 0])).months == (None, 10, None)


def test_a_hidden_month_is_not_broken_down() -> None:
    told = figures(Counts([9, 12], topics=[parts(9), parts(12)], entries=[parts(9), parts(12)]))
    assert [each is None for each in (*told.topics, *told.entries)] == [True, False, True, False]


def test_a_quarter_is_broken_down_if_all_its_months_are_shown() -> None:
    assert figures(Counts([20, 20, 20], regions=parts(60))).regions == Breakdown(parts(60), 0)
    assert figures(Counts([20, 31, 9], regions=parts(60))).regions is None


def test_before_it_is_over_a_quarter_has_neither_number_nor_regions() -> None:
    told = figures(Counts([20, 20]))
    assert (told.quarter, told.regions) == (None, None)


def test_parts_that_do_not_add_up_are_not_shown() -> None:
    assert figures(Counts([20, 20, 20], regions=parts(59))).regions is None


# Who solves for hidden numbers, in quarters as they may be


@dataclass(frozen=True)
class Quarter:
    """What really happened: the opened page by topic and by way in, and chosen regions by month and by region."""

    topics: tuple[Parts, ...]
    entries: tuple[Parts, ...]
    chosen: tuple[int, ...]
    regions: Parts

    @property
    def opened(self) -> list[int]:
        return [sum(own.values()) for own in self.topics]

    def published(self, months: int, *, over: bool) -> tuple[Figures, Figures]:
        """What was shown once so many months, or the whole quarter, were over."""
        opened = Counts(self.opened[:months], self.topics[:months], self.entries[:months])
        return figures(opened), figures(Counts(self.chosen[:months], regions=self.regions if over else None))


#: Most numbers are near the border, where a rule breaks if it breaks.
near = st.one_of(st.just(0), st.integers(1, 9), st.integers(8, 12), st.integers(0, 50))


@st.composite
def split(draw: st.DrawFn, total: int, count: int) -> list[int]:
    """Some number as that many parts."""
    cuts = sorted(draw(st.lists(st.integers(0, total), min_size=count - 1, max_size=count - 1)))
    return [end - begin for begin, end in itertools.pairwise([0, *cuts, total])]


@st.composite
def quarters(draw: st.DrawFn) -> Quarter:
    topics = [draw(st.lists(near, min_size=4, max_size=4)) for _month in range(3)]
    entries = [draw(split(sum(own), 3)) for own in topics]
    regions = draw(st.lists(near, min_size=2, max_size=6))
    least = 10 if sum(regions) >= 30 and draw(st.booleans()) else 0
    return Quarter(
        tuple(parts(*own) for own in topics),
        tuple(parts(*own) for own in entries),
        tuple(least + more for more in draw(split(sum(regions) - 3 * least, 3))),
        parts(*regions),
    )


def attack(truth: Quarter, secrets: Collection[int] = ()) -> tuple[Attacker, dict[str, int]]:
    """Who has read every edition, and knows of these (by place) of all numbers that are 0 that they are; and the truth,
    by the attacker's names.
    """
    attacker, numbers = Attacker(), {}
    kinds = {"topic": truth.topics, "entry": truth.entries}
    for months, over in ((1, False), (2, False), (3, False), (3, True)):
        opened, chosen = truth.published(months, over=over)
        attacker.read("opened", opened, {kind: LETTERS[: len(own[0])] for kind, own in kinds.items()})
        attacker.read("chosen", chosen, {"region": LETTERS[: len(truth.regions)]} if over else {})
    for place, (whole, some) in enumerate(zip(truth.opened, truth.chosen, strict=True)):
        numbers |= {f"opened {place}": whole, f"chosen {place}": some}
        if whole >= some:  # nobody chooses a region without opening the page, it is said
            attacker.compare(f"opened {place}", f"chosen {place}")
        for kind, several in kinds.items():
            numbers |= {f"opened {place} {kind} {name}": count for name, count in several[place].items()}
    numbers |= {f"chosen region {name}": count for name, count in truth.regions.items()}
    for place, name in enumerate(name for name, count in numbers.items() if count == 0):
        if place in secrets:
            attacker.learn(name, most=0)
    return attacker, numbers


def numbers_of(told: Figures) -> Iterator[int]:
    """Every number that stands in a table."""
    yield from (month for month in told.months if month is not None)
    for each in (*told.topics, *told.entries, told.regions):
        if each is not None:
            yield from (*each.parts.values(), each.others, each.total)


@given(quarters(), st.integers(0, 3))
def test_no_published_number_is_from_1_to_9(truth: Quarter, months: int) -> None:
    for told in truth.published(months, over=months == 3):
        assert all(number == 0 or number >= 10 for number in numbers_of(told))


@settings(max_examples=100, deadline=None)
@given(quarters(), st.sets(st.integers(0, 30)))
def test_whoever_computes_finds_that_each_hidden_number_may_be_anything_from_0_to_9(
    truth: Quarter, secrets: set[int]
) -> None:
    """With everything ever shown of the quarter in hand, knowing that hidden parts are the smallest, which outcome
    cannot exceed which, and of some parts that they are nothing.
    """
    attacker, numbers = attack(truth, secrets)
    for name, count in numbers.items():
        if 1 <= count <= 9:
            least, most = attacker.interval(name)
            assert (least, most >= 9) == (0, True), f"{name} is {count} and may be {least} to {most}"


def naive(counts: Parts) -> Breakdown:
    """Only what is small itself is hidden."""
    named = {name: count for name, count in counts.items() if count >= 10}
    return Breakdown(named, sum(counts.values()) - sum(named.values()))


def test_the_attacker_is_worth_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(disclosure, "breakdown", naive)
    truth = Quarter((parts(30, 20, 7),) * 3, (parts(57),) * 3, (20, 20, 20), parts(30, 21, 9))
    attacker, _numbers = attack(truth)
    assert attacker.interval("opened 0 topic c") == (7, 7)
    assert attacker.interval("chosen region c") == (9, 9)
    monkeypatch.undo()
    attacker, _numbers = attack(truth)
    assert attacker.interval("opened 0 topic c")[0] == attacker.interval("chosen region c")[0] == 0


def test_a_breakdown_beside_a_hidden_month_would_tell_the_month(monkeypatch: pytest.MonkeyPatch) -> None:
    """Why regions need all three months: with both tables, the month is what is missing."""
    monkeypatch.setattr(disclosure, "_under", lambda _number, own: breakdown(own))
    truth = Quarter((parts(20),) * 3, (parts(20),) * 3, (20, 20, 4), parts(30, 14))
    attacker, _numbers = attack(truth)
    assert attacker.interval("chosen 2") == (4, 4)


@given(quarters())
def test_what_was_shown_of_a_month_is_never_shown_otherwise_later(truth: Quarter) -> None:
    editions = [truth.published(months, over=False) for months in (1, 2, 3)] + [truth.published(3, over=True)]
    for earlier, later in itertools.pairwise(editions):
        for one, other in zip(earlier, later, strict=True):
            shown = len(one.months)
            assert other.months[:shown] == one.months
            assert (other.topics[:shown], other.entries[:shown]) == (one.topics, one.entries)


# Who knows the rule, and tries every table there is


def same(total: int, count: int) -> dict[tuple[int | None, ...], list[tuple[int, ...]]]:
    """All tables with this total, by what is shown of them; None: hidden."""
    found = defaultdict(list)
    for cuts in itertools.combinations(range(total + count - 1), count - 1):
        edges = (-1, *cuts, total + count - 1)
        table = tuple(end - begin - 1 for begin, end in itertools.pairwise(edges))
        told = breakdown(parts(*table))
        shown = (told.parts.get(name, None if told.others else 0) for name in LETTERS[:count])
        found[tuple(shown)].append(table)
    return found


@pytest.mark.parametrize(("count", "highest"), [(2, 60), (3, 45), (4, 32)])
def test_of_all_tables_that_look_alike_no_two_hidden_numbers_agree(count: int, highest: int) -> None:
    """Even who runs the rule over every possible table finds at least eight values for what is 1 to 9; and of no group
    of hidden parts that they are 1 to 9 together.
    """
    for total in range(10, highest + 1):
        for shown, tables in same(total, count).items():
            hidden = [place for place in range(count) if shown[place] is None]
            for size in range(1, len(hidden) + 1):
                for group in itertools.combinations(hidden, size):
                    sums = {sum(table[place] for place in group) for table in tables}
                    assert len(sums) >= 8 or min(sums) >= 10, (total, shown, group, sums)


@pytest.mark.parametrize(("count", "highest"), [(3, 45), (4, 32)])
def test_nor_do_they_for_somebody_who_knows_of_some_parts_that_they_are_nothing(count: int, highest: int) -> None:
    for total in range(10, highest + 1):
        for shown, tables in same(total, count).items():
            hidden = [place for place in range(count) if shown[place] is None]
            for size in range(len(hidden)):
                for nothing in itertools.combinations(hidden, size):
                    left = [table for table in tables if not any(table[place] for place in nothing)]
                    for place in set(hidden) - set(nothing) if left else ():
                        values = {table[place] for table in left}
                        assert len(values) >= 8 or min(values) >= 10, (total, shown, nothing, values)


@given(st.permutations(range(6)), st.lists(near, min_size=6, max_size=6))
def test_the_rule_looks_at_numbers_and_never_at_names(order: list[int], counts: list[int]) -> None:
    mixed = {LETTERS[place]: counts[place] for place in order}
    assert breakdown(mixed) == breakdown(parts(*counts))
