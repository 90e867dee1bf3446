"""The one place where signals are received: what a change, from wherever it came, sets in motion."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.signals import page_published

from episodes import actions
from episodes.models import Episode, Person, Show


@receiver(page_published, sender=Episode)
def on_episode_published(instance: Episode, **kwargs: Any) -> None:
    """Starts the steps that follow a publication, in the transaction of the publication."""
    actions.published(instance)


@receiver(page_published, sender=Show)
def on_show_published(instance: Show, **kwargs: Any) -> None:
    """The show's name and cover stand in the files of its episodes."""
    actions.retag(Episode.objects.live().child_of(instance))


@receiver(post_save, sender=Person)
def on_person_saved(instance: Person, created: bool, raw: bool, **kwargs: Any) -> None:
    """A name, or the consent to be named, may have changed: files must not keep on telling it."""
    if not (created or raw):
        actions.retag(Episode.objects.live().filter(people__person=instance).distinct())
