"""What never reaches the log: requests, addresses, visitors, and noise that looks like errors."""

from __future__ import annotations

import io
import logging
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.exceptions import ObjectDoesNotExist, SuspiciousFileOperation
from django.db import connection
from django.dispatch import Signal
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from django.views.decorators.http import require_POST
from gunicorn.config import Config

from siniar.logs import GunicornLogger, VanishedRows, WithoutVisitors, without_values
from siniar.urls import urlpatterns as of_the_site

SECRET = "takut-suami"


def fail(request: HttpRequest, word: str) -> HttpResponse:
    raise ValueError(f"nothing is called {word}, {request.GET.get('q')}")


def suspect(request: HttpRequest, word: str) -> HttpResponse:
    raise SuspiciousFileOperation(f"{word} lies outside")


def ask_the_database(request: HttpRequest, word: str) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT nothing FROM '{word}'")
    return HttpResponse()


@require_POST
def write(request: HttpRequest, word: str) -> HttpResponse:
    return HttpResponse()


urlpatterns = [
    path("_fail/<word>", fail, name="failing"),
    path("_suspect/<word>", suspect),
    path("_database/<word>", ask_the_database),
    path("_write/<word>", write),
    *of_the_site,
]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What the site's own settings let through to the log; nothing else than the stream is another one."""
    handlers = [
        each for each in logging.getLogger().handlers if any(isinstance(f, WithoutVisitors) for f in each.filters)
    ]
    assert len(handlers) == 1
    stream = io.StringIO()
    assert isinstance(handlers[0], logging.StreamHandler)
    monkeypatch.setattr(handlers[0], "stream", stream)  # setStream would flush the one before, which may be closed
    return stream


@pytest.fixture
def visitor() -> Iterator[Client]:
    with override_settings(ROOT_URLCONF=__name__):
        yield Client(raise_request_exception=False, enforce_csrf_checks=True)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "address", "status", "told"),
    [
        ("get", f"/{SECRET}/?q={SECRET}", 404, ""),
        ("get", f"/{SECRET}/feed.xml?q={SECRET}", 404, ""),
        ("get", f"/_write/{SECRET}?q={SECRET}", 405, ""),
        ("get", f"/_suspect/{SECRET}?q={SECRET}", 400, "SuspiciousFileOperation"),
        ("get", f"/_fail/{SECRET}?q={SECRET}", 500, "ERROR django.request: answered 500, view failing"),
        ("get", f"/_database/{SECRET}", 500, "sqlite3.OperationalError: SQLITE_ERROR"),
        ("post", f"/admin/login/?next=/{SECRET}/", 403, "answered 403, view wagtailadmin_login"),
    ],
)
def test_no_address_stands_in_the_log_whatever_the_answer(
    log: io.StringIO, visitor: Client, method: str, address: str, status: int, told: str
) -> None:
    headers = {
        "Referer": f"https://siniar.example/{SECRET}",
        "User-Agent": SECRET,
        "Origin": f"https://{SECRET}.example",
    }
    data = {"q": SECRET} if method == "post" else None
    assert getattr(visitor, method)(address, data, headers=headers).status_code == status
    assert SECRET not in log.getvalue()
    assert told in log.getvalue()
    assert bool(told) == bool(log.getvalue())


@pytest.mark.django_db
def test_a_foreign_host_is_not_told(log: io.StringIO, visitor: Client) -> None:
    assert visitor.get("/", headers={"Host": f"{SECRET}.example"}).status_code == 400
    assert log.getvalue() == ""


@pytest.mark.django_db
def test_where_a_view_failed_is_told(log: io.StringIO, visitor: Client) -> None:
    visitor.get(f"/_fail/{SECRET}")
    assert "Traceback (most recent call last):" in log.getvalue()
    assert "in fail\n" in log.getvalue()
    assert "builtins.ValueError" in log.getvalue()


def test_a_receiver_that_fails_is_told_without_what_it_says(log: io.StringIO) -> None:
    def receive(**sent: object) -> None:
        raise ValueError(SECRET)

    signal = Signal()
    signal.connect(receive, weak=False)
    signal.send_robust(sender=None)
    assert "builtins.ValueError" in log.getvalue()
    assert SECRET not in log.getvalue()


def test_django_writes_past_no_filter() -> None:
    loggers = [logging.getLogger(name) for name in ("django", "django.request", "django.server", "django.security")]
    handlers = [each for logger in loggers for each in logger.handlers]
    assert [each for each in handlers if not type(each).__module__.startswith("_pytest")] == []


def test_mail_that_could_not_be_sent_tells_nobodys_address(log: io.StringIO) -> None:
    logging.getLogger("wagtail.admin").error("Failed to send notification email '%s' to %s", SECRET, "a@b.example")
    assert log.getvalue() == ""


def test_an_exception_is_told_with_those_that_led_to_it(tmp_path: Path) -> None:
    try:
        try:
            (tmp_path / SECRET).read_text()
        except OSError as error:
            raise ValueError(SECRET) from error
    except ValueError as error:
        told = without_values(error)
    assert told.index("builtins.FileNotFoundError: No such file or directory") < told.index("builtins.ValueError")
    assert SECRET not in told


def test_of_an_exception_that_leads_to_itself_there_is_an_end() -> None:
    one, two = ValueError(), KeyError()
    one.__cause__, two.__cause__ = two, one
    assert without_values(one).count("builtins.ValueError") == 1


def test_other_messages_stay_as_they_are() -> None:
    error = sqlite3.OperationalError("disk I/O error")
    seen = record("step %s failed", "tag", error=error)
    assert WithoutVisitors().filter(seen)
    assert seen.getMessage() == "step tag failed"
    assert seen.exc_info == (type(error), error, None)


def record(message: str, *args: object, error: BaseException | None = None) -> logging.LogRecord:
    info = (type(error), error, None) if error else None
    return logging.LogRecord("x", logging.ERROR, __file__, 1, message, args, info)


@pytest.mark.parametrize(
    ("message", "args"),
    [
        ("Invalid request from ip={ip}: {error}".format(ip="10.0.0.7", error="takut suami"), ()),
        ("Error handling request %s", ("/cari/?q=takut+suami",)),
        ("Error handling request %s %s", ("GET", "/cari/?q=takut+suami")),
    ],
)
def test_a_request_that_cannot_be_read_is_not_quoted(message: str, args: tuple[object, ...]) -> None:
    logger = GunicornLogger(Config())
    seen = record(message, *args, error=ValueError("takut suami"))
    assert all(each.filter(seen) for each in logger.error_log.filters)
    assert "takut" not in f"{seen.getMessage()} {seen.exc_info} {seen.exc_text}"
    assert "builtins.ValueError" in str(seen.exc_text)
    assert "10.0.0.7" not in seen.getMessage()


def test_gunicorn_writes_no_line_for_a_request_even_if_it_is_told_to(capfd: pytest.CaptureFixture[str]) -> None:
    config = Config()
    config.set("accesslog", "-")
    request = SimpleNamespace(headers=[], method="GET", uri=f"/{SECRET}")
    answer = SimpleNamespace(status="200 OK", sent=1, headers=[])
    GunicornLogger(config).access(answer, request, {"REMOTE_ADDR": "10.0.0.7", "RAW_URI": f"/{SECRET}"}, None)
    captured = capfd.readouterr()
    assert (captured.out, captured.err) == ("", "")


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
