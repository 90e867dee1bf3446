"""The step that reads a feed and takes its episodes, as the job system calls it."""

from __future__ import annotations

import shutil

from django.utils.translation import gettext as _

from episodes.storage import work_folder
from siniar.jobs.errors import GiveUp, TryLater
from siniar.jobs.progress import Progress
from siniar.jobs.runner import Outcome
from transfer import actions, refusals, taking
from transfer.downloading import Paused
from transfer.fetching import Documents, Fetcher
from transfer.models import FeedImport, ImportedItem
from transfer.origin import known_show, look
from transfer.refused import Refused
from transfer.turns import Turn


def import_feed(subject: str, progress: Progress) -> Outcome | None:
    """Reads the feed of an import that has not been read, or takes what is still open of one that was started."""
    feed_import = FeedImport.objects.filter(pk=subject).select_related("show", "started_by").first()
    if feed_import is None:
        return None
    fetcher = Fetcher(allow_private=feed_import.allow_private)
    if feed_import.state == FeedImport.State.READING:
        _read(feed_import, fetcher, progress)
    elif feed_import.state == FeedImport.State.RUNNING:
        return _take(feed_import, fetcher, progress)
    return None


def _read(feed_import: FeedImport, fetcher: Fetcher, progress: Progress) -> None:
    try:
        feed = look(feed_import.source, fetcher, Turn(progress, 0.0, 1.0).goes_on)
    except Refused as error:
        failure = TryLater if error.temporary else GiveUp
        raise failure(refusals.sentence(error)) from error
    actions.keep_feed(feed_import, feed, known_show(feed, feed_import.source, feed_import.started_by))


def _take(feed_import: FeedImport, fetcher: Fetcher, progress: Progress) -> Outcome | None:
    """One episode after the other, the oldest first; others have their turn between two of them, and in the midst of
    one that comes slowly.
    """
    taking.require_room()
    show = taking.show_of(feed_import, Documents(fetcher, Turn(progress, 0.0, 1.0).goes_on))
    count = feed_import.items.count()
    item = feed_import.items.open().select_related("feed_import__started_by").first()
    while item:
        done = count - feed_import.items.open().count()
        turn = Turn(progress, done / count, (done + 1) / count)
        turn(0.0)
        try:
            taking.take(item, show, fetcher, turn)
        except Paused:
            return Outcome.MAKE_ROOM
        item = feed_import.items.open().select_related("feed_import__started_by").first()
        if item and progress.should_make_room():
            return Outcome.MAKE_ROOM
    good = actions.finish(feed_import)
    if not feed_import.items.filter(state=ImportedItem.State.FAILED).exists():  # else what has come may be gone on with
        shutil.rmtree(work_folder(feed_import.pk), ignore_errors=True)
    if not good:
        raise GiveUp(_("Nothing was taken. Each episode says why.") if count else _("The feed has no episodes."))
    return None
