"""The steps that follow a change of what is public, as the job system calls them. Their subject is a show."""

from __future__ import annotations

from django.utils.translation import gettext as _

from episodes.models import Show
from feeds import actions
from siniar.jobs.errors import TryLater
from siniar.jobs.progress import Progress


def rebuild(subject: str, progress: Progress) -> None:
    """Builds the stored feeds of a show, so that no request has to."""
    show = _show(subject)
    if show is not None and not actions.refresh(show, progress):
        raise TryLater(_("The feeds are being built by somebody else."))


def _show(subject: str) -> Show | None:
    """The show of a subject; None if it was deleted meanwhile."""
    return Show.objects.filter(pk=int(subject.removeprefix("show-"))).first()
