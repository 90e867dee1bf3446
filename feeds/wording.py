"""What each feed is called, and for whom it is, in words for listeners and editors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from episodes.models import Topic
from feeds import kinds
from feeds.kinds import Kind


@dataclass(frozen=True)
class Words:
    """`purpose` is for listeners: short, and without any word that only podcasters know."""

    name: str | Promise
    purpose: str | Promise


STANDARD: Mapping[Kind, Words] = {
    kinds.FULL: Words(_("All episodes"), _("For most people.")),
    kinds.HEMAT: Words(_("Data saver"), _("Small files, for when your data is limited. Not in Apple Podcasts.")),
    kinds.NETRAL: Words(_("Neutral"), _("Titles and picture do not tell the topic.")),
}
OPEN_TOPIC, NEUTRAL_TOPIC = _("Only this topic."), _("Only this topic. Titles and picture do not tell it.")

#: Why an episode is left out of all feeds, and what mends it; the codes are those of feeds.source.LeftOut.
REASONS: Mapping[str, str | Promise] = {
    "no_file": _(
        "Its sound file is missing on the disk. Open the recording and choose “Make the sound again from the original”."
    ),
    "no_date": _("It has no date of publication. Unpublish it, and publish it again."),
    "broken": _("Something in it cannot be read. Look through its texts, save and publish it again."),
}


def of(kind: Kind, topics: Iterable[Topic] = ()) -> Words:
    """The words for a feed; `topics` are those that a feed of one topic may be of."""
    if kind in STANDARD:
        return STANDARD[kind]
    label = next((topic.label for topic in topics if topic.code == kind.topic), kind.name)
    return Words(label, NEUTRAL_TOPIC if kind.neutral else OPEN_TOPIC)


def reason(code: str) -> str:
    """The sentence for a code; a code that has none yet is shown itself."""
    return str(REASONS.get(code, code))
