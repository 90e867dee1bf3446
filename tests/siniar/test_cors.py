"""Players on other sites: what they may read and ask."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from siniar.cors import open_to_players


@open_to_players
def view(request: HttpRequest, status: int) -> HttpResponse:
    return HttpResponse("sound", status=status)


def test_who_asks_beforehand_is_answered_without_asking_the_view() -> None:
    reply = view(RequestFactory().options("/"), 200)
    assert (reply.status_code, reply.content) == (204, b"")


@pytest.mark.parametrize("header", ["Range", "If-Range", "If-None-Match", "If-Modified-Since"])
def test_players_may_send(header: str) -> None:
    assert header in view(RequestFactory().options("/"), 200)["Access-Control-Allow-Headers"].split(", ")


def test_players_may_only_read() -> None:
    assert view(RequestFactory().options("/"), 200)["Access-Control-Allow-Methods"] == "GET, HEAD"


@pytest.mark.parametrize("status", [200, 206, 302, 304, 405, 412, 416])
def test_every_answer_may_be_read(status: int) -> None:
    assert view(RequestFactory().get("/"), status)["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("header", ["Accept-Ranges", "Content-Length", "Content-Range", "ETag"])
def test_players_may_read_the_header(header: str) -> None:
    assert header in view(RequestFactory().get("/"), 200)["Access-Control-Expose-Headers"].split(", ")


def test_no_cookie_may_go_along() -> None:
    assert "Access-Control-Allow-Credentials" not in view(RequestFactory().options("/"), 200)
