"""The step that follows a change of what is public, as the job system calls it. Its subject is “search-7”, 7 a show, or
“search-all”.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

from search import actions
from siniar.jobs.errors import TryLater
from siniar.jobs.progress import Progress


def index(subject: str, progress: Progress) -> None:
    """Tells the engines what a show tells now. One that gives no answer is told later."""
    if subject == actions.EVERYTHING:
        actions.reconcile(progress)
        return
    silent = actions.index_show(int(subject.removeprefix("search-")), progress)
    if silent:
        raise TryLater(_("The search engine %(name)s gives no answer.") % {"name": ", ".join(silent)})
