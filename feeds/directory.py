"""/umpan.opml, /umpan-netral.opml: the feeds of all public shows as lists that podcast apps can import. Made for each
request.
"""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.translation import override
from django.views.decorators.http import require_safe

from episodes.models import Show
from feeds import addresses, kinds
from feeds.formats import opml
from feeds.formats.opml import Outline
from siniar.addresses import absolute
from siniar.cors import open_to_players


@open_to_players
@require_safe
def feeds(request: HttpRequest, *, neutral: bool = False) -> HttpResponse:
    """The list; 304 if the client has it. One feed of each show, for an app that reads it subscribes to all that it
    names. The number of queries does not grow with the shows.
    """
    shows = Show.objects.public().select_related("locale").order_by("title", "pk")
    body = opml.write((_neutral if neutral else _open)(show) for show in shows)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    headers = {"ETag": etag, "Cache-Control": "public, no-cache"}
    response = HttpResponse(body, content_type=f"{opml.MEDIA_TYPE}; charset=utf-8", headers=headers)
    return get_conditional_response(request, etag, None, response) or response


def _open(show: Show) -> Outline:
    address, page = addresses.document(show.slug, f"{kinds.FULL.name}.xml"), absolute(show.get_url() or "/")
    return Outline(show.title, address, page, show.summary, show.locale.language_code)


def _neutral(show: Show) -> Outline:
    """Without the page, whose title tells."""
    with override(show.locale.language_code):
        address = addresses.document(show.slug, f"{kinds.NETRAL.name}.xml")
        return Outline(show.surface_title, address, language=show.locale.language_code)
