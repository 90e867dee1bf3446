"""The one place where signals are received: any change of the directory rewrites what the public reads, at once."""

from __future__ import annotations

from typing import Any

from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver

from reporting import actions
from reporting.models import Channel, Region, Service


@receiver([post_save, post_delete], sender=Region)
@receiver([post_save, post_delete], sender=Service)
@receiver([post_save, post_delete], sender=Channel)
def on_changed(raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        actions.rebuild()


@receiver(m2m_changed, sender=Service.regions.through)
def on_regions_changed(action: str, **kwargs: Any) -> None:
    if action.startswith("post_"):
        actions.rebuild()


@receiver(pre_save, sender=Channel)
def before_channel_is_saved(instance: Channel, raw: bool, **kwargs: Any) -> None:
    """A test call was one to the number as it was; a new number has none yet."""
    former = None if raw else Channel.objects.filter(pk=instance.pk).values_list("type", "value", "dial").first()
    if former and former != (instance.type, instance.value, instance.dial):
        instance.tested_on, instance.outcome, instance.tried_before = None, Channel.Outcome.NONE, None
