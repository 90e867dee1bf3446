"""What a speaker is called: a name only if the person agreed to it, and asked anew each time it is shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from django.utils import translation
from django.utils.translation import gettext

from episodes.models import Person
from transcripts.models import Version


def public_names(version: Version) -> Mapping[object, str]:
    """What the public may call the speakers of a version, by number; empty where there is nothing to call them.

    Somebody who does not want to be named is a number, counted in the order in which the voices are heard; a voice that
    is alone needs not even that.
    """
    numbers = _heard(version.pk, version.made_at)
    agreed = dict(
        Person.objects.filter(pk__in=version.people.values(), consents_to_be_named=True).values_list("pk", "name")
    )
    names: dict[object, str] = {None: ""}
    with translation.override(version.transcript.language):
        for place, number in enumerate(numbers, start=1):
            name = agreed.get(version.people.get(str(number), 0), "")
            names[number] = name or (gettext("Speaker %(number)d") % {"number": place} if len(numbers) > 1 else "")
    return names


@lru_cache(maxsize=1_000)
def _heard(version: int, made_at: datetime) -> tuple[int, ...]:
    """The numbers of the voices of a version, in order; it never changes, and reading hours of words is slow."""
    content = Version.objects.values_list("content", flat=True).get(pk=version)
    return tuple(dict.fromkeys(row["speaker"] for row in content if row["speaker"] is not None))
