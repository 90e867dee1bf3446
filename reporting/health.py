"""The check of this app for `manage.py doctor`."""

from __future__ import annotations

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from reporting import directory, due, gathering
from reporting.due import Reason
from siniar.health import Finding, Verdict


def numbers() -> Finding:
    """Is there somebody to call in danger, and was every public number dialled?"""
    name, found = _("Numbers for help"), gathering.gather()
    count = sum(len(service.channels) for service in found.services)
    if not directory.offer(found, "now", "", timezone.localdate(), settings.CONFIG.call_test_days):
        remedy = _("Run manage.py load_services, or verify an emergency number in the admin.")
        return Finding(name, Verdict.BAD, _("no emergency number is public"), remedy)
    missing = sum(each.reason != Reason.SOON for each in due.now())
    if missing:
        text = _("%(missing)d of %(count)d need a test call") % {"missing": missing, "count": count}
        return Finding(name, Verdict.WARNING, text, _("Dial them; the admin lists them under “Test the numbers”."))
    text = ngettext("%(count)d number, tried not long ago", "%(count)d numbers, tried not long ago", count)
    return Finding(name, Verdict.GOOD, text % {"count": count})
