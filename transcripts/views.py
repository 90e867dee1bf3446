"""/transcript/<episode>.<format>: the approved text of a public episode as a file; everything else does not exist."""

from __future__ import annotations

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse

from siniar import documents
from siniar.cors import open_to_players
from transcripts.files import FORMATS, PublicFile
from transcripts.visibility import public_version_of


@open_to_players
def file(request: HttpRequest, episode: Q, suffix: str) -> HttpResponse:
    """Serves the text with its times. Whether the episode is public, `public_version_of` asks."""
    version = public_version_of(episode) if suffix in FORMATS else None
    if version is None:
        raise Http404
    text = PublicFile.of(version, suffix)
    return documents.serve(
        request,
        text.write,
        content_type=f"{text.media_type}; charset=utf-8",
        version=text.etag,
        changed=version.made_at,
    )
