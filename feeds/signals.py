"""What a change of the public content sets in motion here: the show's feeds are marked, and a job builds them."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_delete, pre_save
from django.dispatch import receiver

from episodes.changes import shows_changed
from episodes.models import Show
from feeds import actions


@receiver(shows_changed)
def on_shows_changed(shows: frozenset[int], **kwargs: Any) -> None:
    actions.mark(sorted(shows))


@receiver(pre_save, sender=Show)
def on_show_saved(instance: Show, raw: bool, **kwargs: Any) -> None:
    """Subscribers know the old address. Wagtail tells of it only after the commit, which a kill may prevent."""
    former = None if raw else Show.objects.filter(pk=instance.pk).values_list("slug", flat=True).first()
    if former and former != instance.slug:
        actions.keep_slug(instance, former)


@receiver(post_delete, sender=Show)
def on_show_deleted(instance: Show, **kwargs: Any) -> None:
    actions.forget(instance.pk)
