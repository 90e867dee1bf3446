"""The addresses of the hand-off: the form of the help page comes in, the other side fetches keys and exchanges codes.

**Why `send` asks for no seal against forged forms (CSRF).** Public pages have no cookie, and `no-referrer` makes
browsers send “Origin: null”, so Django's check can never pass; nor is there anything to protect. The form acts in
nobody's name: it knows no account, changes nothing that is anybody's, and answers with a page on which a person must
still press a button, in no frame (frame-ancestors 'none'). A foreign site that posts it gets its visitor no further
than a link to the help page would; what it could choose are the same public codes that anybody can. All that it costs
is a row that is gone in minutes, of which there are never more than codes.MOST.
"""

from __future__ import annotations

import hashlib
import hmac

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from episodes.models import Episode
from reporting import page, short_form
from reporting.handoff import adapters, codes, fields, keys, vocabulary
from reporting.handoff.fields import VERSION, Carried
from reporting.handoff.signals import Outcome, handed_off
from siniar.privacy import POLICY

_NO_STORE = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
_LONGEST_KEY = 200  # characters


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Answers the form with the last page: what goes along, in words, and a form that posts to the other side alone.

    Never an error: what may not go along is dropped, and if nothing can, there is the link.
    """
    if request.method != "POST" or not settings.CONFIG.silayang_url:
        return redirect("report")
    carried = _existing(fields.allowed(short_form.read(request), vocabulary.known()))
    parcel = adapters.parcel(carried)
    handed_off(carried.topic, carried.channel, parcel.outcome if parcel else Outcome.LINK, carried.region)
    context = {
        "address": settings.CONFIG.silayang_url,
        "parcel": parcel,
        "lines": vocabulary.lines(carried),
        "urgent": page.urgent(),
    }
    target = adapters.receiver_origin() if parcel else "'none'"
    policy = POLICY.replace("form-action 'self'", f"form-action {target}")
    response = render(request, "reporting/hand_off_confirm.html", context)
    for name, value in {**_NO_STORE, "Content-Security-Policy": policy}.items():
        response[name] = value
    return response


@csrf_exempt
@require_POST
def exchange(request: HttpRequest) -> HttpResponse:
    """The back channel of the other side: a code in the body, its key in the header; what goes along, once.

    The same answer for a code that is wrong, has run out, or was exchanged.
    """
    if not _has_key(request.headers.get("Authorization", "")):
        return _told({"error": "key"}, 401, {"WWW-Authenticate": "Bearer"})
    try:
        context = codes.exchange(short_form.read(request).get("code", ""))
    except DatabaseError:
        return _told({"error": "later"}, 503, {"Retry-After": "5"})
    if context is None:
        return _told({"error": "unknown"}, 404)
    topic, channel, region = (str(context.get(name, "")) for name in ("topic", "channel", "region"))
    handed_off(topic, channel, Outcome.ARRIVED, region)
    return _told({"v": VERSION, "context": context}, 200)


@require_safe
def published_keys(request: HttpRequest) -> HttpResponse:
    """The keys that sign tokens, as a JWK Set. It may be kept for keys.CACHED seconds, and no longer."""
    try:
        known = adapters.published_keys()
    except OSError:
        return _told({"error": "later"}, 503, {"Retry-After": "5"})
    return JsonResponse(
        known, headers={"Cache-Control": f"public, max-age={keys.CACHED}"}, content_type="application/jwk-set+json"
    )


def _existing(carried: Carried) -> Carried:
    """Without an episode that is not public (any more), or a chapter that it does not have."""
    if not carried.episode:
        return carried
    try:
        episode = Episode.objects.public().filter(slug=carried.episode).first()
        chapters = episode.chapters.count() if episode and carried.chapter else 0
    except DatabaseError:
        return carried.without_episode()
    if episode is None:
        return carried.without_episode()
    return carried if int(carried.chapter or 0) <= chapters else carried.without_chapter()


def _has_key(header: str) -> bool:
    """Whether an Authorization header brings the key of the other side. How long that takes does not tell how near."""
    scheme, _space, key = header.partition(" ")
    expected = settings.CONFIG.handoff_key_hash
    if not expected or scheme.lower() != "bearer" or len(key) > _LONGEST_KEY:
        return False
    brought = hashlib.sha256(key.strip().encode("utf-8", "surrogatepass")).hexdigest()
    return hmac.compare_digest(brought, expected)


def _told(said: dict[str, object], status: int, headers: dict[str, str] | None = None) -> HttpResponse:
    return JsonResponse(said, status=status, headers={**_NO_STORE, **(headers or {})})
