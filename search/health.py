"""The check of this app for `manage.py doctor`."""

from django.utils.translation import gettext as _
from wagtail.models import Page
from wagtail.search.backends import get_search_backend

from siniar.health import Finding, Verdict


def engine() -> Finding:
    """Does the admin's search answer? (Listeners' search is not built yet.)"""
    get_search_backend().search("siniar", Page).count()
    return Finding(_("Editors' search"), Verdict.GOOD, _("answers"))
