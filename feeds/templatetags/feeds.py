"""What templates may ask of feeds."""

from __future__ import annotations

from dataclasses import dataclass

from django import template
from django.urls import reverse
from django.utils.functional import Promise

from episodes.models import Episode, Show, Topic
from feeds import addresses, kinds, overview, wording
from feeds.kinds import Kind

register = template.Library()


@dataclass(frozen=True)
class Offer:
    """A feed as listeners choose it."""

    name: str | Promise
    purpose: str | Promise
    address: str


@register.inclusion_tag("feeds/subscribe.html")
def subscribe(show: Show) -> dict[str, object]:
    """How to follow a show: its feeds in plain words, and those of single topics that have an episode."""
    episodes = Episode.objects.public().child_of(show).values("pk")
    topics = list(Topic.objects.filter(episodes__in=episodes).distinct().order_by("order", "code"))
    return {
        "full": _offer(show, kinds.FULL),
        "hemat": _offer(show, kinds.HEMAT),
        "netral": _offer(show, kinds.NETRAL),
        "topics": [_offer(show, kind, topics) for kind in kinds.of_topics(topics)],
        "all_shows": reverse("feeds-opml"),
    }


def _offer(show: Show, kind: Kind, topics: list[Topic] | None = None) -> Offer:
    words = wording.of(kind, topics or ())
    return Offer(words.name, words.purpose, addresses.document(show.slug, f"{kind.name}.xml"))


@register.simple_tag
def why_missing(episode: Episode) -> str:
    """Why a live episode is in no feed, in words for editors; empty if it is."""
    return overview.why_missing(episode)
