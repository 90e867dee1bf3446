"""/media/<guid>/<name>: the sound and the cover of an episode, if it is public now. Asks visibility, then serves.

The name carries the hash of the content, so a changed file has a new address; an old address leads to the new one.
"""

from __future__ import annotations

import logging
import uuid
from pathlib import Path

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from episodes.models import Episode, Rendition, Show
from siniar import files
from siniar.addresses import absolute

logger = logging.getLogger(__name__)

SMALL = "-kecil"
#: Image filters of Wagtail: for directories, and for this site's own pages, where every kilobyte is paid for.
COVERS = {"": "fill-1400x1400|format-jpeg|jpegquality-85", SMALL: "fill-320x320|format-jpeg|jpegquality-75"}
#: Caches may keep sound, but must ask each time: what is withdrawn is gone at once.
CACHE = "public, no-cache"


def file_name(episode: Episode, rendition: Rendition) -> str:
    """What the file is called in addresses and downloads: tells nothing but a number."""
    label = episode.number or episode.short_id
    return f"siniar-{label}-{rendition.sha256[:12]}.{Rendition.Kind(rendition.kind).suffix}"


def path(episode: Episode, rendition: Rendition) -> str:
    """The path of a rendition on this site."""
    return reverse("media", args=[episode.guid, file_name(episode, rendition)])


def address(episode: Episode, rendition: Rendition) -> str:
    """The absolute address of a rendition, for feeds and terminals."""
    return absolute(path(episode, rendition))


def cover_path(show: Show, size: str = "") -> str | None:
    """The path of a show's cover; new for a new picture, and ends in .jpg as directories want. None if it is lost.

    `size` is one of COVERS.
    """
    if show.cover is None:
        return None
    try:
        return reverse("cover", args=[show.podcast_guid, f"siniar-{show.cover.get_file_hash()[:12]}{size}.jpg"])
    except OSError:
        logger.warning("the cover of show %s is missing on disk", show.podcast_guid)
        return None


def cover_address(show: Show) -> str | None:
    """The absolute address of a show's cover, or None."""
    path = cover_path(show)
    return absolute(path) if path else None


def media(request: HttpRequest, guid: uuid.UUID, name: str) -> HttpResponseBase:
    """Serves a rendition of a public episode; everything else does not exist."""
    episode = Episode.objects.public().filter(guid=guid).first()
    if episode is None:
        raise Http404
    kinds = {"." + Rendition.Kind(kind).suffix: kind for kind in Rendition.Kind.values}
    kind = kinds.get(Path(name).suffix)
    rendition = Rendition.objects.filter(audio_file=episode.audio_id, kind=kind).first() if kind else None
    if rendition is None:
        raise Http404
    current = file_name(episode, rendition)
    if name != current:
        return _moved(name, path(episode, rendition))
    return _serve(request, Path(rendition.file.path), rendition.content_type, f'"{rendition.sha256}"', current)


def cover(request: HttpRequest, guid: uuid.UUID, name: str) -> HttpResponseBase:
    """Serves the cover of a show that is public."""
    show = Show.objects.public().filter(podcast_guid=guid).select_related("cover").first()
    size = SMALL if Path(name).stem.endswith(SMALL) else ""
    current = cover_path(show, size) if show else None
    if show is None or current is None or Path(name).suffix != ".jpg":
        raise Http404
    if name != Path(current).name:
        return _moved(name, current)
    try:
        picture = show.cover.get_rendition(COVERS[size])
    except OSError as error:
        raise Http404 from error
    return _serve(request, Path(picture.file.path), "image/jpeg", f'"{show.cover.get_file_hash()}{size}"', name)


def _moved(name: str, target: str) -> HttpResponseBase:
    """Leads from an older name of a file to the present one; names that no file of ours had do not exist."""
    if not name.startswith("siniar-"):
        raise Http404
    response = HttpResponseRedirect(target)
    response["Cache-Control"] = "no-cache"
    return response


def _serve(request: HttpRequest, file: Path, content_type: str, etag: str, name: str) -> HttpResponseBase:
    try:
        response = files.serve(request, file, content_type=content_type, etag=etag, name=name, cache=CACHE)
    except FileNotFoundError as error:
        raise Http404 from error
    response["Access-Control-Allow-Origin"] = "*"  # browser-based podcast players may read what is public
    return response
