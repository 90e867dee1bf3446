"""The help page, written: one answer with style, script, icon and card inside, never kept. Thin views choose what for.

What stands between this page and the reporting module is `templates/reporting/hand_off.html` (reporting.handoff).
"""

from __future__ import annotations

import base64
import hashlib
import logging
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from episodes.models import Episode
from episodes.templatetags.podcast import page_path
from reporting import directory, qr, showing, storing
from reporting.directory import Directory
from reporting.handoff import adapters, vocabulary
from reporting.handoff.fields import Entry, Role
from reporting.handoff.standing import State
from reporting.showing import View
from siniar import documents, leaving
from siniar.compression import accepts_gzip

logger = logging.getLogger(__name__)

_STYLE = Path(__file__).parent / "page.css"
BACK = "back.js"
_ICON = Path(__file__).resolve().parent.parent / "siniar/static/siniar/icon.svg"


@dataclass(frozen=True)
class Origin:
    """The episode that somebody comes from: its neutral name, and the way back to it."""

    episode: Episode
    name: str
    path: str

    @classmethod
    def of(cls, episode: Episode) -> Origin:
        return cls(episode, episode.surface_title, page_path(episode))


@dataclass(frozen=True)
class Choice:
    """What a person chose on the page; “” is nothing. Kept nowhere."""

    region: str = ""
    role: str = ""


def show(
    request: HttpRequest,
    origin: Origin | None,
    choice: Choice,
    *,
    entry: Entry = Entry.WEB,
    state: State = State.NORMAL,
    status: int = 200,
    hidden: bool = True,
) -> HttpResponse:
    """The page. `hidden` from search engines, unless it is the one address that anybody may find.

    `entry` is the way by which somebody came. While the reporting module is not well (`state`) the page leads with
    phone, WhatsApp and paper.
    """
    found = storing.present()
    view = View(_known(found, choice.region), timezone.localdate(), settings.CONFIG.call_test_days)
    script, _source = leaving.inline(BACK)
    context = {
        "style": _style()[0],
        "script": script,
        "icon": _icon(),
        "origin": origin,
        "hidden": hidden,
        **_safely(found, view, get_language() or "id"),
        "region": view.region,
        "offered": bool(settings.CONFIG.silayang_url),
        "carries": adapters.carries() and state is not State.DOWN,
        "elsewhere": directory.ELSEWHERE,
        "role": choice.role if choice.role in set(Role) else "",
        "roles": vocabulary.ROLES.items(),
        "channel": entry.value,
        "state": state.value,
        "qr": qr.svg(),
        "short": qr.text(),
        "today": view.today,
    }
    written = render_to_string("reporting/report.html", context, request).encode()
    headers = {"Content-Security-Policy": policy(), "Cache-Control": "no-store", "Vary": "Accept-Encoding"}
    if accepts_gzip(request.headers.get("Accept-Encoding", "")):  # so that it arrives in the first round trip
        return HttpResponse(documents.pack(written), status=status, headers=headers | {"Content-Encoding": "gzip"})
    return HttpResponse(written, status=status, headers=headers)


def urgent() -> tuple[showing.Shown, ...]:
    """Who helps at once, for pages from which somebody goes on to the reporting module. One query."""
    return _parts()["now"]


def first() -> tuple[showing.Shown, ...]:
    """Whom somebody in need may call first: whoever listens, then who comes at once. One query."""
    parts = _parts()
    sure = [replace(each, ways=tuple(way for way in each.ways if not way.checking)) for each in parts["talk"]]
    return (*[each for each in sure if each.ways][:1], *parts["now"])


def _parts() -> dict[str, tuple[showing.Shown, ...]]:
    view = View("", timezone.localdate(), settings.CONFIG.call_test_days)
    parts: dict[str, tuple[showing.Shown, ...]] = _safely(storing.present(), view, get_language() or "id")["parts"]
    return parts


def _here(found: Directory, view: View) -> showing.Place | None:
    """The region that was chosen, with its own services."""
    if not view.region:
        return None
    everywhere = replace(view, region="")  # while one is chosen, places leave out what is their own
    return next((place for place in showing.places(found, everywhere) if place.code == view.region), None)


def policy() -> str:
    """What the page may load and where its forms may lead: its own style, script and icon, this site, nothing else."""
    return (
        f"default-src 'none'; style-src {_style()[1]}; script-src {leaving.inline(BACK)[1]}; connect-src 'self'; "
        "img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def _safely(found: Directory, view: View, language: str) -> dict[str, Any]:
    """The same whatever an editor wrote: a number that cannot be shown may not take all others away."""
    try:
        return _numbers(found, view, language)
    except Exception:
        logger.exception("the directory cannot be shown; what came with the program is")
        return _numbers(storing.packaged(), view, language)


@lru_cache(maxsize=64)  # each region of the present directory and day, in both languages
def _numbers(found: Directory, view: View, language: str) -> dict[str, Any]:
    """What the page shows of the directory, written once: that takes most of the time."""
    parts = {name: showing.part(found, name, view) for name in directory.PURPOSES}
    places = showing.places(found, view)
    return {
        "parts": parts,
        "lists": {
            name: render_to_string("reporting/services.html", {"services": part}) for name, part in parts.items()
        },
        "untried": any(map(showing.untried, parts.values())),
        "places": places,
        "here": _here(found, view),
        "near": render_to_string("reporting/near.html", {"places": places}),
    }


def _known(found: Directory, region: str) -> str:
    return region if region == directory.ELSEWHERE or found.region(region) else ""


@cache
def _style() -> tuple[SafeString, str]:
    """The style as an element, and the source that the page's policy names."""
    css = "".join(line.strip() for line in _STYLE.read_text(encoding="utf-8").splitlines() if "/*" not in line)
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return format_html("<style>{}</style>", mark_safe(css)), f"'sha256-{digest}'"  # noqa: S308 - our own file


@cache
def _icon() -> str:
    """The icon of the site inside the page: a browser would ask for one otherwise."""
    return "data:image/svg+xml;base64," + base64.b64encode(_ICON.read_bytes()).decode()
