"""The pages of errors but 404: they need no database, and one leaves them as quickly as any other page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

from siniar import leaving, privacy


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _page("400.html", 400)


def forbidden(request: HttpRequest, exception: Exception | None = None, *, reason: str = "") -> HttpResponse:
    """Also Django's answer to a form that it does not trust, which gives the `reason`."""
    return _page("403.html", 403)


def failed(request: HttpRequest) -> HttpResponse:
    return _page("500.html", 500)


def _page(template: str, status: int) -> HttpResponse:
    script, source = leaving.inline()
    response = HttpResponse(render_to_string(template, {"script": script}), status=status)
    response["Content-Security-Policy"] = privacy.POLICY.replace("script-src 'self'", f"script-src {source}")
    return response
