"""Every write to stored feeds: noting that they are stale, and building them once, however many ask.

A change raises `Edition.wanted` in its own transaction, the clock does so by `valid_until`; a document is true as long
as it was built for that number. Whoever finds one that is not, worker or request, builds it: the Edition is claimed by
one UPDATE, the others wait for the result. So nobody ever gets a feed that tells what has been withdrawn.
"""

from __future__ import annotations

import hashlib
import logging
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from episodes.models import Episode, Show
from feeds import documents, gathering, keys, storage
from feeds.documents import FEED, Document
from feeds.gathering import Source
from feeds.models import Edition, FormerSlug, ReviewKey, StoredFeed
from feeds.surroundings import surroundings
from siniar.jobs import pipeline, runner
from siniar.models import User

logger = logging.getLogger(__name__)

BUILDER_LEASE = timedelta(seconds=30)  # many times what one document of 5,000 episodes takes
PATIENCE = 10.0  # seconds that a request waits for another builder before it builds for itself
GLANCE = 0.05  # seconds between two looks at another builder's work
A_SECOND = timedelta(seconds=1)  # Last-Modified knows nothing shorter


@dataclass(frozen=True)
class Built:
    """A document as it is now. `body` is None where it lies in the file that its digest names (feeds.storage)."""

    digest: str
    changed_at: datetime
    body: bytes | None = None


def subject(show_id: int) -> str:
    """What jobs on the feeds of a show are called by."""
    return f"show-{show_id}"


@transaction.atomic
def mark(shows: Iterable[int]) -> None:
    """Says that feeds of these shows may no longer be true; from the commit on no request gets the old ones."""
    for show_id in shows:
        if not Edition.objects.filter(show=show_id).update(wanted=F("wanted") + 1):
            Edition.objects.get_or_create(show_id=show_id)
        runner.start(pipeline.SHOW_CHANGED, subject(show_id), "", again=True)


def keep_slug(show: Show, slug: str) -> None:
    """Notes a name that the show's address had; its present one is none any more. Names of other shows stay theirs."""
    FormerSlug.objects.filter(slug=show.slug, show=show).delete()
    FormerSlug.objects.get_or_create(slug=slug, defaults={"show": show})


def forget(show_id: int) -> None:
    """Forgets the jobs on a show that is deleted; its rows go with it, its files with `remove_leftovers`."""
    runner.forget(subject(show_id))


def present(show: Show, document: Document) -> Built | None:
    """The document as it is now: the stored one, or built on the spot. None if the show has no such document."""
    end = time.monotonic() + PATIENCE
    while True:
        known, built = _known(show, document)
        if known:
            return built
        with _claimed(show) as claimed:
            if claimed:  # perhaps by the end of the one who has just built it
                known, built = _known(show, document)
            if claimed or time.monotonic() > end:
                return built if known else _build_one(show, document, keep=claimed)
        time.sleep(GLANCE)


def refresh(show: Show, report: Callable[[float], None] = lambda share: None) -> bool:
    """Builds all documents of a show that somebody has asked for, and the feed for directories in any case.

    What is true already gets the same bytes. Returns False if another builder was at work all the time.
    """
    end = time.monotonic() + PATIENCE
    while True:
        with _claimed(show) as claimed:
            if claimed:
                _build_all(show, report)
                return True
        if time.monotonic() > end:
            return False
        time.sleep(GLANCE)


def _known(show: Show, document: Document) -> tuple[bool, Built | None]:
    """Whether nothing has to be built to tell the document as it is now, and the document, None if there is none."""
    stored = StoredFeed.objects.filter(show=show, name=document.name).select_related("show__edition").first()
    edition = stored.show.edition if stored else Edition.objects.get_or_create(show=show)[0]
    if edition.fresh and document.name not in edition.documents:
        return True, None
    if edition.fresh and stored and stored.changed_at and stored.is_true_for(edition, surroundings()):
        return True, Built(stored.digest, stored.changed_at)
    return False, None


@contextmanager
def _claimed(show: Show) -> Iterator[bool]:
    """Whether this caller alone may build documents of the show, until the end of the block."""
    me, now = uuid.uuid4().hex, timezone.now()
    free = Edition.objects.filter(Q(builder="") | Q(builder_until__lt=now), show=show)
    claim = {"builder": me, "builder_until": now + BUILDER_LEASE}
    claimed = bool(free.update(**claim)) or Edition.objects.get_or_create(show=show, defaults=claim)[1]
    try:
        yield claimed
    finally:
        if claimed:
            Edition.objects.filter(show=show, builder=me).update(builder="", builder_until=None)


def _build_one(show: Show, document: Document, *, keep: bool) -> Built | None:
    source, wanted = _gather(show)
    body = document.write(source) if source else None
    if body is None:
        return None
    if keep:
        try:
            return _keep(StoredFeed.objects.get_or_create(show=show, name=document.name)[0], body, wanted)
        except OSError:
            logger.exception("%s of show %s cannot be stored: it is built for each request", document.name, show.pk)
    return Built(hashlib.sha256(body).hexdigest(), timezone.now(), body)


def _build_all(show: Show, report: Callable[[float], None]) -> None:
    stored = {each.name: each for each in StoredFeed.objects.filter(show=show)}
    source, number = _gather(show)
    existing = list(documents.of(source)) if source else []
    wanted = [document for document in existing if document.name in stored.keys() | {FEED.name}]
    begun = time.monotonic()
    for place, document in enumerate(wanted, start=1):
        body = document.write(source) if source else None
        if body is not None:
            row = stored.pop(document.name) if document.name in stored else StoredFeed(show=show, name=document.name)
            _keep(row, body, number)
        if time.monotonic() - begun > BUILDER_LEASE.total_seconds() / 3:  # a long archive on a slow machine
            begun = time.monotonic()
            Edition.objects.filter(show=show).update(builder_until=timezone.now() + BUILDER_LEASE)
        report(place / len(wanted))
    if stored:
        StoredFeed.objects.filter(pk__in=[each.pk for each in stored.values()]).delete()


def _gather(show: Show) -> tuple[Source | None, int]:
    """What the show's feeds must tell, noted in its edition, and the number it is for; None if it is not public."""
    # The number first: what changes while the rest is read raises it, and makes what is built from it stale.
    show = gathering.read(show.pk)
    edition: Edition = show.edition
    if edition.out_of_time:  # the clock has changed what is public: a change like any other
        outdated = Edition.objects.filter(show=show, valid_until=edition.valid_until)
        outdated.update(wanted=F("wanted") + 1, valid_until=None)
        edition.refresh_from_db()
    source: Source | None = gathering.gather(show)
    if source and not source.items and not Show.objects.public().filter(pk=show.pk).exists():
        source = None  # a public episode is one of a public show
    Edition.objects.filter(show=show).update(
        built=edition.wanted,
        public=_hash(source.episodes if source else ()),
        valid_until=source.valid_until if source else None,
        documents=[document.name for document in documents.of(source)] if source else [],
        episodes=len(source.items) if source else 0,
        left_out=[[each.episode_id, each.reason] for each in source.left_out] if source else [],
    )
    return source, edition.wanted


def _keep(stored: StoredFeed, body: bytes, number: int) -> Built:
    """Stores a document: the file first, then the row that names it. Raises OSError."""
    digest, now = storage.keep(body), timezone.now()
    if digest != stored.digest or stored.changed_at is None:
        stored.digest, stored.size = digest, len(body)
        # Who has seen the former bytes must be able to tell by the second that these are others.
        stored.changed_at = max(now, stored.changed_at + A_SECOND) if stored.changed_at else now
    stored.built, stored.made_with, stored.built_at = number, surroundings(), now
    stored.save()
    return Built(stored.digest, stored.changed_at)


def unannounced(show: Show) -> str | None:
    """The digest of the show's feed if hubs have not been told of it yet."""
    stored = StoredFeed.objects.filter(show=show, name=FEED.name).exclude(digest="")
    return stored.exclude(digest=F("show__edition__announced")).values_list("digest", flat=True).first()


def note_announced(show: Show, digest: str) -> None:
    """Notes that all hubs know the feed with this digest."""
    Edition.objects.filter(show=show).update(announced=digest)


def make_review_key(show: Show, label: str, *, author: User) -> str:
    """A new key with which drafts of the show can be heard. It is told here, and never again: only its hash is kept."""
    key = keys.new()
    ReviewKey.objects.create(show=show, label=label, key_hash=keys.hashed(key), made_by=author)
    return key


def revoke_review_key(key: ReviewKey) -> None:
    """From now on nobody gets anything for this key."""
    ReviewKey.objects.filter(pk=key.pk, revoked_at=None).update(revoked_at=timezone.now())


def lost(stored_digest: str) -> None:
    """Notes that the file of a document is missing, so that it is built anew."""
    StoredFeed.objects.filter(digest=stored_digest).update(built=-1)


def verify() -> list[int]:
    """Marks shows whose public episodes are not those that their feeds were built from; returns them.

    Every change marks its show at once. This looks once a minute for what came by a way that nobody thought of.
    """
    changed = [
        show.pk
        for show in Show.objects.filter(edition__isnull=False).select_related("edition")
        if show.edition.fresh and show.edition.public != _public_episodes(show)
    ]
    if changed:
        logger.warning("what is public of %d shows had changed unnoticed", len(changed))
        mark(changed)
    return changed


def _public_episodes(show: Show) -> str:
    """Hash of which episodes of the show are public now."""
    return _hash(Episode.objects.public().child_of(show).values_list("pk", flat=True))


def _hash(episodes: Iterable[int]) -> str:
    return hashlib.sha256(repr(sorted(episodes)).encode()).hexdigest()


def renew() -> None:
    """Marks all shows, so that whatever went unnoticed lasts an hour at most. What has not changed keeps its bytes."""
    mark(Show.objects.values_list("pk", flat=True))


def remove_leftovers() -> None:
    """Deletes files that no stored feed names any more."""
    storage.remove_leftovers(set(StoredFeed.objects.values_list("digest", flat=True)))
