"""What an editor may know of a month: downloads of a show, or of one of its episodes, as far as they may be shown.

Reads rows; what of them is a number to show, disclosure decides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Min, Q, QuerySet, Sum
from django.db.models.functions import Left, Length, TruncMonth
from django.utils import timezone
from wagtail.models import Page

from downloads import disclosure
from downloads.actions import first_open_day
from downloads.disclosure import LEAST, Month
from downloads.models import DailyDownloads, MeasuringGap, OpenDay
from episodes.models import Episode, Show
from episodes.scoping import editable_episodes
from siniar.models import User

MONTHS = 12  # in the chart of months


@dataclass(frozen=True)
class Day:
    """`count` None: hidden, or `open`: its numbers are not added up yet. `gap`: not all of it was measured."""

    day: date
    count: int | None
    open: bool
    gap: bool


@dataclass(frozen=True)
class MonthTotal:
    """`first` is the month's first day; the rest as for Day."""

    first: date
    count: int | None
    open: bool
    gap: bool


@dataclass(frozen=True)
class EpisodeTotal:
    """One episode's month: `days` is the sum of the days that are shown, `rest` of all others together."""

    episode: Episode
    total: int
    days: int | None
    rest: int | None


@dataclass(frozen=True)
class Overview:
    """Everything on the page: each number in it is one that may be shown, or a sum of such. `silent` counts episodes
    of which there is nothing to show.
    """

    first: date
    over: bool
    days: list[Day]
    rest: int | None
    total: int | None
    episodes: list[EpisodeTotal]
    silent: int
    months: list[MonthTotal]
    gaps: list[MeasuringGap]


def shows(user: User) -> QuerySet[Show]:
    """The shows of which the user may see numbers: those with episodes that the user may change; by title."""
    parents = editable_episodes(user).annotate(parent=Left("path", Length("path") - Page.steplen)).values("parent")
    return Show.objects.filter(path__in=parents).order_by("title")


def episodes_of(show: Show, user: User) -> QuerySet[Episode]:
    """The show's episodes of which the user may see numbers, newest first."""
    mine = Episode.objects.child_of(show).filter(pk__in=editable_episodes(user).values("pk"))
    return mine.order_by("-first_published_at", "-pk")


def months_of(show: Show) -> list[date]:
    """The first days of all months since the show's first publication, the latest first."""
    first = Episode.objects.child_of(show).aggregate(first=Min("first_published_at"))["first"]
    today = timezone.localdate()
    begin = timezone.localdate(first) if first else today
    return [_first_of(today, back) for back in range((today.year - begin.year) * 12 + today.month - begin.month + 1)]


def overview(episodes: Sequence[Episode], first: date) -> Overview:
    """The month that begins on `first`, for these episodes of one show."""
    closed = _closed_until()
    end = _first_of(first, -1)
    gaps = list(_gaps(_first_of(first, MONTHS - 1), end))
    told = _month(episodes, first, over=end <= closed)
    totals = [_total(episode, told[episode.pk]) for episode in episodes]
    shown = sorted(filter(None, totals), key=lambda each: -each.total)
    return Overview(
        first=first,
        over=end <= closed,
        days=_days(told.values(), first, closed, gaps),
        rest=disclosure.total([month.rest for month in told.values()]),
        total=disclosure.total([month.total for month in told.values()]),
        episodes=shown,
        silent=len(episodes) - len(shown),
        months=_months(episodes, first, closed, gaps),
        gaps=[gap for gap in gaps if gap.ends > _midnight(first)],
    )


def _closed_until() -> date:
    """The first day whose numbers may still change: all before it are final."""
    opened = OpenDay.objects.aggregate(first=Min("day"))["first"]
    return min(opened, first_open_day()) if opened else first_open_day()


def _first_of(day: date, back: int) -> date:
    """The first day of the month that is `back` months before that of `day`."""
    months = day.year * 12 + day.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def _gaps(begin: date, end: date) -> QuerySet[MeasuringGap]:
    """What was not measured from the day `begin` until before the day `end`."""
    return MeasuringGap.objects.filter(ends__gt=_midnight(begin), begins__lt=_midnight(end))


def _touched(begin: date, end: date, gaps: Iterable[MeasuringGap]) -> bool:
    return any(gap.begins < _midnight(end) and gap.ends > _midnight(begin) for gap in gaps)


def _counts(episodes: Sequence[Episode], begin: date, end: date) -> QuerySet[DailyDownloads]:
    return DailyDownloads.objects.filter(episode__in=[each.pk for each in episodes], day__gte=begin, day__lt=end)


def _month(episodes: Sequence[Episode], first: date, *, over: bool) -> dict[int, Month]:
    """What may be shown of the month, for each episode."""
    counts: dict[int, dict[date, int]] = {episode.pk: {} for episode in episodes}
    rows = _counts(episodes, first, _first_of(first, -1)).values_list("episode", "day", "count")
    for episode, day, count in rows:
        counts[episode][day] = count
    return {episode: disclosure.month(days, over=over) for episode, days in counts.items()}


def _total(episode: Episode, month: Month) -> EpisodeTotal | None:
    if month.total is None:
        return None
    return EpisodeTotal(episode, month.total, disclosure.total(list(month.days.values())), month.rest)


def _days(months: Iterable[Month], first: date, closed: date, gaps: Sequence[MeasuringGap]) -> list[Day]:
    counts: dict[date, int] = defaultdict(int)
    for month in months:
        for day, count in month.days.items():
            counts[day] += count
    length = (_first_of(first, -1) - first).days
    every = (first + timedelta(place) for place in range(length))
    return [Day(day, counts.get(day), open=day >= closed, gap=_touched(day, day + timedelta(1), gaps)) for day in every]


def _months(episodes: Sequence[Episode], last: date, closed: date, gaps: Sequence[MeasuringGap]) -> list[MonthTotal]:
    """The months up to `last`, from the first publication on: added up in the database, for a year has many days."""
    end = _first_of(last, -1)
    small = Q(count__lt=LEAST)
    sums = (
        _counts(episodes, _first_of(last, MONTHS - 1), end)
        .annotate(month=TruncMonth("day"))
        .values("episode", "month")
        .annotate(large=Sum("count", filter=~small), small=Sum("count", filter=small), days=Count("day", filter=small))
        .order_by()
        .values_list("month", "large", "small", "days")
    )
    shown: dict[date, list[int | None]] = defaultdict(list)
    for month, large, rest, days in sums:
        over = _first_of(month, -1) <= closed
        shown[month] += [large, disclosure.rest(rest or 0, days, over=over)]
    firsts = [_first_of(last, back) for back in reversed(range(MONTHS))]
    published = [timezone.localdate(each.first_published_at) for each in episodes if each.first_published_at]
    began = _first_of(min(published, default=last), 0)
    return [
        MonthTotal(
            each,
            disclosure.total(shown[each]),
            open=_first_of(each, -1) > closed,
            gap=_touched(each, _first_of(each, -1), gaps),
        )
        for each in firsts
        if each >= began or each == last
    ]
