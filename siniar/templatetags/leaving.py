"""What templates need for “Keluar cepat”: where it leads, and what a screen reader hears of Shift pressed."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag
def exit_address() -> str:
    """The address of the everyday site."""
    return str(settings.CONFIG.exit_url)


@register.simple_tag
def exit_words() -> SafeString:
    """Attributes of the link with what is said after the first and the second press of Shift."""
    once, twice = _("Press Shift twice more to leave."), _("Press Shift once more to leave.")
    return format_html('data-press1="{}" data-press2="{}"', once, twice)
