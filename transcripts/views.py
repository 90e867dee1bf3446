"""/transcript/<guid>.<format>: the approved text of a public episode as a file; everything else does not exist."""

from __future__ import annotations

import uuid

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from episodes.models import Episode
from transcripts.files import FORMATS, public_file
from transcripts.visibility import public_version


@require_safe
def file(request: HttpRequest, guid: uuid.UUID, suffix: str) -> HttpResponse:
    """Serves the text with its times."""
    version = public_version(get_object_or_404(Episode.objects.public(), guid=guid))
    if version is None or suffix not in FORMATS:
        raise Http404
    media_type, text = public_file(version, suffix)
    response = HttpResponse(text, content_type=f"{media_type}; charset=utf-8")
    response["Cache-Control"] = "public, no-cache"
    response["Access-Control-Allow-Origin"] = "*"  # browser-based podcast players may read what is public
    return response
