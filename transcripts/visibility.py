"""Which text may the public read now: the approved version, of an episode that is public now (episodes.visibility)."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from episodes import visibility
from episodes.models import Episode
from transcripts.models import Version


def public_version(episode: Episode) -> Version | None:
    """The text that everybody may read with this episode, or None."""
    return _approved(episode).first() if visibility.is_public(episode) else None


def public_version_of(asked: Q) -> Version | None:
    """The same for the public episode that is asked for, without its content, which is read when it is needed.

    What is asked for may fit several episodes; only one that is public is ever found.
    """
    episode = Episode.objects.public().filter(asked).only("audio").first()
    return _approved(episode).defer("content").first() if episode else None


def _approved(episode: Episode) -> QuerySet[Version]:
    of_its_sound = Version.objects.filter(transcript__audio_file=episode.audio_id, transcript__approved__pk=F("pk"))
    return of_its_sound.select_related("transcript")
