"""/chapters/<episode>.json: the chapters of a public episode as a file, its sensitive parts among them; everything else
does not exist.
"""

from __future__ import annotations

import hashlib

from django.db.models import DecimalField, Q, Value
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from episodes import chapters_json, sensitive_parts
from episodes.models import Chapter, Episode, EpisodeWarning
from siniar import documents
from siniar.addresses import absolute
from siniar.cors import open_to_players

SECONDS = DecimalField(max_digits=9, decimal_places=3)


def address(episode: Episode) -> str:
    """The absolute address of an episode's chapters, for feeds; it exists only if there are chapters."""
    return absolute(reverse("chapters-file", args=[episode]))


@open_to_players
def file(request: HttpRequest, episode: Q) -> HttpResponse:
    """Serves the chapters, if there are any. One query."""
    episodes = Episode.objects.public().filter(episode)
    of_episode = ("episode__language", "episode__last_published_at")
    parts = EpisodeWarning.objects.filter(episode__in=episodes, start__isnull=False).order_by()
    rows = list(
        Chapter.objects.filter(episode__in=episodes)
        .order_by()
        .values_list("start", Value(None, SECONDS), "title", *of_episode)
        .union(parts.values_list("start", "end", Value(""), *of_episode), all=True)
    )
    if not rows:
        raise Http404
    _start, _end, _title, language, published = rows[0]
    found = sensitive_parts.joined((start, end) for start, end, *_of in rows if end is not None)
    told = sensitive_parts.among(
        [(start, title) for start, end, title, *_of in rows if end is None], found, sensitive_parts.words(language)
    )
    # Where it gets hard, apps show the way to help; by the address that tells nothing.
    text = chapters_json.write(told, dict.fromkeys((start for start, _end in found), absolute(reverse("help-short"))))
    return documents.serve(
        request,
        lambda packed: documents.pack(text) if packed else text,
        content_type=chapters_json.MEDIA_TYPE,
        version=hashlib.sha256(text).hexdigest()[:32],
        changed=published,
    )
