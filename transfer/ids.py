"""Which ids are free for what comes from outside: in public addresses an id, and the eight signs that are made of it,
lead to one thing only. A feed can be written so that it asks for those of somebody else.
"""

from __future__ import annotations

import uuid

from django.db.models import Q

from episodes.models import Episode, Show


def is_free(guid: uuid.UUID) -> bool:
    """Whether no episode has it or answers to its eight signs, and no show has it."""
    taken = Q(guid=guid) | Q(slug=Episode(guid=guid).short_id)
    return not (Episode.objects.filter(taken).exists() or Show.objects.filter(podcast_guid=guid).exists())


def fresh() -> uuid.UUID:
    """One that is free."""
    while not is_free(made := uuid.uuid4()):
        pass
    return made
