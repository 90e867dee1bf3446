"""/lapor/, /lapor/<episode>/ and the short address on paper: who helps, near to whoever asks. Thin: page writes it.

What a person chooses comes as the body of a form, so it is in no address and no history, and it is kept nowhere.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import Error as DatabaseFailed
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from episodes.models import Episode
from reporting import page, short_form
from reporting.counting.recording import count_page
from reporting.directory import ELSEWHERE
from reporting.handoff import offer, probe, vocabulary
from reporting.handoff.fields import Entry
from reporting.handoff.standing import State
from reporting.page import Choice, Origin
from siniar.prepared import Question

#: A choice changes nothing here, so there is nothing to forge; and a token would need a cookie.
_asked = require_http_methods(["GET", "HEAD", "POST"])


@csrf_exempt
@_asked
def report(request: HttpRequest) -> HttpResponse:
    """The page for everybody."""
    return _answer(request, hidden=False)


@csrf_exempt
@_asked
def short(request: HttpRequest) -> HttpResponse:
    """The same under the address that stands on cards and posters."""
    return _answer(request, entry=Entry.QR)


@csrf_exempt
@_asked
def report_from(request: HttpRequest, episode: Q) -> HttpResponse:
    """The same with the way back to a public episode. A moment may stand behind a “#”, which is never sent.

    Whoever comes from what is not there (any more) gets help as well; only the status says that there is no such page.
    """
    try:
        found = _public_episode(episode)
        origin = Origin.of(found) if found else None
    except DatabaseFailed:
        return _answer(request)
    return _answer(request, origin, status=200 if origin else 404)


def _answer(
    request: HttpRequest, origin: Origin | None = None, *, entry: Entry = Entry.WEB, **more: Any
) -> HttpResponse:
    """The page, counted without a word of who asks."""
    form, state = short_form.read(request) if request.method == "POST" else {}, probe.state()
    choice = Choice(_known(form.get("region", "")), form.get("role", ""))
    count_page(
        request,
        topic=offer.topic_of(origin.episode) if origin else "",
        entry=entry,
        region=choice.region if "near" in form else "",
        down=state is State.DOWN,
    )
    return page.show(request, origin, choice, entry=entry, state=state, **more)


def _known(region: str) -> str:
    return region if region == ELSEWHERE or region in vocabulary.known().regions else ""


def _public_episode(episode: Q) -> Episode | None:
    """The episode, if it is public now; asked by its signs, as nearly all are, in a third of the time."""
    asked: dict[str, Any] = dict(episode.children)  # type: ignore[arg-type]
    if set(asked) != {"slug"}:
        return Episode.objects.public().filter(episode).prefetch_related("topics").first()
    row = _public.first(asked["slug"])
    return Episode.objects.filter(pk=row[0]).prefetch_related("topics").first() if row else None


def _ask(signs: str, moment: datetime) -> QuerySet[Episode, tuple[int]]:
    return Episode.objects.filter(slug=signs).public(moment).order_by("pk").values_list("pk")


_public = Question(_ask)
