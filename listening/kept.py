"""/<show>/<eight signs>/: the page of an episode, kept as it was written until something of its show changes.

Each request asks anew whether the episode is public, and for which number of the show's edition (feeds.models): that
number grows with every change of what the show tells, in the change's own transaction. So no page tells what has been
withdrawn, and most answers cost one query.
"""

from __future__ import annotations

import gzip
import hashlib
from datetime import datetime

from django.core.cache import cache
from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Left, Length
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from episodes import pages
from episodes.models import Episode
from feeds.models import Edition
from siniar import documents
from siniar.compression import accepts_gzip
from siniar.prepared import Question

#: Seconds. Labels of topics, ratings and warnings are no show's, and change with a release; so do styles and scripts.
LONGEST = 300


@require_safe
def page(request: HttpRequest, show: str, signs: str) -> HttpResponse:
    """Shows the page of an episode; whatever is not public, or lies elsewhere, does not exist."""
    found = _edition.first(signs)
    if found is None or found[0] is None:  # no such episode, or a show that never had anything to tell
        return pages.page(request, show, signs)
    key = f"page-{hashlib.sha256(f'{request.path} {found[0]}'.encode()).hexdigest()}"
    packed = cache.get(key)
    if packed is None:
        response = pages.page(request, show, signs)
        if isinstance(response, SimpleTemplateResponse):
            response.render()
        if response.status_code != 200:
            return response
        packed = documents.pack(response.content)
        cache.set(key, packed, LONGEST)
    return _sent(request, packed)


def _sent(request: HttpRequest, packed: bytes) -> HttpResponse:
    """The page gzipped, as it is kept, or plain to who does not say that this will do."""
    headers = {"Vary": "Accept-Encoding"}
    if "t" in request.GET:
        return HttpResponse(pages.beginning(request, gzip.decompress(packed)), headers=headers)
    if accepts_gzip(request.headers.get("Accept-Encoding", "")):
        return HttpResponse(packed, headers=headers | {"Content-Encoding": "gzip"})
    return HttpResponse(gzip.decompress(packed), headers=headers)


def _ask(signs: str, moment: datetime) -> QuerySet[Episode, tuple[int | None]]:
    """The number of what the show of a public episode tells by now."""
    of_show = Edition.objects.filter(show__path=Left(OuterRef("path"), Length(OuterRef("path")) - Page.steplen))
    episodes = Episode.objects.filter(slug=signs).public(moment)
    return episodes.annotate(edition=Subquery(of_show.values("wanted"))).order_by("pk").values_list("edition")


_edition = Question(_ask)
