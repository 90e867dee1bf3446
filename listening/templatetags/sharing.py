"""What templates may ask about sharing: what stands in the head for messengers and machines, and ways to send it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from listening import cards

register = template.Library()

#: Signs by which a text could end the element that it stands in, as JSON writes them otherwise.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&"}


@register.inclusion_tag("listening/card.html", takes_context=True)
def share(context: Mapping[str, Any], page: Page) -> dict[str, object]:
    """Open Graph, schema.org and oEmbed of a page, for its head. Neutral where it must be.

    Takes the renditions of an episode from `sound` in the context, so as not to ask for them twice.
    """
    card = cards.of(page, context.get("sound"))
    return {"card": card, "machine": _data(card.machine) if card.machine else "", "site": cards.SITE}


@register.simple_tag
def whatsapp(page: Page) -> str:
    """The address that sends a page by WhatsApp, without a telling word. Give the link rel="noreferrer"."""
    return cards.whatsapp_address(page)


@register.simple_tag
def page_address(page: Page) -> str:
    """The absolute address of a page, to be copied."""
    return cards.address(page)


def _data(machine: Mapping[str, Any]) -> SafeString:
    """A block of data, which no browser runs, and which a content policy therefore lets stand."""
    text = json.dumps(machine, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))  # noqa: S308 - escaped above
