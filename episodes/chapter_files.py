"""/chapters/<episode>.json: the chapters of a public episode as a file; everything else does not exist."""

from __future__ import annotations

import hashlib

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from episodes import chapters_json
from episodes.models import Chapter, Episode
from siniar import documents
from siniar.addresses import absolute
from siniar.cors import open_to_players


def address(episode: Episode) -> str:
    """The absolute address of an episode's chapters, for feeds; it exists only if there are chapters."""
    return absolute(reverse("chapters-file", args=[episode]))


@open_to_players
def file(request: HttpRequest, episode: Q) -> HttpResponse:
    """Serves the chapters, if there are any. One query."""
    episodes = Episode.objects.public().filter(episode)
    rows = list(
        Chapter.objects.filter(episode__in=episodes).values_list("start", "title", "episode__last_published_at")
    )
    if not rows:
        raise Http404
    text = chapters_json.write((start, title) for start, title, _published in rows)
    return documents.serve(
        request,
        lambda packed: documents.pack(text) if packed else text,
        content_type=chapters_json.MEDIA_TYPE,
        version=hashlib.sha256(text).hexdigest()[:32],
        changed=rows[0][2],
    )
