"""What every public answer carries so that nothing leaks: a strict content policy, no referrer, no cookie."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

#: Only this site's own files, no inline script or style, no frame, no form that leaves the site.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; worker-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
#: A view whose content policy says so instead may stand in a frame on anybody's page.
FRAMED = "frame-ancestors *"
#: Wagtail's admin still has inline scripts and styles; it calls nobody all the same.
ADMIN_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; media-src 'self' blob:; font-src 'self' data:; object-src 'none'; "
    "form-action 'self'; base-uri 'self'; frame-ancestors 'self'"
)
ADMIN = "/admin/"


class PublicPages:
    """Middleware: sets the content policy and takes off whatever would mark a visitor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.path.startswith(ADMIN):
            response.headers.setdefault("Content-Security-Policy", ADMIN_POLICY)
            # With no-referrer browsers send “Origin: null” along with a form, and Django refuses every login.
            response.headers["Referrer-Policy"] = "same-origin"
            response.headers.setdefault("Cache-Control", "no-store")
            return response
        response.headers.setdefault("Content-Security-Policy", POLICY)
        # A page that was withdrawn must not come back from a cache; what may be kept says so itself.
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["X-Frame-Options"] = "DENY"
        if FRAMED in response.headers["Content-Security-Policy"]:
            del response.headers["X-Frame-Options"]  # which knows no “anybody”, and old browsers read nothing else
        response.headers["Permissions-Policy"] = "geolocation=(), camera=(), microphone=(), interest-cohort=()"
        response.cookies.clear()
        _say_nothing_of_cookies(response)
        return response


def _say_nothing_of_cookies(response: HttpResponse) -> None:
    """Public answers depend on no cookie; a broken one that a browser sends makes Django say so all the same."""
    kept = [name for name in response.headers.get("Vary", "").split(",") if name.strip().lower() not in ("", "cookie")]
    del response.headers["Vary"]
    if kept:
        response.headers["Vary"] = ",".join(kept).strip()


def nowhere(request: HttpRequest, rest: str = "") -> HttpResponse:
    """For addresses of Wagtail that Siniar does not use: a public login, the password of a page."""
    raise Http404


def leave(request: HttpRequest) -> HttpResponse:
    """“Keluar cepat” without JavaScript: clears what this site left on the device and goes to an everyday site.

    It clears only for who comes from this site or by an address of their own: another site could otherwise take away
    what somebody keeps, by a link. Browsers that do not say where from (Fetch Metadata) are cleared.
    """
    response = HttpResponseRedirect(settings.CONFIG.exit_url)
    if request.headers.get("Sec-Fetch-Site", "none") in ("same-origin", "none"):
        response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
    response["Cache-Control"] = "no-store"
    return response


def forget(request: HttpRequest) -> HttpResponse:
    """Empties what no script can reach: the browser's copies of pages and sound, those behind its Back button too.

    traces.js asks for it, and clears storage itself: a mark that it leaves in the tab has to outlive this answer.
    """
    return HttpResponse(status=204, headers={"Clear-Site-Data": '"cache"', "Cache-Control": "no-store"})
