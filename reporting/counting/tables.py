"""The figures of a year as tables of words and numbers, the same for the page and for the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from downloads.disclosure import LEAST
from episodes.models import Topic
from reporting.counting import places
from reporting.counting.disclosure import Breakdown
from reporting.counting.overview import BY_TOPIC_AND_ENTRY, Column, Year, rows_of
from reporting.counting.periods import QUARTER
from reporting.models import Entry


@dataclass(frozen=True)
class Cell:
    """A number that may be shown, or words instead of it."""

    words: str
    count: int | None = None


@dataclass(frozen=True)
class Row:
    name: str
    cells: tuple[Cell, ...]
    closing: bool = False  # a sum at the table's end


@dataclass(frozen=True)
class Period:
    """A month or quarter, in words and in figures (2026-01, 2026-Q1)."""

    words: str
    figures: str


@dataclass(frozen=True)
class Table:
    """Every row has a cell for each period; `what` stands above the first column of the `grid`. If it is `turned`,
    people read it with a line for each period.
    """

    key: str
    name: str
    what: str
    periods: tuple[Period, ...]
    rows: tuple[Row, ...]
    turned: bool = False

    @property
    def heads(self) -> list[str]:
        """What stands above the columns of the grid, but for the first."""
        return [row.name for row in self.rows] if self.turned else [period.words for period in self.periods]

    @property
    def grid(self) -> list[Row]:
        """The lines as they are read."""
        if not self.turned:
            return list(self.rows)
        columns = zip(*(row.cells for row in self.rows), strict=True)
        return [Row(period.words, cells) for period, cells in zip(self.periods, columns, strict=True)]


def measures() -> dict[str, str]:
    """What each measure is called."""
    return {
        "opened": _("help page opened"),
        "region": _("region chosen"),
        "handed": _("handed over"),
        "arrived": _("fetched by the reporting module"),
        "down": _("opened while the reporting module was down"),
    }


def by_month(year: Year) -> list[Table]:
    """The province by month; and the opened page by topic and by way in."""
    months = year.months[BY_TOPIC_AND_ENTRY]
    rows = (Row(name, tuple(map(total, year.months[measure]))) for measure, name in measures().items())
    name = _("The whole province by month")
    province = Table("province", name, _("Month"), tuple(map(month, months)), tuple(rows), turned=True)
    over = [column for column in months if not column.open]
    return [
        province,
        _broken_down("topic", (_("Help page opened, by topic"), _("Topic")), over, month, _topics()),
        _broken_down("entry", (_("Help page opened, by way in"), _("Way in")), over, month, _entries()),
    ]


def by_quarter(year: Year) -> list[Table]:
    """The chosen regions by quarter."""
    over = [column for column in year.quarters if not column.open]
    return [_broken_down("region", (_("Region chosen, by region"), _("Region")), over, quarter, _regions())]


def _broken_down(
    kind: str,
    titles: tuple[str, str],
    columns: Sequence[Column],
    period: Callable[[Column], Period],
    names: Mapping[str, str],
) -> Table:
    """A row for each part that has a number anywhere; then all others together, and the whole."""
    known = rows_of(columns, kind)
    parts = [*(each for each in names if each in known), *(each for each in known if each not in names)]
    told = [column.breakdowns.get(kind) for column in columns]
    rows = [Row(names.get(part, part), tuple(_part(each, part) for each in told)) for part in parts]
    rows.append(Row(_("all others together"), tuple(map(_others, told)), closing=True))
    rows.append(Row(_("total"), tuple(map(total, columns)), closing=True))
    return Table(kind, *titles, tuple(map(period, columns)), tuple(rows))


def month(column: Column) -> Period:
    return Period(date_format(column.first, "M Y"), column.first.strftime("%Y-%m"))


def quarter(column: Column) -> Period:
    number = (column.first.month - 1) // QUARTER + 1
    words = _("quarter %(number)d of %(year)d") % {"number": number, "year": column.first.year}
    return Period(words, f"{column.first.year}-Q{number}")


def total(column: Column) -> Cell:
    """The number of a whole month or quarter."""
    if column.open:
        return Cell(_("not over yet"))
    if column.count is None:
        few = _("fewer than %(least)d") % {"least": LEAST}
        return Cell(_("not shown") if "region" in column.breakdowns else few)
    return _number(column.count)


def _part(told: Breakdown | None, part: str) -> Cell:
    if told is None:
        return Cell(_("not shown"))
    if part in told.parts or not told.others:
        return _number(told.parts.get(part, 0))
    return Cell(_("among the others"))


def _others(told: Breakdown | None) -> Cell:
    return Cell(_("not shown")) if told is None else _number(told.others)


def _number(count: int) -> Cell:
    return Cell(number_format(count, force_grouping=True), count)


def _topics() -> dict[str, str]:
    return {"": _("no topic")} | {topic.code: topic.label for topic in Topic.objects.order_by("label_id")}


def _entries() -> dict[str, str]:
    return {entry.value: str(entry.label) for entry in Entry} | {"": _("not known")}


def _regions() -> dict[str, str]:
    return dict(places.names()) | {places.ELSEWHERE: _("outside the province"), "": _("not known")}
