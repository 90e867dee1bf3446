"""What changes elsewhere mean for texts: the name of a person stands wherever that person is heard."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from episodes import changes
from episodes.models import Episode, Person
from transcripts.models import Version


@receiver([post_save, post_delete], sender=Person)
def on_person_changed(instance: Person, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    """A name, or the consent to be named, may have changed or be gone: also of people without a part in the credits."""
    if created or raw:
        return
    approved = Version.objects.filter(transcript__approved__pk=F("pk")).values_list("transcript__audio_file", "people")
    heard_in = [recording for recording, people in approved if instance.pk in people.values()]
    if heard_in:
        changes.of_episodes(Episode.objects.filter(audio__in=heard_in))
