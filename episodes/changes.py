"""Tells whoever keeps copies of what is public that something in them may no longer be true. Knows nobody who listens.

Receivers run at once, inside the transaction of the change: whoever sees the change sees their marks as well.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.dispatch import Signal
from wagtail.models import Page
from wagtail.query import PageQuerySet

from episodes.models import Episode, Show

#: Sent with `shows`, a frozenset of primary keys.
shows_changed = Signal()


def of_shows(shows: Iterable[Show]) -> None:
    """Something of these shows changed: their own page, or anything below."""
    _tell(show.pk for show in shows)


def of_episodes(episodes: PageQuerySet) -> None:
    """Something of these episodes changed; one query for their shows."""
    parents = {path[: -Page.steplen] for path in episodes.values_list("path", flat=True)}
    _tell(Show.objects.filter(path__in=parents).values_list("pk", flat=True))


def of_recording(audio_id: object) -> None:
    """Something of a recording changed: its sound, its text."""
    of_episodes(Episode.objects.filter(audio_id=audio_id))


def of_all() -> None:
    """Something changed that may concern any show."""
    _tell(Show.objects.values_list("pk", flat=True))


def _tell(shows: Iterable[int]) -> None:
    changed = frozenset(shows)
    if changed:
        shows_changed.send(sender=None, shows=changed)
