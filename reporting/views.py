"""/lapor/ and /lapor/<episode>/: who helps now, with verified national numbers. One request, no script, never kept.

The numbers come from a file, so that the page is there when the database is not.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db import DatabaseError
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from episodes.models import Episode
from episodes.templatetags.podcast import page_path
from reporting import national, services
from reporting.handoff import probe
from reporting.services import Service
from siniar import leaving

_STYLE = Path(__file__).parent / "page.css"
_ICON = Path(__file__).resolve().parent.parent / "siniar/static/siniar/icon.svg"

BACK = "back.js"

#: The kinds and ways of reaching them that each part of the page names, in its order: danger now, talk, report.
DANGER = (("emergency",), ("phone",))
TALK = (("violence_support", "mental_health", "child_support"), ("phone", "whatsapp", "web"))
REPORT = (("violence_report", "complaint_referral", "legal_protection"), ("phone", "whatsapp", "email"))
COMPLAIN = (("public_service_complaint",), ("web", "sms"))


@dataclass(frozen=True)
class Origin:
    """The episode that somebody comes from: its neutral name, and the way back to it."""

    name: str
    path: str
    episode: Episode


@require_safe
def report(request: HttpRequest) -> HttpResponse:
    """The page for everybody."""
    return _page(request, None, hidden=False)


@require_safe
def report_from(request: HttpRequest, episode: Q) -> HttpResponse:
    """The same with the way back to a public episode. A moment may stand behind a “#”, which is never sent.

    Whoever comes from what is not there (any more) gets help as well; only the status says that there is no such page.
    """
    try:
        found = Episode.objects.public().filter(episode).prefetch_related("topics").first()
        origin = Origin(found.surface_title, page_path(found), found) if found else None
    except DatabaseError:
        return _page(request, None)
    return _page(request, origin, status=200 if origin else 404)


def _page(request: HttpRequest, origin: Origin | None, *, status: int = 200, hidden: bool = True) -> HttpResponse:
    """The page; `hidden` from search engines, unless it is the one address that anybody may find."""
    style, policy = _inline()
    script, _source = leaving.inline(BACK)
    context = {
        "style": style,
        "script": script,
        "icon": _icon(),
        "origin": origin,
        "hidden": hidden,
        "state": probe.state(),
        "danger": _shown(*DANGER),
        "talk": _shown(*TALK),
        "report": _shown(*REPORT),
        "complain": _shown(*COMPLAIN),
    }
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
    response = render(request, "reporting/report.html", context, status=status)
    for name, value in headers.items():
        response[name] = value
    return response


def _shown(kinds: tuple[str, ...], types: tuple[str, ...]) -> list[Service]:
    return services.shown(national.DATA, kinds, types, get_language() or "id")


@cache
def _inline() -> tuple[SafeString, str]:
    """The style as an element, and the content policy that lets this one style stand and nothing else."""
    css = "".join(line.strip() for line in _STYLE.read_text(encoding="utf-8").splitlines() if "/*" not in line)
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; style-src 'sha256-{digest}'; script-src {leaving.inline(BACK)[1]}; connect-src 'self'; "
        "img-src data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )
    return format_html("<style>{}</style>", mark_safe(css)), policy  # noqa: S308 - our own file


@cache
def _icon() -> str:
    """The icon of the site inside the page: a browser would ask for one otherwise."""
    return "data:image/svg+xml;base64," + base64.b64encode(_ICON.read_bytes()).decode()
