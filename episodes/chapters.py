"""The chapters of an episode's draft: what they are, and setting them without losing what else is in the draft.

Publishing them is publishing the episode; see episodes.actions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction

from episodes.models import Chapter, Episode
from siniar.models import User

MOST = 255  # chapters; an MP3 cannot list more

#: What Wagtail keeps of a page beside its content.
_STATE = {
    "pk",
    "draft_title",
    "first_published_at",
    "has_unpublished_changes",
    "last_published_at",
    "latest_revision",
    "latest_revision_created_at",
    "live_revision",
    "wagtail_admin_comments",
}


class ChangedMeanwhile(Exception):
    """Somebody else has changed the chapters since they were looked at."""


@dataclass(frozen=True, order=True)
class Mark:
    """A chapter as a value. `start` in seconds, to the millisecond."""

    start: Decimal
    title: str


def marks(episode: Episode) -> tuple[Mark, ...]:
    """The chapters of this very object, the draft or what is public, in order."""
    return tuple(sorted(Mark(Decimal(chapter.start), chapter.title) for chapter in episode.chapters.all()))


def seal(chapters: Iterable[Mark]) -> str:
    """A short hash of chapters as somebody has seen them."""
    rows = "\n".join(f"{mark.start:.3f} {mark.title}" for mark in sorted(chapters))
    return hashlib.blake2b(rows.encode(), digest_size=8).hexdigest()


@transaction.atomic
def set_in_draft(episode: Episode, chapters: Sequence[Mark], *, seen: str, user: User | None) -> bool:
    """Makes these the chapters of the latest draft, if those there still have the seal `seen` or are these already.

    All else in the draft stays as it is, faults included. Returns whether anything changed. Raises ChangedMeanwhile.
    """
    draft = Episode.objects.select_for_update().get(pk=episode.pk).get_latest_revision_as_object()
    present = marks(draft)
    if seal(present) == seal(chapters):
        return False
    if seal(present) != seen:
        raise ChangedMeanwhile
    draft.chapters.set([Chapter(start=mark.start, title=mark.title) for mark in sorted(chapters)])
    draft.save_revision(user=user, log_action=True, clean=False)
    return True


def nothing_else_waits(episode: Episode) -> bool:
    """Whether publishing the draft of a live episode would change its chapters for the public, or nothing at all."""
    public = Episode.objects.get(pk=episode.pk)
    return public.live and _content(public.get_latest_revision_as_object()) == _content(public)


def _content(episode: Episode) -> dict[str, Any]:
    """What is in the page but its chapters. Rows of the same content are the same: publishing gives them new ids."""
    data = episode.serializable_data()
    return {name: _without_ids(value) for name, value in data.items() if name not in _STATE | {"chapters"}}


def _without_ids(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_ids(each) for each in value]
    if isinstance(value, dict):
        return {name: each for name, each in value.items() if name != "pk"}
    return value
