"""Pictures inside the admin: only for people who may enter it.

What the public sees of a picture has its own address.
"""

from __future__ import annotations

import io
import mimetypes
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils._os import safe_join
from PIL import Image, ImageOps

from siniar import files


def without_metadata(data: bytes) -> bytes:
    """Returns a picture without what cameras and programs write into it: place, device, owner, comments.

    Raises OSError (PIL.UnidentifiedImageError) for what is no picture.
    """
    with Image.open(io.BytesIO(data)) as source:
        kind, frames = source.format or "PNG", getattr(source, "n_frames", 1)
        if frames > 1:
            return data  # moving pictures carry no EXIF, and would lose their frames
        turned = ImageOps.exif_transpose(source)
        turned.info = {name: turned.info[name] for name in ("icc_profile", "transparency") if name in turned.info}
        target = io.BytesIO()
        options = {"quality": 95, "subsampling": 0} if kind == "JPEG" else {}
        turned.save(target, format=kind, **options)
    return target.getvalue()


def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """Serves a file of Wagtail's picture library to editors; to everybody else it does not exist."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise Http404
    try:
        path = Path(safe_join(settings.MEDIA_ROOT, name))
    except SuspiciousFileOperation as error:
        raise Http404 from error
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
