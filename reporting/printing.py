"""What stands on cards and posters: numbers that are sure today, and until when. reporting.paper draws it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from episodes.models import Topic
from reporting import directory, paper, qr, showing, storing
from reporting.directory import Directory, Help, Way
from reporting.paper import Line, Sheet

KINDS = {"card": paper.card, "cards": paper.cards, "poster": paper.poster}
_PURPOSES = ("now", "talk")
_WAYS = ("phone", "whatsapp", "sms", "web")


def sheet(topic: Topic | None, region: str = "") -> Sheet:
    """A card or poster for a topic, by its neutral label alone, and for a region's own numbers, if one is given.

    A number that is being checked stands on no paper, unless it is one for danger: nobody can take paper back.
    """
    found, today = storing.present(), timezone.localdate()
    helps = list(_sure(found, region, today))
    return Sheet(
        title="Siniar",
        subtitle=topic.neutral_label if topic else _("Short talks to listen to"),
        invitation=_("Point the camera of your phone here, or type the address:"),
        heading=_("Useful numbers"),
        lines=tuple(_line(each, found) for each in helps),
        valid=_valid([way for each in helps for way in each.ways], today),
        address=qr.text(),
        code=qr.rows(),
    )


def _sure(found: Directory, region: str, today: date) -> Iterator[Help]:
    for purpose in _PURPOSES:
        for each in directory.offer(found, purpose, region, today, settings.CONFIG.call_test_days):
            ways = tuple(way for way in each.ways if not way.checking or purpose == "now")
            if ways:
                yield Help(each.service, ways, each.level)


def _line(each: Help, found: Directory) -> Line:
    shown = showing.shown(each, found)
    numbers = tuple(f"{way.beside} {way.value}".strip() for way in shown.ways)
    hours = {way.hours for way in shown.ways if way.hours}
    limits = {way.limit for way in shown.ways if way.limit}
    return Line(shown.name, numbers, " · ".join([*sorted(hours), *sorted(limits)]))


def _valid(ways: list[Way], today: date) -> str:
    """Until when these numbers hold: the first day on which one has to be tried again. Says so if some were never
    tried, were not answered, or were tried too long ago.
    """
    tested = [each.channel.tested_on for each in ways if each.channel.tested_on and not each.checking]
    last = _("If nobody answers, try the next one.")
    if tested and len(tested) == len(ways):
        until = date_format(min(tested) + timedelta(days=settings.CONFIG.call_test_days), "j F Y")
        return _("Checked; holds until %(day)s.") % {"day": until} + " " + last
    made = _("From public sources, as of %(day)s; not all of them have been tried.") % {
        "day": date_format(today, "j F Y")
    }
    return f"{made} {last}"
