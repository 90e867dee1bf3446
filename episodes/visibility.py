"""The one answer to “is this public now?”, for page, media, feed, search, sitemap and API.

Nobody else may ask otherwise.

An episode is public when its page and its show are published and open to all, its time has not run out, and its sound
is ready: encoded, tagged, and tagged neutrally if a topic asks for it. What is not public does not exist (404, never
403).
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Left, Length
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction
from wagtail.query import PageQuerySet

if TYPE_CHECKING:
    from episodes.models import Episode
    from episodes.models.episode import EpisodeQuerySet

    Rows = TypeVar("Rows", bound=EpisodeQuerySet)
    Pages = TypeVar("Pages", bound=PageQuerySet)


def public(episodes: Rows, at: datetime | None = None) -> Rows:
    """Returns those of `episodes` that are public `at` a moment (now); one query, however many episodes there are."""
    from episodes.models import Rendition, Show, Topic

    parent_path = Left(OuterRef("path"), Length(OuterRef("path")) - Page.steplen)
    topics = Topic.objects.filter(episodes=OuterRef("pk"))
    tagged = Rendition.objects.filter(audio_file=OuterRef("audio"), kind=Rendition.Kind.MAIN).exclude(tags_hash="")
    telling = Rendition.objects.filter(audio_file=OuterRef("audio"), tags_neutral=False)
    harmless = Q(Exists(topics)) & ~Q(Exists(topics.discreet()))
    at = at or timezone.now()
    return (
        _open(episodes, at)
        .filter(Exists(_in_time(Show.objects.all(), at).filter(path=parent_path)))
        .filter(Exists(tagged), harmless | ~Exists(telling))
    )


def public_shows(shows: Pages) -> Pages:
    """Returns those of `shows` that are public at this moment."""
    return _open(shows, timezone.now())


def _open(pages: Pages, at: datetime) -> Pages:
    """Published, not expired (the clock's unpublishing may be a minute late), and not restricted, nor is any page
    above. The database compares the paths itself: Wagtail's own `public` would ask for all restrictions first.
    """
    at_or_above = Left(OuterRef("path"), Length("page__path"))
    return _in_time(pages, at).exclude(Exists(PageViewRestriction.objects.filter(page__path=at_or_above)))


def _in_time(pages: Pages, at: datetime) -> Pages:
    return pages.live().filter(Q(expire_at=None) | Q(expire_at__gt=at))


def is_public(episode: Episode) -> bool:
    """Whether everybody may see and hear this episode now, as the database says it (not this instance)."""
    return type(episode).objects.filter(pk=episode.pk).public().exists()
