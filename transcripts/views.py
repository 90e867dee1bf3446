"""/transcript/<guid>.vtt: the approved transcript of a public episode as WebVTT; everything else does not exist."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from episodes.models import Episode
from transcripts.subtitles import webvtt
from transcripts.visibility import public_transcript


@require_safe
def vtt(request: HttpRequest, guid: uuid.UUID) -> HttpResponse:
    """Serves the text with its times."""
    episode = get_object_or_404(Episode.objects.public(), guid=guid)
    transcript = public_transcript(episode)
    if transcript is None:
        raise Http404
    response = HttpResponse(webvtt(transcript), content_type="text/vtt; charset=utf-8")
    response["Cache-Control"] = "public, no-cache"
    response["Access-Control-Allow-Origin"] = "*"  # browser-based podcast players may read what is public
    return response
