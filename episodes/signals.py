"""The one place where Wagtail's signals are received: what a publication, from wherever it came, sets in motion."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from episodes import actions
from episodes.models import Episode


@receiver(page_published, sender=Episode)
def on_page_published(instance: Episode, **kwargs: Any) -> None:
    """Starts the steps that follow a publication, in the transaction of the publication."""
    actions.published(instance)
