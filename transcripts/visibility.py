"""Which transcript may the public read now: an approved one, of an episode that is public now (episodes.visibility)."""

from __future__ import annotations

from episodes import visibility
from episodes.models import Episode
from transcripts.models import Transcript


def public_transcript(episode: Episode) -> Transcript | None:
    """The transcript that everybody may read with this episode, or None."""
    if not episode.audio_id or not visibility.is_public(episode):
        return None
    return Transcript.objects.public().filter(audio_file=episode.audio_id).first()
