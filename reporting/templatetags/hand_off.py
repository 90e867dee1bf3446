"""Lets the help page ask for the offer to go on to the reporting module."""

from __future__ import annotations

from typing import Any

from django import template

from episodes.models import Episode
from reporting.handoff import offer, probe

register = template.Library()


@register.simple_tag(takes_context=True)
def hand_off_offer(context: dict[str, Any]) -> offer.Offer | None:
    """The offer for the page's `origin` (an Episode, or what has one as `episode`), `region`, `role`, `channel` and
    `state`, each of which may be missing.
    """
    origin = context.get("origin")
    found = getattr(origin, "episode", origin)
    return offer.made(
        found if isinstance(found, Episode) else None,
        region=str(context.get("region") or ""),
        role=str(context.get("role") or ""),
        channel=str(context.get("channel") or ""),
        state=str(context.get("state") or probe.state()),
    )
