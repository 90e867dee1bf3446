"""/oembed: tells other sites how to show a public episode (oembed.com, version 1.0). Of all others it knows nothing."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit
from xml.etree import ElementTree

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_safe

from episodes.models import Episode
from listening import cards
from siniar.addresses import absolute, is_ours
from siniar.cors import open_to_players

#: Pixels; the player needs less, so that on most sites nothing scrolls.
_SIZES = (("width", 640), ("height", 420))
_NUMBER = re.compile(r"[1-9][0-9]{0,4}", re.ASCII)


@open_to_players
@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """The answer in JSON or XML; 404 unless `url` is that of a public episode, 501 for any other format."""
    form = request.GET.get("format", "json")
    if form not in ("json", "xml"):
        return HttpResponse(status=501)
    episode = _asked_for(request.GET.get("url", ""))
    if episode is None:
        raise Http404
    width, height = (_at_most(request.GET.get(f"max{name}"), size) for name, size in _SIZES)
    told = _told(episode, width, height)
    if form == "json":
        return JsonResponse(told)
    root = ElementTree.Element("oembed")
    for name, value in told.items():
        ElementTree.SubElement(root, name).text = str(value)
    body = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="text/xml; charset=utf-8")


def _asked_for(url: str) -> Episode | None:
    """The public episode at an absolute address of this site; whatever stands behind “?” or “#” does not count."""
    try:
        path = urlsplit(url).path if is_ours(url) else ""
    except ValueError:  # not even an address
        return None
    name = path.rstrip("/").rpartition("/")[2]
    found = Episode.objects.public().filter(slug=name).prefetch_related("topics").first() if name else None
    return found if found and urlsplit(cards.address(found)).path.rstrip("/") == path.rstrip("/") else None


def _told(episode: Episode, width: int, height: int) -> dict[str, Any]:
    source, picture = absolute(reverse("embed", args=[episode])), cards.image(episode)
    frame = format_html(
        '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" referrerpolicy="no-referrer"></iframe>',
        source,
        episode.surface_title,
        width,
        height,
    )
    thumbnail = {"url": picture, "width": cards.COVER_SIDE, "height": cards.COVER_SIDE} if picture else {}
    return {
        "version": "1.0",
        "type": "rich",
        "title": episode.surface_title,
        "provider_name": cards.SITE,
        "provider_url": absolute("/"),
        "html": str(frame),
        "width": width,
        "height": height,
        **{f"thumbnail_{name}": value for name, value in thumbnail.items()},
    }


def _at_most(limit: str | None, size: int) -> int:
    """The size, or the limit that the other site has, if it is a smaller number."""
    return min(size, int(limit)) if limit and _NUMBER.fullmatch(limit) else size
