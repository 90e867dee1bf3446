"""Who is at the desk of a transcript."""

from __future__ import annotations

from django.utils import timezone

from siniar.models import User
from transcripts.models import Presence, Transcript


def attend(transcript: Transcript, user: User) -> list[User]:
    """Notes that `user` has the transcript open, and returns who else has."""
    Presence.objects.update_or_create(transcript=transcript, user=user, defaults={"seen_at": timezone.now()})
    others = Presence.objects.there().filter(transcript=transcript).exclude(user=user).select_related("user")
    return [presence.user for presence in others.order_by("user__username")]


def leave(transcript: Transcript, user: User) -> None:
    """Forgets that `user` has it open."""
    Presence.objects.filter(transcript=transcript, user=user).delete()
