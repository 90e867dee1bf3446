"""The words of the button that keeps an episode, for templates."""

from __future__ import annotations

import json

from django import template

from siniar.offline import words

register = template.Library()


@register.simple_tag
def keeping_words() -> str:
    """As JSON, for data-words."""
    return json.dumps(words(), ensure_ascii=False)
