"""What never reaches the log: requests, addresses, visitors, and noise that looks like errors."""

from __future__ import annotations

import logging

import pytest
from django.core.exceptions import ObjectDoesNotExist
from gunicorn.config import Config

from siniar.logs import GunicornLogger, VanishedRows


def record(message: str, *args: object, error: BaseException | None = None) -> logging.LogRecord:
    info = (type(error), error, None) if error else None
    return logging.LogRecord("x", logging.ERROR, __file__, 1, message, args, info)


@pytest.mark.parametrize(
    ("message", "args"),
    [
        ("Invalid request from ip={ip}: {error}".format(ip="10.0.0.7", error="takut suami"), ()),
        ("Error handling request %s", ("/cari/?q=takut+suami",)),
    ],
)
def test_a_request_that_cannot_be_read_is_not_quoted(message: str, args: tuple[object, ...]) -> None:
    logger = GunicornLogger(Config())
    seen = record(message, *args, error=ValueError("takut suami"))
    assert all(each.filter(seen) for each in logger.error_log.filters)
    assert "takut" not in f"{seen.getMessage()} {seen.exc_info}"
    assert "10.0.0.7" not in seen.getMessage()


def test_other_messages_of_gunicorn_stay_as_they_are() -> None:
    seen = record("Worker (pid:%s) was sent %s!", 7, "SIGKILL")
    assert all(each.filter(seen) for each in GunicornLogger(Config()).error_log.filters)
    assert seen.getMessage() == "Worker (pid:7) was sent SIGKILL!"


def test_index_tasks_for_vanished_rows_are_no_errors() -> None:
    assert not VanishedRows().filter(record("path=wagtail.tasks.x state=FAILED", error=ObjectDoesNotExist()))


def test_other_failures_are_logged() -> None:
    noise = VanishedRows()
    assert noise.filter(record("path=siniar.jobs.tasks.x", error=ObjectDoesNotExist()))
    assert noise.filter(record("path=wagtail.tasks.x", error=ValueError()))
    assert noise.filter(record("path=wagtail.tasks.x"))
