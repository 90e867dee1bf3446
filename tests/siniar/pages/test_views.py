"""The plain pages, and the pages that tell of an error."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from siniar import errors, leaving

NAMES = ("about", "safety", "privacy")
ALONE = ("400.html", "403.html", "500.html")


def text_of(name: str) -> str:
    """What a page says in English, the language in which its words are written."""
    with override("en"):
        return Client().get(reverse(name)).content.decode()


@pytest.mark.parametrize("name", NAMES)
def test_a_plain_page_needs_no_database(name: str) -> None:
    # No test in this module may touch it: without the mark, a query fails.
    assert Client().get(reverse(name)).status_code == 200


@pytest.mark.parametrize("name", NAMES)
def test_a_plain_page_sets_no_cookie(name: str) -> None:
    assert not Client().get(reverse(name)).cookies


@pytest.mark.parametrize("name", NAMES)
def test_a_plain_page_leads_away_quickly(name: str) -> None:
    page = Client().get(reverse(name)).content.decode()
    assert re.search(r'<a class="leave" href="/keluar/"[^>]* rel="nofollow noreferrer">', page)


@pytest.mark.parametrize("name", NAMES)
def test_a_plain_page_leads_to_help(name: str) -> None:
    assert f'href="{reverse("report")}"' in Client().get(reverse(name)).content.decode()


def test_the_addresses_are_words_that_somebody_can_type() -> None:
    assert [reverse(name) for name in NAMES] == ["/tentang/", "/cara-aman/", "/privasi/"]


def test_the_tab_of_the_safety_page_does_not_tell_that_somebody_is_in_danger() -> None:
    (title,) = re.findall("<title>(.*)</title>", Client().get(reverse("safety")).content.decode())
    assert not re.search("aman|safe", title, re.IGNORECASE)


def test_nothing_promises_that_no_trace_is_left() -> None:
    assert "does not delete the history of your browser" in text_of("safety")


def test_the_privacy_page_tells_the_limit_of_its_promise() -> None:
    assert "somebody with full power over our computer" in text_of("privacy")


@pytest.mark.parametrize("name", ALONE)
def test_an_error_has_a_way_on_a_way_to_help_and_a_way_out(name: str) -> None:
    page = render_to_string(name)
    assert all(f'href="{path}"' in page for path in ("/", "/lapor/", "/keluar/"))


@pytest.mark.parametrize(("status", "view"), [(400, errors.bad_request), (403, errors.forbidden), (500, errors.failed)])
def test_an_error_is_left_as_quickly_as_any_page(status: int, view: Callable[[HttpRequest], HttpResponse]) -> None:
    reply = view(HttpRequest())
    script, source = leaving.inline()
    page = reply.content.decode()
    assert (reply.status_code, script in page, "data-to=" in page) == (status, True, True)
    assert f"script-src {source};" in reply["Content-Security-Policy"]


def test_a_form_that_is_not_trusted_gets_such_a_page() -> None:
    reply = Client(enforce_csrf_checks=True).post(reverse("about"), {"a": "b"})
    assert (reply.status_code, leaving.inline()[0] in reply.content.decode()) == (403, True)


def test_what_is_not_there_leads_on_too() -> None:
    page = Client().get("/tidak/ada/apa/apa.html").content.decode()
    assert all(f'href="{path}"' in page for path in ("/", reverse("episodes"), reverse("report"), "/keluar/"))
