"""What the office may know of a year: reads sums, and hands them to disclosure, a quarter and an outcome at a time.

Each breakdown belongs to one outcome. Nobody chooses a region without having opened the page: with both by topic, say,
one could be bounded by the other.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import chain

from django.db.models import Min, Sum
from django.utils import timezone

from downloads.models import MeasuringGap
from reporting.counting import periods
from reporting.counting.disclosure import Breakdown, Counts, Figures, figures
from reporting.models import DailyCount, Outcome, QuarterlyCount, UncountedDay

HANDED = "handed"
#: What the page shows, by the outcomes that it adds up. Kinds of hand-off are one: which is used is a setting.
MEASURES: Mapping[str, tuple[Outcome, ...]] = {
    "opened": (Outcome.OPENED,),
    "region": (Outcome.REGION,),
    HANDED: (Outcome.LINK, Outcome.TOKEN, Outcome.CODE),
    "arrived": (Outcome.ARRIVED,),
    "down": (Outcome.DOWN,),
}
#: Which of them is broken down by topic and by way in, and which by region. To change it for periods that were shown
#: already would break what disclosure promises.
BY_TOPIC_AND_ENTRY, BY_REGION = "opened", "region"
_MEASURE_OF = {outcome: measure for measure, outcomes in MEASURES.items() for outcome in outcomes}


@dataclass(frozen=True)
class Column:
    """One month or quarter, by its first day. `count` None: hidden, or `open`: it is not over. `gap`: something was not
    counted. `breakdowns` by “topic”, “entry” or “region”.
    """

    first: date
    open: bool
    gap: bool
    count: int | None = None
    breakdowns: Mapping[str, Breakdown | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Year:
    """All that may be shown of a year: for each measure its twelve months; the quarters of the one by region."""

    year: int
    months: Mapping[str, tuple[Column, ...]]
    quarters: tuple[Column, ...]
    uncounted: tuple[UncountedDay, ...]
    stood_still: tuple[MeasuringGap, ...]


def years() -> list[int]:
    """The years of which there may be something to show, the latest first."""
    today = timezone.localdate()
    first = DailyCount.objects.aggregate(first=Min("day"))["first"] or today
    return list(range(today.year, min(first.year, today.year) - 1, -1))


def overview(year: int) -> Year:
    """What may be shown of a year by now."""
    today = timezone.localdate()
    counts, regions = _daily(year), _quarterly(year)
    uncounted, still = _uncounted(year), _stood_still(year)
    gaps = _Gaps(uncounted, still)
    told = {
        (measure, quarter): figures(_of(measure, quarter, counts, regions, today))
        for measure in MEASURES
        for quarter in periods.quarters(year)
    }
    return Year(
        year,
        {
            measure: tuple(
                chain.from_iterable(
                    _months(measure, quarter, told[measure, quarter], gaps) for quarter in periods.quarters(year)
                )
            )
            for measure in MEASURES
        },
        tuple(_quarter(quarter, told[BY_REGION, quarter], gaps, today) for quarter in periods.quarters(year)),
        uncounted,
        still,
    )


class _Gaps:
    """In which months something was not counted."""

    def __init__(self, uncounted: Iterable[UncountedDay], still: Iterable[MeasuringGap]) -> None:
        self._spans = [(each.day, each.day) for each in uncounted]
        self._spans += [(timezone.localdate(each.begins), timezone.localdate(each.ends)) for each in still]

    def touch(self, first: date, length: int) -> bool:
        end = periods.later(first, length)
        return any(begins < end and ends >= first for begins, ends in self._spans)


#: Sums of one year: by month and measure, the parts by topic and by way in.
_Daily = Mapping[tuple[date, str], tuple[Counter[str], Counter[str]]]


def _daily(year: int) -> _Daily:
    found: dict[tuple[date, str], tuple[Counter[str], Counter[str]]] = defaultdict(lambda: (Counter(), Counter()))
    rows = DailyCount.objects.filter(day__year=year).values_list("day__month", "outcome", "topic", "entry")
    for month, outcome, topic, entry, count in rows.annotate(sum=Sum("count")).order_by():
        topics, entries = found[date(year, month, 1), _MEASURE_OF[Outcome(outcome)]]
        topics[topic] += count
        entries[entry] += count
    return found


def _quarterly(year: int) -> Mapping[tuple[date, str], Counter[str]]:
    found: dict[tuple[date, str], Counter[str]] = defaultdict(Counter)
    rows = QuarterlyCount.objects.filter(quarter__year=year).values_list("quarter", "outcome", "region", "count")
    for quarter, outcome, region, count in rows:
        found[quarter, _MEASURE_OF[Outcome(outcome)]][region] += count
    return found


def _of(
    measure: str, quarter: date, daily: _Daily, regions: Mapping[tuple[date, str], Counter[str]], today: date
) -> Counts:
    """The finished part of a quarter."""
    nothing = Counter[str](), Counter[str]()
    parts = [daily.get((first, measure), nothing) for first in _finished(quarter, today)]
    broken_down = measure == BY_TOPIC_AND_ENTRY
    whole = measure == BY_REGION and periods.over(quarter, periods.QUARTER, today)
    return Counts(
        months=[topics.total() for topics, _entries in parts],
        topics=[topics for topics, _entries in parts] if broken_down else (),
        entries=[entries for _topics, entries in parts] if broken_down else (),
        regions=regions.get((quarter, measure), Counter[str]()) if whole else None,
    )


def _finished(quarter: date, today: date) -> list[date]:
    return [first for first in periods.months(quarter) if periods.over(first, 1, today)]


def _months(measure: str, quarter: date, told: Figures, gaps: _Gaps) -> list[Column]:
    columns = []
    for place, first in enumerate(periods.months(quarter)):
        if place >= len(told.months):
            columns.append(Column(first, open=True, gap=gaps.touch(first, 1)))
            continue
        broken_down: Mapping[str, Breakdown | None] = {}
        if measure == BY_TOPIC_AND_ENTRY:
            broken_down = {"topic": told.topics[place], "entry": told.entries[place]}
        columns.append(Column(first, False, gaps.touch(first, 1), told.months[place], broken_down))
    return columns


def _quarter(first: date, told: Figures, gaps: _Gaps, today: date) -> Column:
    still_open = not periods.over(first, periods.QUARTER, today)
    return Column(
        first,
        still_open,
        gaps.touch(first, periods.QUARTER),
        told.quarter,
        {} if still_open else {"region": told.regions},
    )


def _uncounted(year: int) -> tuple[UncountedDay, ...]:
    return tuple(UncountedDay.objects.filter(day__year=year))


def _stood_still(year: int) -> tuple[MeasuringGap, ...]:
    """When the site did not run, which the counting of downloads knows."""
    begin, end = (timezone.make_aware(datetime.combine(date(each, 1, 1), time.min)) for each in (year, year + 1))
    reason = MeasuringGap.Reason.NOT_RUNNING
    return tuple(MeasuringGap.objects.filter(reason=reason, ends__gt=begin, begins__lt=end))


def rows_of(columns: Sequence[Column], kind: str) -> list[str]:
    """The parts that have a number of their own in one of these columns at least, the largest in sum first."""
    sums = Counter[str]()
    for column in columns:
        if told := column.breakdowns.get(kind):
            sums.update(told.parts)
    return [name for name, _sum in sorted(sums.items(), key=lambda each: (-each[1], each[0]))]
