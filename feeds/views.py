"""/<show>/feed.xml and its relatives: one row says which file is true, and the file is sent in one piece.

Query strings mean nothing here. A document that is not true is built before it is sent; see feeds.actions.
"""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from episodes.models import Show
from feeds import actions, documents, lookup, storage
from feeds.actions import Built
from feeds.documents import FORMATS
from feeds.models import FormerSlug
from siniar.addresses import absolute
from siniar.compression import accepts_gzip
from siniar.cors import open_to_players

#: Caches may keep a feed but must ask each time: what is withdrawn is gone at once.
CACHE = "public, no-cache"
SMALL = 250_000  # bytes; up to here it costs less to read a file than to hand it to the kernel


@open_to_players
@require_safe
def feed(request: HttpRequest, slug: str, name: str) -> HttpResponseBase:
    """Serves a document of a show; 304 if the client has it, 301 with the document if the show has moved."""
    built, moved_to = lookup.stored(slug, name)
    if built is None:
        document, show = documents.named(name), Show.objects.public().filter(slug=slug).first()
        if document is None:
            raise Http404
        if show is None:
            return _renamed(slug, name)
        built, moved_to = actions.present(show, document), show.new_home
    if built is None:
        raise Http404
    try:
        return _moved(name, built, moved_to) if moved_to and _follows(name) else _answer(request, name, built)
    except FileNotFoundError:
        actions.lost(built.digest)
        return feed(request, slug, name)


def _follows(name: str) -> bool:
    """Whether a document leads to the show's new home. A neutral one does not: the new home has none, and titles would
    appear on the screens of those who chose not to show them.
    """
    document = documents.named(name)
    return document is not None and not document.kind.neutral


def _moved(name: str, built: Built, moved_to: str) -> HttpResponse:
    """Who follows finds the new home; who does not still reads itunes:new-feed-url here."""
    body = built.body if built.body is not None else storage.path(built.digest).read_bytes()
    response = HttpResponse(body, status=301, content_type=FORMATS[name.rpartition(".")[2]].media_type)
    response["Location"], response["Cache-Control"] = moved_to, CACHE
    return response


def _renamed(slug: str, name: str) -> HttpResponse:
    """Leads from a former name of a show to its present one; other names do not exist."""
    former = FormerSlug.objects.filter(slug=slug, show__in=Show.objects.public()).select_related("show").first()
    if former is None:
        raise Http404
    location = absolute(reverse("feed-document", args=[former.show.slug, name]))
    return HttpResponse(status=301, headers={"Location": location})


def _answer(request: HttpRequest, name: str, built: Built) -> HttpResponseBase:
    media_type = FORMATS[name.rpartition(".")[2]].media_type
    packed = built.body is None and accepts_gzip(request.headers.get("Accept-Encoding", ""))
    etag = f'"{built.digest[:32]}{"-gzip" if packed else ""}"'
    headers = {
        "ETag": etag,
        "Last-Modified": http_date(int(built.changed_at.timestamp())),
        "Cache-Control": CACHE,
        "Vary": "Accept-Encoding",
        "Content-Disposition": f'inline; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    unchanged = get_conditional_response(request, etag, int(built.changed_at.timestamp()))
    if unchanged is not None:
        for key, value in headers.items():
            unchanged[key] = value
        return unchanged
    if packed:
        headers["Content-Encoding"] = "gzip"
    if built.body is not None:
        return HttpResponse(built.body, headers=headers, content_type=media_type)
    path = storage.path(built.digest, packed=packed)
    size = path.stat().st_size
    headers["Content-Length"] = str(size)
    if request.method == "HEAD":
        return HttpResponse(headers=headers, content_type=media_type)
    if size <= SMALL:
        return HttpResponse(path.read_bytes(), headers=headers, content_type=media_type)
    # As a file: the server hands it to the kernel in one piece (sendfile), and memory stays flat.
    return FileResponse(path.open("rb"), headers=headers, content_type=media_type)
