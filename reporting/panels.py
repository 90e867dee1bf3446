"""What editors meet of numbers elsewhere in the admin: on the first page, and beside a service."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.ui.components import Component

from reporting import due
from reporting.due import Due, Reason


class DuePanel(Component):
    """On the first page: which numbers have to be dialled or looked up again. Nothing, if none has."""

    name = "due_numbers"
    template_name = "reporting/admin/due.html"
    order = 120
    NAMED = 6

    def __init__(self, found: list[Due]) -> None:
        self.found = found

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return {
            "found": self.found[: self.NAMED],
            "more": max(len(self.found) - self.NAMED, 0),
            "soon": Reason.SOON.value,
        }


def due_panel() -> DuePanel | None:
    """The panel as the daily job, or the last change, left it; None if there is nothing to do."""
    found = due.stored()
    return DuePanel(found) if found else None
