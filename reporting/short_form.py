"""What a public form of a few choices sent: at most 2 KB, and never an error."""

from __future__ import annotations

from django.http import HttpRequest

from reporting.handoff import fields
from siniar import short_form


def read(request: HttpRequest) -> dict[str, str]:
    """The fields that are there once; none if the body is longer than an honest one, or no form."""
    try:
        return fields.read(short_form.body(request, fields.MOST_BYTES))
    except ValueError:
        return {}
