"""What lets the site be installed and used without a network: manifest, service worker, /offline/. All of it says
nothing but “Siniar”, since names and icons of apps are seen by whoever holds the phone.

The worker itself is siniar/static/siniar/service-worker.js; it is installed only where somebody keeps something.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import resolve, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

_WORKER = Path(__file__).parent / "static/siniar/service-worker.js"
#: Named pages that a worker holds ready; the first is also its answer to every address that it does not have, the
#: second to every one below its own.
READY = ("offline", "report", "safety")
#: Other addresses of the second.
ALSO_HELP = ("help-short",)
#: Colours of the light paper and of the icon, as in site.css and icon.svg.
PAPER, DUSK = "#fbf6ec", "#1f2b4a"
ICONS = (("icon-192.png", 192, "any"), ("icon-512.png", 512, "any"), ("icon-maskable-512.png", 512, "maskable"))


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The installed app: a neutral name, a neutral icon, no shortcut that would tell more."""
    told = {
        "id": "/",
        "name": "Siniar",
        "short_name": "Siniar",
        "lang": get_language(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": DUSK,
        "icons": [
            {"src": static(f"siniar/{name}"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
            for name, size, purpose in ICONS
        ],
    }
    headers = {"Cache-Control": "no-cache"}
    return JsonResponse(told, content_type="application/manifest+json", headers=headers)


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker for the whole site, with the digest of all that it holds ready: it changes when any of that does.

    Pages name their styles and scripts by content, and these name theirs, so the pages' own text covers everything.
    """
    pages = [reverse(name) for name in READY]
    digest = hashlib.sha256(_source().encode())
    for page in pages:
        digest.update(_shown(request, page))
    shell = {"version": digest.hexdigest()[:12], "pages": pages, "help": [reverse(name) for name in ALSO_HELP]}
    return HttpResponse(
        f"const SHELL = {json.dumps(shell)};\n{_source()}",
        content_type="text/javascript",
        headers={"Cache-Control": "no-cache"},
    )


@cache
def _source() -> str:
    return _WORKER.read_text(encoding="utf-8")


def _shown(request: HttpRequest, page: str) -> bytes:
    """The page as a browser would fetch it ahead, which is what happens: nobody has opened it."""
    view, arguments, named = resolve(page)
    ahead = HttpRequest()
    ahead.method, ahead.path, ahead.path_info = "GET", page, page
    ahead.META = {**request.META, "HTTP_SEC_PURPOSE": "prefetch", "HTTP_ACCEPT_ENCODING": ""}
    return bytes(view(ahead, *arguments, **named).content)


@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What is kept on this device, listed by a script: the server does not know. It knows the words."""
    return render(request, "offline/offline.html", {"words": json.dumps(words(), ensure_ascii=False)})


def words() -> dict[str, str]:
    """What kept.js says; {name}, {done}, {size}, {free} and {need} are filled in there, sizes with their unit."""
    return {
        "keep": _("Keep for offline"),
        "go_on": _("Go on keeping ({done})"),
        "begun": _("Keeping …"),
        "progress": _("{done} of {size} are here."),
        "kept": _("Kept on this phone ({size}). You can listen and read without internet."),
        "remove": _("Delete from this phone"),
        "remove_named": _("Delete {name}"),
        "removed": _("Deleted from this phone."),
        "remove_all": _("Delete all that is kept"),
        "forgetful": _(
            "You chose to keep no history on this phone, so nothing is kept. The player lets you change that."
        ),
        "room": _("There is too little room: {free} left, {need} needed. Delete something first."),
        "full": _("The phone is full. What had been kept of this episode is deleted again."),
        "away": _("There is no connection, and the page you want is not kept here. These are:"),
        "broken": _("The connection broke off. What is here stays: press once more to go on."),
        "changed": _("This episode is not there any more, or it has changed. Open the page anew."),
        "impossible": _("This browser cannot keep anything. You can download the sound instead."),
        "nothing": _("Nothing is kept here."),
        "unfinished": _("{size}, {done} of it here"),
        "went": _("What has been taken off the site is deleted here as well."),
        "used": _("{size} kept here. The browser leaves room for {free} more."),
        "unit": "{size}",
        "prepare": _("Keep this page and the help page"),
        "prepared": _("This page and the help page open without internet."),
    }
