"""Lists in parts of twenty, and the addresses of the parts before and after. The number of queries is fixed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest

SIZE = 20  # rows in a part
NUMBER = "hal"  # what the number of a part is called in addresses


def part(request: HttpRequest, rows: QuerySet[Any], chosen: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Context: `part`, that which is asked for, or the nearest one; `previous` and `next`, what stands behind the “?”
    of their addresses, None if there is none. `chosen` is what else stands there.
    """
    found = Paginator(rows, SIZE).get_page(request.GET.get(NUMBER))
    return {
        "part": found,
        "previous": _query(chosen, found.number - 1) if found.has_previous() else None,
        "next": _query(chosen, found.number + 1) if found.has_next() else None,
    }


def _query(chosen: Mapping[str, str] | None, number: int) -> str:
    """Nothing for the first part of everything."""
    return urlencode({**(chosen or {}), **({NUMBER: str(number)} if number > 1 else {})})
