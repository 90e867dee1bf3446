"""/media/<episode>/<name> and /cover/<guid>/<name>: sound and covers of what is public now. Asks, then serves.

A name carries the hash of the content, so a changed file has a new address; an old one leads to the new one. Withdrawal
takes effect with the next request: a download that runs goes on to its end, for it holds a file that was opened before.
Where the object store has a copy, podcast apps are led there, by an address that opens it for a minute.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from django.db.models import FilteredRelation, OuterRef, Q
from django.dispatch import Signal
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from episodes import mirroring
from episodes.artwork import COVERS, NAME, public_cover
from episodes.artwork import path as path_of_cover
from episodes.models import Episode, Rendition
from siniar import files
from siniar.addresses import absolute
from siniar.cors import open_to_players
from siniar.ranges import Span, Unsatisfiable, parse

#: Caches may keep what is sent, but must ask each time: what is withdrawn is gone at once (decision 14).
CACHE = "public, no-cache"

#: Seconds for which an address in the object store opens a copy: long enough to follow it, and to ask for what is next.
OPEN_FOR = 60

#: Sent with `request`, `episode`, `rendition`, and `first` and `last`, the bytes, both included, that a reply carries.
#: Only for replies to GET that carry sound. A receiver that fails is logged, and the listener hears all the same.
sound_sent = Signal()

_KINDS = {"." + Rendition.Kind(kind).suffix: kind for kind in Rendition.Kind.values}


def file_name(episode: Episode, rendition: Rendition) -> str:
    """What the file is called in addresses and downloads: tells nothing but a number."""
    label = episode.number or episode.short_id
    return f"siniar-{label}-{rendition.sha256[:12]}.{Rendition.Kind(rendition.kind).suffix}"


def path(episode: Episode, rendition: Rendition) -> str:
    """The path of a rendition on this site."""
    return reverse("media", args=[episode, file_name(episode, rendition)])


def address(episode: Episode, rendition: Rendition) -> str:
    """The absolute address of a rendition, for feeds and terminals."""
    return absolute(path(episode, rendition))


@open_to_players
def media(request: HttpRequest, episode: Q, name: str) -> HttpResponseBase:
    """Serves a rendition of a public episode; everything else does not exist. One query."""
    kind = _KINDS.get(Path(name).suffix)
    of_this_kind = FilteredRelation("audio__renditions", condition=Q(audio__renditions__kind=kind))
    episodes = Episode.objects.public().annotate(rendition=of_this_kind).select_related("rendition")
    store = mirroring.store()
    if store:
        episodes = episodes.annotate(copied_as=mirroring.name_of_copy(store, OuterRef("rendition__sha256")))
    found = episodes.filter(episode, rendition__isnull=False).first() if kind else None
    if found is None:
        raise Http404
    rendition: Rendition = found.rendition
    current = file_name(found, rendition)
    if name != current:
        return _moved(name, path(found, rendition))
    tell = partial(_tell, request, found, rendition)
    if store and found.copied_as and _may_be_led(request):
        link = store.link(
            found.copied_as, str(request.method), OPEN_FOR, content_type=rendition.content_type, file_name=current
        )
        return _elsewhere(request, link, rendition.size, tell)
    return _serve(request, rendition.file.path, rendition.content_type, current, tell)


@open_to_players
def cover(request: HttpRequest, guid: uuid.UUID, name: str) -> HttpResponseBase:
    """Serves the cover of a show or an episode that is public."""
    asked = NAME.fullmatch(name)
    if asked is None:
        raise Http404
    neutral, size = bool(asked["neutral"]), asked["size"] or ""
    picture = public_cover(guid, neutral=neutral)
    current = path_of_cover(guid, picture, neutral=neutral, size=size)
    if picture is None or current is None:
        raise Http404
    if name != Path(current).name:
        return _moved(name, current)
    try:
        return _serve(request, picture.get_rendition(COVERS[size]).file.path, "image/jpeg", name)
    except OSError as error:
        raise Http404 from error


def _moved(name: str, target: str) -> HttpResponseBase:
    """Leads from an older name of a file to the present one; names that no file of ours had do not exist."""
    if not name.startswith("siniar-"):
        raise Http404
    response = HttpResponseRedirect(target)
    response["Cache-Control"] = "no-cache"
    return response


def _may_be_led(request: HttpRequest) -> bool:
    """Whether to send this request to the object store: podcast apps' yes, browsers' no.

    A browser may ask for later parts at the address that it was led to, which has closed by then. And no page of this
    site calls another host. All browsers since 2023 say that they are one (Fetch Metadata, section 2).
    """
    return request.method in ("GET", "HEAD") and "Sec-Fetch-Mode" not in request.headers


def _elsewhere(request: HttpRequest, link: str, size: int, tell: Callable[[Span], None]) -> HttpResponseBase:
    """Leads to a copy of `size` bytes. Nobody may keep the link: the next request has to be asked about anew."""
    if request.method == "GET" and size:
        with suppress(Unsatisfiable):  # the store says so
            tell(parse(request.headers.get("Range"), size) or Span(0, size - 1))
    response = HttpResponseRedirect(link)
    response["Cache-Control"] = "no-store"
    return response


def _serve(
    request: HttpRequest, file: str, content_type: str, name: str, tell: Callable[[Span], None] | None = None
) -> HttpResponseBase:
    try:
        return files.serve(
            request, Path(file), content_type=content_type, name=name, cache=CACHE, by_proxy=True, sending=tell
        )
    except FileNotFoundError as error:
        raise Http404 from error


def _tell(request: HttpRequest, episode: Episode, rendition: Rendition, sent: Span) -> None:
    """Sends the signal; Django logs what receivers raise."""
    sound_sent.send_robust(
        sender=Rendition, request=request, episode=episode, rendition=rendition, first=sent.first, last=sent.last
    )
