"""What a public form of a few choices sent: read by hand, at most 2 KB, never as files, never an error.

Django would read 20 MB into memory, lay files on the database's disk and answer an odd body with 400, and nobody who
asks for help may meet that.
"""

from __future__ import annotations

from django.http import HttpRequest

from reporting.handoff import fields


def read(request: HttpRequest) -> dict[str, str]:
    """The fields that are there once; none if the body is longer than an honest one, or no form."""
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > fields.MOST_BYTES:
            return {}
        return fields.read(request.read(fields.MOST_BYTES + 1))
    except (OSError, ValueError):
        return {}
