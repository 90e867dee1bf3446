"""The product's own web application, with three things more: a view that always gives the same bytes, to compare with,
pages of episodes that are written anew each time, and the number of queries on every answer.

    gunicorn feeds.benchmarks.site:application

The constant view stands behind the same middleware and logs as every other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402

from episodes import pages  # noqa: E402
from feeds.benchmarks.installation import CONSTANTS, QUERIES  # noqa: E402
from siniar import urls  # noqa: E402

Environment = dict[str, Any]
StartResponse = Callable[..., Callable[[bytes], object]]


@cache
def _bytes(name: str) -> bytes:
    return Path(settings.DATA_DIR, CONSTANTS, name).read_bytes()


def constant(request: HttpRequest, name: str) -> HttpResponse:
    """Gives the bytes of a file that is read once."""
    response = HttpResponse(_bytes(name), content_type="application/rss+xml; charset=utf-8")
    response["Cache-Control"] = "public, no-cache"
    return response


def fresh(request: HttpRequest, show: str, signs: str) -> HttpResponse:
    """The page of an episode, written anew whether or not one is kept."""
    request.path = request.path_info = f"/{show}/{signs}/"
    return pages.page(request, show, signs)


urlpatterns: list[Any] = [
    path("_constant/<slug:name>", constant),
    path("_fresh/<slug:show>/<slug:signs>/", fresh),
    *urls.urlpatterns,
]
settings.ROOT_URLCONF = __name__
_product = get_wsgi_application()


def application(environ: Environment, start_response: StartResponse) -> Iterable[bytes]:
    """Answers as the product does, and tells in a header how many queries that took."""
    queries = 0

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Callable[[bytes], object]:
        return start_response(status, [*headers, (QUERIES, str(queries))], *rest)

    with connection.execute_wrapper(count):
        return _product(environ, start)
