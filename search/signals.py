"""What a change of the public content sets in motion here: its shows are marked, and a job tells the engines."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver

from episodes.changes import shows_changed
from episodes.models import Show
from search import actions


@receiver(shows_changed)
def on_shows_changed(shows: frozenset[int], **kwargs: Any) -> None:
    actions.mark(sorted(shows))


@receiver(post_delete, sender=Show)
def on_show_deleted(instance: Show, **kwargs: Any) -> None:
    actions.mark([instance.pk])
