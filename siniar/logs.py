"""What the log leaves out: visitors and what they asked for, and what looks like an error and is none."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest
from gunicorn.config import Config
from gunicorn.glogging import Logger as GunicornsOwn


class VanishedRows(logging.Filter):
    """Wagtail's index tasks run later; a row that is gone by then needs no index, but is logged as a failure."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Drops the failures of Wagtail's own tasks that only say that the row is gone."""
        kind = record.exc_info[0] if record.exc_info else None
        gone = isinstance(kind, type) and issubclass(kind, ObjectDoesNotExist)
        return not (gone and "wagtail.tasks." in record.getMessage())


_OF_GUNICORN = ("Invalid request", "Error handling request", "Ignoring EPIPE", "Ignoring EOF")


class WithoutVisitors(logging.Filter):
    """Django and gunicorn quote the address of a request that went wrong, and exceptions quote values: both may tell
    what somebody looks for, or where a draft is.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Keeps what failed and where in the program, and takes off everything that came from outside."""
        request = getattr(record, "request", None)
        if isinstance(request, HttpRequest):
            record.msg, record.args = f"answered {getattr(record, 'status_code', '?')}, view {_view(request)}", ()
        elif str(record.msg).startswith(_OF_GUNICORN):
            record.msg, record.args = "A request could not be read or answered.", ()
        elif not record.name.startswith("django."):
            return True
        elif isinstance(record.args, tuple):
            record.args = tuple(_words(each) if isinstance(each, BaseException) else each for each in record.args)
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if error is not None:
            record.exc_info, record.exc_text = None, without_values(error)
        return True


def without_values(error: BaseException) -> str:
    """The traceback of an exception and of those that led to it: where each was raised, and its kind, but no words."""
    parts = []
    for each in reversed(list(_chain(error))):
        frames = traceback.format_tb(each.__traceback__)
        parts.append("".join(["Traceback (most recent call last):\n", *frames, _words(each)]))
    return "\n\n".join(parts)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An exception, then what it came from, each once."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _words(error: BaseException) -> str:
    """The kind of an exception, and what the system or SQLite call the failure: their own words quote no values."""
    kind = f"{type(error).__module__}.{type(error).__qualname__}"
    name = (isinstance(error, OSError) and error.strerror) or getattr(error, "sqlite_errorname", "")
    return f"{kind}: {name}" if name else kind


def _view(request: HttpRequest) -> str:
    """What the view is called that answered, or “none” if no address led to one."""
    match = request.resolver_match
    return str(match.view_name) if match else "none"


class GunicornLogger(GunicornsOwn):
    """gunicorn's logger, which says nothing about visitors, whatever its options are."""

    def setup(self, cfg: Config) -> None:
        """Sets it up as gunicorn does, with the filter."""
        super().setup(cfg)
        self.error_log.addFilter(WithoutVisitors())

    def access(self, resp: Any, req: Any, environ: Any, request_time: Any) -> None:
        """Writes no line for a request: each would hold an address."""
