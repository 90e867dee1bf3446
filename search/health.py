"""The checks of this app for `manage.py doctor`."""

from __future__ import annotations

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from search import choosing
from search.engines.protocol import Cause, Unavailable
from search.models import SearchMark
from siniar.health import Finding, Verdict


def engine() -> Finding:
    """Does the admin's search answer?"""
    get_search_backend().search("siniar", Page).count()
    return Finding(_("Editors' search"), Verdict.GOOD, _("answers"))


def listeners() -> Finding:
    """Does the listeners' search answer, by the engine that was chosen, and does it know everything?"""
    name, found = _("Listeners' search"), choosing.chosen()
    if lack := choosing.missing():
        text = _("“%(name)s” cannot be used: the database answers") % {"name": settings.CONFIG.search_engine}
        return Finding(name, Verdict.BAD, text, lack)
    try:
        index = found.serving()
        count = sum(map(bool, found.contents(index).values())) if index else 0
    except Unavailable as error:
        text = _("%(name)s gives no answer: %(error)s; the database answers") % {
            "name": found.name,
            "error": why(error),
        }
        return Finding(name, Verdict.WARNING, text, _("Start it, or change SINIAR_SEARCH_URL. What it missed follows."))
    if index is None:
        return Finding(name, Verdict.WARNING, _("nothing is indexed yet"), "manage.py rebuild_search")
    if found is not choosing.database() and not choosing.told(found):
        text = _("%(name)s is not told of changes yet: the database answers") % {"name": found.name}
        return Finding(name, Verdict.WARNING, text, _("The worker does it by itself."))
    text = ngettext("%(name)s, %(count)d episode", "%(name)s, %(count)d episodes", count)
    text %= {"name": found.name, "count": count}
    waiting = SearchMark.objects.of(found.name).late().count()
    if waiting:
        more = ngettext("%(count)d show waits to be indexed", "%(count)d shows wait to be indexed", waiting)
        return Finding(
            name, Verdict.WARNING, f"{text}; {more % {'count': waiting}}", _("The worker does it by itself.")
        )
    return Finding(name, Verdict.GOOD, text)


def why(error: Unavailable) -> str:
    """Why an engine gives no answer, for who can do something about it. Tells no address and no password."""
    return {
        Cause.OTHER: str(error),
        Cause.UNREACHABLE: _("no connection, nobody listens at its address"),
        Cause.LATE: _("it does not answer in time"),
        Cause.LOGIN: _("the user or the password is wrong"),
        Cause.DATABASE: _("there is no database of that name"),
        Cause.ADDRESS: _("SINIAR_SEARCH_URL is no address of such a server"),
        Cause.STRANGE: _("something answers at its address, but it is no such server"),
    }[error.cause]
