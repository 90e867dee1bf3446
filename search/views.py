"""/cari/ and /cari/api/. What somebody looks for comes in the body of a form, so it stands in no address, history or
log; it is kept and counted nowhere, and no answer may be stored.

Neither view asks for a token: a question changes nothing, so there is nothing to forge, a token would need a cookie,
and under our referrer policy browsers send “Origin: null” with every form, which Django's check refuses.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from search import query
from search.form import Asked
from search.helping import Service
from search.results import Found, Quote, Results, offered, results

_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """The form, and the answer to what was sent with it. What stands behind a “?” is not read."""
    context: dict[str, Any] = {"longest": query.LONGEST, "most": query.MOST_TERMS}
    if request.method == "POST":
        asked = Asked.read(request)
        found = results(asked)
        context |= {"asked": asked, "results": found, "answer": found.answer, "choices": found.choices}
    else:
        context["choices"] = offered()
    return HttpResponse(render_to_string("search/search.html", context, request), headers=_HEADERS)


@csrf_exempt
@sensitive_post_parameters()
@require_POST
def api(request: HttpRequest) -> HttpResponse:
    """The same answer as JSON: docs/search.md."""
    return JsonResponse(_told(results(Asked.read(request))), headers=_HEADERS)


def _told(found: Results) -> dict[str, Any]:
    answer = found.answer
    return {
        "state": found.state,
        "total": answer.total,
        "at_least": answer.at_least,
        "together": answer.together,
        "degraded": answer.degraded,
        "shortened": answer.query.shortened,
        "page": answer.page,
        "pages": answer.pages,
        "meant": found.meant,
        "renamed": [{"old": each.old, "now": each.now} for each in found.renamed],
        "help": {"services": [*map(_service, found.services)], "path": reverse("report")} if found.need else None,
        "facets": {
            choice.name: [{"value": each.value, "label": each.label, "count": each.count} for each in choice.options]
            for choice in found.choices
        },
        "episodes": [_episode(each) for each in found.found],
        "near": [_episode(each) for each in found.near],
    }


def _service(service: Service) -> dict[str, Any]:
    return {
        "name": service.name,
        "ways": [
            {"value": way.value, "kind": way.beside, "address": way.dial, "limit": way.limit, "checking": way.checking}
            for way in service.ways
        ],
    }


def _episode(found: Found) -> dict[str, Any]:
    episode = found.episode
    return {
        "title": episode.title,
        "surface_title": episode.surface_title,
        "show": episode.show.title,
        "path": found.path,
        "language": episode.language,
        "published": episode.first_published_at,
        "seconds": episode.audio.duration if episode.audio else None,
        "age": str(episode.age_rating) if episode.age_rating else None,
        "warnings": found.warnings,
        "moments": [_moment(each) for each in found.quotes],
    }


def _moment(quote: Quote) -> dict[str, Any]:
    moment = quote.moment
    return {
        "path": quote.path,
        "start": moment.start,
        "end": moment.end,
        "speaker": moment.speaker,
        "warnings": quote.moment.warnings,
        "text": moment.text,
        "marks": moment.marks,
    }
