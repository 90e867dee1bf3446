"""Which text may the public read now: the approved version, of an episode that is public now (episodes.visibility)."""

from __future__ import annotations

from django.db.models import F

from episodes import visibility
from episodes.models import Episode
from transcripts.models import Version


def public_version(episode: Episode) -> Version | None:
    """The text that everybody may read with this episode, or None."""
    if not episode.audio_id or not visibility.is_public(episode):
        return None
    approved = Version.objects.filter(transcript__audio_file=episode.audio_id, transcript__approved__pk=F("pk"))
    return approved.select_related("transcript").first()
