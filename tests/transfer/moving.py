"""Moves a podcast from a host on this machine, as worker and editor would together."""

from __future__ import annotations

from typing import Any

from episodes.models import Episode, Show
from siniar.jobs import runner
from siniar.jobs.models import Job
from tests.transfer.server import Host
from transfer import actions
from transfer.fetching import Fetcher
from transfer.models import FeedImport, ImportedItem
from transfer.origin import known_show, look


def looked_at(address: str, show: Show | None, **values: Any) -> FeedImport:
    """An import whose feed has been read; this machine may be called."""
    feed_import = actions.open_import(address, show=show, allow_private=True, **values)
    feed = look(address, Fetcher(allow_private=True))
    actions.keep_feed(feed_import, feed, known_show(feed, address, feed_import.started_by))
    return feed_import


def moved(address: str, show: Show | None, **options: Any) -> FeedImport:
    """An import that was started and worked on once."""
    feed_import = looked_at(address, show)
    actions.start(feed_import, **options)
    work(feed_import)
    return feed_import


def job(feed_import: FeedImport) -> Job:
    """The job of an import."""
    return Job.objects.get(subject=str(feed_import.pk), step="import_feed")


def work(feed_import: FeedImport) -> Job:
    """Does the job, as a worker would, until it makes no more room for others."""
    done = job(feed_import)
    while True:
        runner.run(done.pk)
        done.refresh_from_db()
        if done.state != Job.State.WAITING or done.reason:
            feed_import.refresh_from_db()
            return done


def only(feed_import: FeedImport) -> ImportedItem:
    """The one item of an import."""
    return feed_import.items.get()


def episodes(show: Show | None) -> list[Episode]:
    """The episodes of a show, the oldest first."""
    return list(Episode.objects.child_of(show).order_by("first_published_at", "pk"))


def asked_for(host: Host, ending: str) -> int:
    """How often something that ends so was asked for."""
    return sum(path.endswith(ending) for path in host.paths())
