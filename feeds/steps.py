"""The steps that follow a change of what is public, as the job system calls them. Their subject is a show."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _

from episodes import artwork
from episodes.models import Show
from feeds import actions, addresses, announcing
from feeds.announcing import Call, Unheard
from feeds.documents import FEED
from siniar.jobs.errors import TryLater
from siniar.jobs.progress import Progress


def rebuild(subject: str, progress: Progress) -> None:
    """Builds the stored feeds of a show, so that no request has to."""
    show = _show(subject)
    if show is None:
        return
    artwork.prepare_covers(show)
    if not actions.refresh(show, progress):
        raise TryLater(_("The feeds are being built by somebody else."))


def announce(subject: str, progress: Progress) -> None:
    """Tells whoever is configured that the feed of a public show has other bytes than they were last told of.

    If one of two services fails, both hear it again: to be told twice harms neither.
    """
    show = _show(subject)
    if show is None or not Show.objects.public().filter(pk=show.pk).exists():
        return
    feed_url = addresses.document(show.slug, FEED.name)
    calls = announcing.calls(settings.CONFIG, feed_url, listed=show.in_directories)
    digest = actions.unannounced(show) if calls else None
    if digest is None:
        return
    reasons = [reason for call in calls if (reason := _told(call))]
    if reasons:
        raise TryLater(" ".join(reasons))
    actions.note_announced(show, digest)


def _told(call: Call) -> str:
    """Makes a call; returns why it failed, in words for editors, or nothing."""
    try:
        announcing.tell(call)
    except Unheard as error:
        if error.status is None:
            return _("%(service)s gives no answer.") % {"service": error.service}
        return _("%(service)s answers with error %(status)d.") % {"service": error.service, "status": error.status}
    return ""


def _show(subject: str) -> Show | None:
    """The show of a subject; None if it was deleted meanwhile."""
    return Show.objects.filter(pk=int(subject.removeprefix("show-"))).first()
