"""Somebody at the search: sends the form, looks at the page."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import Client

PATH = "/cari/"
FORM = "application/x-www-form-urlencoded"


def sent(text: str = "", path: str = PATH, **more: Any) -> HttpResponse:
    """The answer to a form; no token, no cookie, as browsers send it under our referrer policy."""
    client = Client(enforce_csrf_checks=True, headers={"Origin": "null"})
    return client.post(path, urlencode({"q": text, **more}, doseq=True), FORM)


def seen(text: str = "", **more: Any) -> BeautifulSoup:
    """The page with the answer."""
    reply = sent(text, **more)
    assert reply.status_code == 200
    return BeautifulSoup(reply.content, "html.parser")


def told(text: str = "", **more: Any) -> dict[str, Any]:
    """The answer of the API."""
    reply = sent(text, "/cari/api/", **more)
    assert reply.status_code == 200
    answer: dict[str, Any] = reply.json()
    return answer


def titles(page: BeautifulSoup) -> list[str]:
    return [link.get_text() for link in page.select(".found h3")]


def titled(page: BeautifulSoup) -> str:
    (title,) = page.select("title")
    return title.get_text()
