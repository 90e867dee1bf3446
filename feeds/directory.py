"""/umpan.opml: the feeds of all public shows as one list, which podcast apps can import. Made for each request."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import override
from django.views.decorators.http import require_safe

from episodes.models import Show
from feeds import addresses, kinds, wording
from feeds.formats import opml
from feeds.formats.opml import Outline
from siniar.addresses import absolute
from siniar.cors import open_to_players


@open_to_players
@require_safe
def feeds(request: HttpRequest) -> HttpResponse:
    """The list; 304 if the client has it. The number of queries does not grow with the shows."""
    shows = Show.objects.public().select_related("locale").order_by("title", "pk")
    body = opml.write(outline for show in shows for outline in _outlines(show))
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "public, no-cache"}
    response = HttpResponse(body, content_type=f"{opml.MEDIA_TYPE}; charset=utf-8", headers=headers)
    return get_conditional_response(request, etag, None, response) or response


def _outlines(show: Show) -> Iterator[Outline]:
    """The feeds of a show for everybody; those of single topics stand on its page."""
    page, language = absolute(show.get_url() or "/"), show.locale.language_code
    with override(language):
        for kind in (kinds.FULL, kinds.HEMAT, kinds.NETRAL):
            title = show.surface_title if kind.neutral else show.title
            if kind == kinds.HEMAT:
                title = f"{title} · {wording.of(kind).name}"
            summary = "" if kind.neutral else show.summary
            yield Outline(title, addresses.document(show.slug, f"{kind.name}.xml"), page, summary, language)
