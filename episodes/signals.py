"""The one place where signals are received: what a change, from wherever it came, sets in motion."""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Q
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import page_published, post_page_move

from episodes import actions, changes, mirroring
from episodes.models import Episode, Person, Show
from siniar.pictures import without_metadata

#: What a save writes that nobody but editors ever sees.
_OF_DRAFTS = frozenset({"draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at"})


@receiver(post_save, sender=Show)
@receiver(post_save, sender=Episode)
def on_page_saved(
    instance: Show | Episode, raw: bool, update_fields: frozenset[str] | None = None, **kwargs: Any
) -> None:
    """Published, withdrawn, changed. Wagtail saves a page in one transaction, but tells of what it did only afterwards:
    a kill in between would leave copies of what has been withdrawn.
    """
    if not raw and (update_fields is None or update_fields - _OF_DRAFTS):
        changes.of_shows([instance if isinstance(instance, Show) else instance.show])


@receiver(page_published, sender=Episode)
def on_episode_published(instance: Episode, **kwargs: Any) -> None:
    """Starts the steps that follow a publication, in the transaction of the publication."""
    actions.published(instance)


@receiver(pre_delete, sender=Episode)
def before_episode_is_deleted(instance: Episode, **kwargs: Any) -> None:
    """Notes its recordings, as long as rows tell which they are."""
    instance.recordings_to_forget = actions.recordings_of(instance)


@receiver(post_delete, sender=Episode)
def on_episode_deleted(instance: Episode, **kwargs: Any) -> None:
    """Its recordings go with it, in the same transaction."""
    actions.forget(instance.recordings_to_forget)
    changes.of_shows(Show.objects.filter(path=instance.path[: -instance.steplen]))


@receiver(page_published, sender=Show)
def on_show_published(instance: Show, **kwargs: Any) -> None:
    """The show's name and cover stand in the files of its episodes."""
    actions.retag(Episode.objects.live().child_of(instance))


@receiver(post_page_move, sender=Episode)
def on_episode_moved(parent_page_before: Page, parent_page_after: Page, **kwargs: Any) -> None:
    """It leaves the feed of one show and enters another's."""
    changes.of_shows(Show.objects.filter(pk__in=[parent_page_before.pk, parent_page_after.pk]))


@receiver(post_page_move, sender=Show)
def on_show_moved(instance: Show, **kwargs: Any) -> None:
    """Pages above it decide with it whether it is public."""
    changes.of_shows(Show.objects.filter(pk=instance.pk))


@receiver([post_save, post_delete], sender=PageViewRestriction)
def on_access_changed(**kwargs: Any) -> None:
    """A restriction of any page also holds for all pages below it."""
    changes.of_all()


@receiver(pre_save, sender=get_image_model())
def on_picture_kept(instance: AbstractImage, raw: bool, **kwargs: Any) -> None:
    """A cover goes into public answers and into every file: it must not tell where and with what it was taken."""
    if raw or not instance.file or instance.file._committed:
        return
    cleaned = without_metadata(instance.file.read())
    instance.file = ContentFile(cleaned, name=instance.file.name)
    instance.file_size, instance.file_hash = len(cleaned), hashlib.sha1(cleaned, usedforsecurity=False).hexdigest()


@receiver(post_save, sender=get_image_model())
def on_picture_changed(instance: AbstractImage, created: bool, raw: bool, **kwargs: Any) -> None:
    """The file of a picture that is a cover may have been replaced."""
    if created or raw:
        return
    changes.of_shows(Show.objects.filter(Q(cover=instance) | Q(neutral_cover=instance)))
    changes.of_episodes(Episode.objects.filter(cover=instance))


@receiver(post_save, sender=Person)
def on_person_saved(instance: Person, created: bool, raw: bool, **kwargs: Any) -> None:
    """A name, or the consent to be named, may have changed: files must not keep on telling it."""
    if not (created or raw):
        episodes = Episode.objects.live().filter(people__person=instance).distinct()
        actions.retag(episodes, hide=True)
        changes.of_episodes(episodes)


@receiver(changes.shows_changed)
def on_public_changed(**kwargs: Any) -> None:
    """The object store holds what is public and nothing else."""
    mirroring.wanted()
