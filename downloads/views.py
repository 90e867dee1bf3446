"""The editors' page of statistics, and the same as a table file. Thin: overview knows what may be shown."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from downloads import charts
from downloads.charts import Value
from downloads.disclosure import LEAST
from downloads.overview import Day, MonthTotal, Overview, episodes_of, months_of, overview, shows
from episodes.models import Episode, Show


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Downloads of a show or an episode in a month, and in the year up to it."""
    chosen = _chosen(request)
    if chosen is None:
        return render(request, "downloads/statistics.html", {"page_title": _("Statistics"), "shows": []})
    found = chosen.overview
    words = _Words(found, single=chosen.episode is not None)
    context = {
        "page_title": _("Statistics"),
        "shows": chosen.shows,
        "episodes": chosen.episodes,
        "months": [(each.strftime("%Y-%m"), words.month(each)) for each in chosen.months],
        "show": chosen.show,
        "episode": chosen.episode,
        "month": found.first.strftime("%Y-%m"),
        "month_name": words.month(found.first),
        "overview": found,
        "day_rows": [(words.day(each.day), words.count(each), each) for each in found.days],
        "month_rows": [(words.month(each.first), words.count(each), each) for each in found.months],
        "total": words.number(found.total),
        "rest": words.number(found.rest),
        "episode_rows": [
            (each.episode, *map(words.number, (each.total, each.days, each.rest))) for each in found.episodes
        ],
        "day_chart": charts.chart(
            [Value(date_format(each.day, "j"), each.count, each.open, each.gap) for each in found.days]
        ),
        "month_chart": charts.chart(
            [Value(date_format(each.first, "M y"), each.count, each.open, each.gap) for each in found.months]
        ),
        "least": LEAST,
    }
    return render(request, "downloads/statistics.html", context)


@require_safe
def statistics_file(request: HttpRequest) -> HttpResponse:
    """What the page shows, as CSV; a spreadsheet must not take a title for a formula."""
    chosen = _chosen(request)
    if chosen is None:
        raise Http404
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow([_("what"), _("of"), _("when"), _("downloads")])
    for line in _lines(chosen.show, chosen.episode, chosen.overview):
        lines.writerow(["'" + cell if cell.startswith(("=", "+", "-", "@", "\t")) else cell for cell in line])
    reply = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    reply["Content-Disposition"] = f'attachment; filename="siniar-{chosen.overview.first:%Y-%m}.csv"'
    return reply


def _lines(show: Show, episode: Episode | None, found: Overview) -> Iterator[list[str]]:
    words = _Words(found, single=episode is not None)
    of = (episode or show).title
    for day in found.days:
        yield [_("day"), of, day.day.isoformat(), _plain(day.count, words.count(day))]
    month = found.first.strftime("%Y-%m")
    yield [_("all other days together"), of, month, _plain(found.rest, words.number(found.rest))]
    yield [_("total"), of, month, _plain(found.total, words.number(found.total))]
    for each in found.episodes if episode is None else []:
        yield [_("episode"), each.episode.title, month, str(each.total)]
        large = _("episode, days with %(least)d or more") % {"least": LEAST}
        yield [large, each.episode.title, month, _plain(each.days, words.number(each.days))]
        yield [_("episode, other days together"), each.episode.title, month, _plain(each.rest, words.number(each.rest))]
    for total in found.months:
        yield [_("month"), of, total.first.strftime("%Y-%m"), _plain(total.count, words.count(total))]
    for gap in found.gaps:
        yield [_("gap"), gap.get_reason_display(), f"{gap.begins.isoformat()}/{gap.ends.isoformat()}", ""]


def _plain(count: int | None, words: str) -> str:
    return words if count is None else str(count)


class _Words:
    """Numbers and times as people read them; a number that is not shown has words too."""

    def __init__(self, found: Overview, *, single: bool) -> None:
        self._over = found.over
        few = _("fewer than %(least)d") if single else _("no episode had %(least)d")
        self._few = few % {"least": LEAST}

    def number(self, number: int | None) -> str:
        if number is not None:
            return number_format(number, force_grouping=True)
        return _("not shown") if self._over else _("not shown before the month is over")

    def count(self, each: Day | MonthTotal) -> str:
        if each.count is not None:
            return number_format(each.count, force_grouping=True)
        if each.open:
            return _("not counted yet") if isinstance(each, Day) else _("nothing to show yet")
        return self._few if isinstance(each, Day) else _("nothing to show")

    def day(self, day: date) -> str:
        return date_format(day, "j M Y")

    def month(self, first: date) -> str:
        return date_format(first, "F Y")


@dataclass(frozen=True)
class _Choice:
    """What an address asks for, and what else may be asked for."""

    shows: list[Show]
    episodes: list[Episode]
    months: list[date]
    show: Show
    episode: Episode | None
    overview: Overview


def _chosen(request: HttpRequest) -> _Choice | None:
    """What the address asks for, if this editor may see it; None if there is no show at all.

    A month or an episode that does not fit the show is what remains of an earlier choice in the form, and left out.
    Raises Http404 for a show that does not exist for this editor.
    """
    mine, wanted = list(shows(request.user)), request.GET.get("show")  # type: ignore[arg-type]
    show = next((each for each in mine if wanted in (None, "", str(each.pk))), None)
    if show is None:
        if wanted:
            raise Http404
        return None
    episodes = list(episodes_of(show, request.user))  # type: ignore[arg-type]
    episode = next((each for each in episodes if str(each.pk) == request.GET.get("episode")), None)
    months = months_of(show)
    month = next((each for each in months if each.strftime("%Y-%m") == request.GET.get("month")), months[0])
    return _Choice(mine, episodes, months, show, episode, overview([episode] if episode else episodes, month))
