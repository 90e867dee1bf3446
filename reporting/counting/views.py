"""The office's page of figures, and the same as a table file. Thin: overview knows what may be shown, tables say it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from downloads import charts
from downloads.charts import Chart, Value
from downloads.disclosure import LEAST
from reporting.counting import tables
from reporting.counting.overview import MEASURES, Column, Year, overview, years
from reporting.counting.tables import Table

PERMISSION = "reporting.view_dailycount"
MONTH, QUARTER = "month", "quarter"


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """The province by month, or its regions by quarter, in one year."""
    chosen = _chosen(request)
    context = {
        "page_title": _("Lapor Sekarang in figures"),
        "chosen": chosen,
        "years": years(),
        "measures": tables.measures(),
        "tables": chosen.tables,
        "chart": _chart(chosen),
        "measure_name": tables.measures()[chosen.measure],
        "least": LEAST,
    }
    return render(request, "reporting/figures.html", context)


@require_safe
def figures_file(request: HttpRequest) -> HttpResponse:
    """What the page shows, as CSV; a spreadsheet must not take a topic's name for a formula."""
    chosen = _chosen(request)
    text = io.StringIO()
    lines = csv.writer(text)
    lines.writerow([_("table"), _("row"), _("period"), _("figure")])
    for table in chosen.tables:
        for row in table.rows:
            for period, cell in zip(table.periods, row.cells, strict=True):
                number = cell.words if cell.count is None else str(cell.count)
                lines.writerow([_plain(table.name), _plain(row.name), period.figures, number])
    for day in chosen.year.uncounted:
        lines.writerow([_("gap"), day.get_reason_display(), day.day.isoformat(), ""])
    for gap in chosen.year.stood_still:
        lines.writerow([_("gap"), gap.get_reason_display(), f"{gap.begins.isoformat()}/{gap.ends.isoformat()}", ""])
    reply = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    reply["Content-Disposition"] = f'attachment; filename="lapor-sekarang-{chosen.year.year}-{chosen.by}.csv"'
    return reply


def _plain(text: str) -> str:
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t")) else text


@dataclass(frozen=True)
class _Choice:
    """What an address asks for. `by` is MONTH or QUARTER; `measure` is the one that is drawn."""

    by: str
    measure: str
    year: Year

    @property
    def tables(self) -> list[Table]:
        return tables.by_quarter(self.year) if self.by == QUARTER else tables.by_month(self.year)

    @property
    def columns(self) -> tuple[Column, ...]:
        return self.year.quarters if self.by == QUARTER else self.year.months[self.measure]


def _chosen(request: HttpRequest) -> _Choice:
    """What the address asks for; what makes no sense is left out. Raises PermissionDenied."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied
    by = QUARTER if request.GET.get("by") == QUARTER else MONTH
    known = years()
    year = next((each for each in known if str(each) == request.GET.get("year")), known[0])
    asked = request.GET.get("measure", "")
    measure = "region" if by == QUARTER else asked if asked in MEASURES else "opened"
    return _Choice(by, measure, overview(year))


def _chart(chosen: _Choice) -> Chart:
    def name(column: Column) -> str:
        return tables.quarter(column).words if chosen.by == QUARTER else date_format(column.first, "M")

    return charts.chart([Value(name(each), each.count, each.open, each.gap) for each in chosen.columns])
