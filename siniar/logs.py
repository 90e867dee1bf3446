"""Keeps out of the log what looks like an error and is none."""

from __future__ import annotations

import logging

from django.core.exceptions import ObjectDoesNotExist


class VanishedRows(logging.Filter):
    """Wagtail's index tasks run later; a row that is gone by then needs no index, but is logged as a failure."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drops the failures of Wagtail's own tasks that only say that the row is gone."""
        kind = record.exc_info[0] if record.exc_info else None
        gone = isinstance(kind, type) and issubclass(kind, ObjectDoesNotExist)
        return not (gone and "wagtail.tasks." in record.getMessage())
