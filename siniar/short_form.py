"""What a public form of a few fields sent: read by hand, at most so many bytes, never as files, never an error.

Django would read 20 MB into memory, lay files on the database's disk, and answer an odd body or charset with an error.
Nobody who asks for help may meet that, and nobody may fill the disk.
"""

from __future__ import annotations

from django.http import HttpRequest


def body(request: HttpRequest, most: int) -> bytes:
    """The body as it came; empty if it is longer than `most` bytes, or breaks off."""
    try:
        if int(request.META.get("CONTENT_LENGTH") or 0) > most:
            return b""
        read = request.read(most + 1)
    except (OSError, ValueError):
        return b""
    return read if len(read) <= most else b""
