"""Which of a feed's episodes a show has already: by their id in feeds, which never changes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.utils.translation import gettext as _

from episodes.models import Episode, Show
from transfer.values import Item

LONGEST_GUID = 500  # signs; what Episode.imported_guid holds


def there(show: Show | None, guid: str) -> Episode | None:
    """The episode of the show that tells this id in its feed."""
    if show is None:
        return None
    found = Episode.objects.child_of(show).filter(imported_guid=guid).first()
    own = as_own(guid)
    return found or (Episode.objects.child_of(show).filter(guid=own, imported_guid="").first() if own else None)


def as_own(guid: str) -> uuid.UUID | None:
    """The id as a UUID, if it is one and written as we write it: for apps a capital letter makes it another id."""
    try:
        found = uuid.UUID(guid)
    except ValueError:
        return None
    return found if str(found) == guid else None


def obstacle(item: Item) -> str:
    """Why an item cannot become an episode at all, in words for editors; "" if it can."""
    if not item.enclosure:
        return _("The feed names no sound for it.")
    if len(item.guid) > LONGEST_GUID:
        return _("Its id is longer than %(most)d signs and cannot be kept.") % {"most": LONGEST_GUID}
    return ""


def outlook(items: Iterable[Item], show: Show | None) -> list[tuple[Item, str]]:
    """Each item with what stands against taking it, in words; "" if it will be taken. Two queries at most."""
    known = set()
    if show:
        rows = Episode.objects.child_of(show).values_list("imported_guid", "guid")
        known = {imported or str(guid) for imported, guid in rows}
    return [(item, _("Already in the show.") if item.guid in known else obstacle(item)) for item in items]
