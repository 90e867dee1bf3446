"""Pictures inside the admin: only for people who may enter it.

What the public sees of a picture has its own address.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils._os import safe_join

from siniar import files


def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serves a file of Wagtail's picture library to editors; to everybody else it does not exist."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    path = Path(safe_join(settings.MEDIA_ROOT, name))
    kind = mimetypes.guess_type(path.name)[0] or ""
    if not kind.startswith("image/") or not path.is_file():
        raise Http404
    stat = path.stat()
    return files.serve(
        request,
        path,
        content_type=kind,
        etag=f'"{stat.st_mtime_ns:x}-{stat.st_size:x}"',
        name="picture",
        cache="private",
    )
