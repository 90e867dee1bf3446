"""The pages that only say something: about this site, how to use it safely, what is counted. They ask no database."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def about(request: HttpRequest) -> HttpResponse:
    """Who makes this, and for whom."""
    return render(request, "pages/about.html")


def safety(request: HttpRequest) -> HttpResponse:
    """What stays behind on a phone, and what can be done about it."""
    return render(request, "pages/safety.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """What is counted and what is not, as docs/statistics.md says it to those who run the site."""
    return render(request, "pages/privacy.html")
