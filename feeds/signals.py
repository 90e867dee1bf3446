"""What a change of the public content sets in motion here: the show's feeds are marked, and a job builds them."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete
from django.dispatch import receiver
from wagtail.signals import page_slug_changed

from episodes.changes import shows_changed
from episodes.models import Show
from feeds import actions


@receiver(shows_changed)
def on_shows_changed(shows: frozenset[int], **kwargs: Any) -> None:
    actions.mark(sorted(shows))


@receiver(page_slug_changed, sender=Show)
def on_slug_changed(instance: Show, instance_before: Show, **kwargs: Any) -> None:
    """Subscribers know the old address."""
    actions.keep_slug(instance, instance_before.slug)


@receiver(post_delete, sender=Show)
def on_show_deleted(instance: Show, **kwargs: Any) -> None:
    actions.forget(instance.pk)
