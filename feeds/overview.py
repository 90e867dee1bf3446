"""What editors see of the feeds of their shows: where they are, how fresh they are, and what is missing in them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from wagtail.permissions import page_permission_policy

from episodes.mending import Loss, losses
from episodes.models import AudioFile, Episode, Show, Topic
from feeds import actions, addresses, kinds, wording
from feeds.documents import Document
from feeds.models import Edition, StoredFeed
from siniar.addresses import absolute
from siniar.jobs.models import Job
from siniar.jobs.pipeline import ANNOUNCE, REBUILD
from siniar.models import User


@dataclass(frozen=True)
class Feed:
    """One feed; `built_at` and `size` (bytes) are None while nobody has asked for it."""

    name: str | Promise
    purpose: str | Promise
    address: str
    episodes: int
    built_at: datetime | None
    size: int | None


@dataclass(frozen=True)
class Missing:
    """An episode that is public and yet in no feed, and why."""

    episode: Episode
    reason: str


@dataclass(frozen=True)
class Overview:
    """A show with all of this; `state` and `announcement` are sentences."""

    show: Show
    public: bool
    state: str
    announcement: str
    feeds: tuple[Feed, ...]
    missing: tuple[Missing, ...]
    lost: tuple[Loss, ...]
    review_address: str
    keys: int


def editable_shows(user: User | AnonymousUser) -> QuerySet[Show]:
    """The shows that the user may change, by title."""
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    return Show.objects.filter(pk__in=pages.values("pk")).order_by("title", "pk")


def of(show: Show) -> Overview:
    """What is known of the feeds of a show now; nothing is built for it.

    The files of its sound are looked at one by one: what is gone is told at once, not with the next building.
    """
    edition = Edition.objects.filter(show=show).first()
    public = Show.objects.public().filter(pk=show.pk).exists()
    jobs = {job.step: job for job in Job.objects.of(actions.subject(show.pk)).current()}
    return Overview(
        show=show,
        public=public,
        state=_state(edition, jobs.get(REBUILD.name)),
        announcement=_announcement(show, edition, jobs.get(ANNOUNCE.name)),
        feeds=tuple(_feeds(show, edition)) if public else (),
        missing=tuple(_missing(edition)) if public else (),
        lost=tuple(losses(AudioFile.objects.filter(episodes__in=Episode.objects.child_of(show)))),
        review_address=review_address(show),
        keys=show.review_keys.filter(revoked_at=None).count(),
    )


def review_address(show: Show) -> str:
    """Where the drafts of a show can be heard."""
    return absolute(reverse("review-feed", args=[show.slug]))


def why_missing(episode: Episode) -> str:
    """Why a live episode is in no feed, in words; empty if it is, or if that is not known."""
    parents = Show.objects.ancestor_of(episode).values("pk")
    edition = Edition.objects.filter(show__in=parents).first() if episode.pk and episode.live else None
    codes = dict(edition.left_out) if edition else {}
    return wording.reason(codes[episode.pk]) if episode.pk in codes else ""


def _feeds(show: Show, edition: Edition | None) -> Iterator[Feed]:
    """The first page of each; a show has them all, whether somebody has asked for them or not."""
    left_out = [pk for pk, _code in edition.left_out] if edition else []
    episodes = Episode.objects.public().child_of(show).exclude(pk__in=left_out)
    topics = Topic.objects.filter(episodes__in=episodes.values("pk")).order_by("order", "code")
    shown = {topic: topic.shown for topic in topics.annotate(shown=Count("episodes"))}
    counts = dict.fromkeys(kinds.STANDARD.values(), episodes.count())
    counts |= dict(zip(kinds.of_topics(shown), shown.values(), strict=True))
    stored = {each.name: each for each in StoredFeed.objects.filter(show=show)}
    for kind, count in counts.items():
        words, document = wording.of(kind, shown), Document(kind)
        kept = stored.get(document.name)
        yield Feed(
            name=words.name,
            purpose=words.purpose,
            address=addresses.document(show.slug, document.name),
            episodes=count,
            built_at=kept.built_at if kept else None,
            size=kept.size if kept and kept.size else None,
        )


def _missing(edition: Edition | None) -> Iterator[Missing]:
    codes = dict(edition.left_out) if edition else {}
    for episode in Episode.objects.filter(pk__in=codes).newest_first():
        yield Missing(episode, wording.reason(codes[episode.pk]))


def _state(edition: Edition | None, job: Job | None) -> str:
    """How fresh the feeds are, and what the worker does about it."""
    if job and job.state == Job.State.RUNNING:
        return _("They are being built: %(percent)d %%.") % {"percent": job.progress}
    if job and job.reason:
        return f"{job.get_state_display()}: {job.reason}"
    if job and job.state == Job.State.WAITING:
        return _("Something has changed. The worker will build them; whoever asks before gets the new state, too.")
    if edition is None:
        return _("They have not been built yet.")
    return _("They are up to date.") if edition.fresh else _("Something has changed; the next request builds them.")


def _announcement(show: Show, edition: Edition | None, job: Job | None) -> str:
    """What hubs know of the feed; empty if none is configured."""
    if not (settings.CONFIG.websub_hub or settings.CONFIG.podping_url):
        return ""
    if edition and edition.announced and actions.unannounced(show) is None:
        return _("Hubs know the present feed.")
    if job and job.reason:
        return _("Hubs do not know the present feed yet. %(reason)s") % {"reason": job.reason}
    return _("Hubs do not know the present feed yet.")
