"""Keeps out of the log what looks like an error and is none."""

from __future__ import annotations

import logging

from django.core.exceptions import ObjectDoesNotExist
from gunicorn.config import Config
from gunicorn.glogging import Logger as GunicornsOwn


class VanishedRows(logging.Filter):
    """Wagtail's index tasks run later; a row that is gone by then needs no index, but is logged as a failure."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drops the failures of Wagtail's own tasks that only say that the row is gone."""
        kind = record.exc_info[0] if record.exc_info else None
        gone = isinstance(kind, type) and issubclass(kind, ObjectDoesNotExist)
        return not (gone and "wagtail.tasks." in record.getMessage())


class WithoutRequests(logging.Filter):
    """gunicorn quotes a request that it cannot read, with its address and query, and the visitor's IP."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keeps the fact and takes off everything that came from outside."""
        if str(record.msg).startswith(("Invalid request", "Error handling request", "Ignoring EPIPE", "Ignoring EOF")):
            record.msg, record.args, record.exc_info = "A request could not be read or answered.", (), None
        return True


class GunicornLogger(GunicornsOwn):
    """gunicorn's logger, which says nothing about visitors."""

    def setup(self, cfg: Config) -> None:
        """Sets it up as gunicorn does, with the filter."""
        super().setup(cfg)
        self.error_log.addFilter(WithoutRequests())
