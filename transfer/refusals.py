"""Says in the editors' language why a feed, or something that it names, was not taken, and what is doubtful in it."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from transfer.refused import Code, Refused
from transfer.values import Doubt, Feed

SENTENCES: Mapping[str, str | Promise] = {
    Code.BAD_ADDRESS: gettext_lazy(
        "This is no address that can be called. It must begin with http:// or https:// and hold no password."
    ),
    Code.FORBIDDEN_ADDRESS: gettext_lazy(
        "The address of “%(host)s” is not open to the world: it leads into a network of its own. It was not called."
    ),
    Code.UNKNOWN_HOST: gettext_lazy("There is no host “%(host)s”, or its name cannot be looked up just now."),
    Code.TOO_MANY_REDIRECTS: gettext_lazy("The address leads on and on to other addresses."),
    Code.NO_ANSWER: gettext_lazy("The other host does not answer. Try again later."),
    Code.BROKEN_ANSWER: gettext_lazy("The other host broke off its answer. Try again later; what has come is kept."),
    Code.NOT_FOUND: gettext_lazy("The other host does not give it away (answer %(status)d). Check the address."),
    Code.SERVER_ERROR: gettext_lazy("The other host is in trouble (answer %(status)d). Try again later."),
    Code.TOO_SLOW: gettext_lazy("The other host is too slow. Try again later; what has come is kept."),
    Code.TOO_LARGE: gettext_lazy("It is too large: at most %(megabytes)d MB are taken."),
    Code.BAD_ENCODING: gettext_lazy("The answer is packed in a way that cannot be unpacked."),
    Code.EMPTY: gettext_lazy("The feed is empty."),
    Code.DOCTYPE: gettext_lazy(
        "The file has a document type of its own (DOCTYPE). No podcast feed needs one, and attacks come by way of "
        "them. Perhaps it is a web page: give the address of the feed itself."
    ),
    Code.NOT_A_FEED: gettext_lazy("This is no podcast feed (RSS). Give the address of the feed, not of a web page."),
    Code.TOO_MANY_ITEMS: gettext_lazy("The feed has more than %(most)d episodes. So many are not taken."),
    Code.BAD_CHAPTERS: gettext_lazy("The file with the chapters cannot be read."),
}

DOUBTS: Mapping[str, str | Promise] = {
    Doubt.NO_GUID: gettext_lazy("The feed gives it no id: the address of its sound is its id, as in podcast apps."),
    Doubt.NO_DATE: gettext_lazy("The feed gives it no usable date: it counts as published when you publish it."),
    Doubt.TITLE_MISSING: gettext_lazy("The feed gives it no title."),
    Doubt.NOTES_CUT: gettext_lazy("Its notes were longer than any notes and are cut."),
}


def sentence(error: Refused) -> str:
    """Why something was not taken."""
    details = dict(error.details)
    if "most" in details:
        details["megabytes"] = int(details["most"]) // 1_000_000
    return str(SENTENCES[error.code]) % details


def doubts(codes: tuple[str, ...]) -> list[str]:
    """What an editor should know of an item that is taken all the same."""
    return [str(DOUBTS[code]) for code in codes if code in DOUBTS]


def remarks(feed: Feed) -> list[str]:
    """What an editor should know of a feed as a whole."""
    found = []
    if feed.damaged:
        found.append(_("The feed is damaged. What could be read of it was read; compare the number of episodes."))
    if feed.again:
        text = _("%(count)d episodes have the id of another one in this feed and are left out.")
        found.append(text % {"count": feed.again})
    people = feed.channel.people + sum(item.people for item in feed.items)
    if people:
        text = _(
            "The feed names people %(count)d times. Nobody is named here before they have agreed to it: add them under "
            "“People” then."
        )
        found.append(text % {"count": people})
    if feed.channel.locked:
        found.append(_("The feed asks other hosts not to import it. Only its owner may."))
    return found
