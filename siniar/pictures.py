"""Pictures inside the admin: only for people who may enter it.

What the public sees of a picture has its own address. What comes in is whole, and tells nothing of who took it.
"""

from __future__ import annotations

import io
import mimetypes
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils._os import safe_join
from django.utils.translation import gettext as _
from PIL import Image, ImageOps
from wagtail.images.forms import BaseImageForm

from siniar import files

#: What Pillow raises for a file that is no picture, or not all of one.
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError)


class PictureForm(BaseImageForm):
    """Wagtail's form for a picture, one or several at once; it refuses a file that is damaged or breaks off."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "file" in self.fields:  # not where only title and tags are asked for
            field = self.fields["file"]
            field.to_python = partial(_whole, field.to_python)


def _whole(read: Callable[[Any], Any], upload: Any) -> Any:
    """What Wagtail's field makes of an upload, if every pixel of that can be read; ValidationError else."""
    try:
        file = read(upload)
        if file:
            with Image.open(file) as picture:
                picture.load()
            file.seek(0)
    except UNREADABLE as error:
        raise ValidationError(_("The picture is damaged: not all of it can be read. Upload it once more.")) from error
    return file


def without_metadata(data: bytes) -> bytes:
    """Returns a picture without what cameras and programs write into it: place, device, owner, comments.

    Raises what UNREADABLE names for what is no picture.
    """
    with Image.open(io.BytesIO(data)) as source:
        kind, frames = source.format or "PNG", getattr(source, "n_frames", 1)
        if frames > 1:
            return data  # moving pictures carry no EXIF, and would lose their frames
        turned = _upright(source)
        turned.info = {name: turned.info[name] for name in ("icc_profile", "transparency") if name in turned.info}
        target = io.BytesIO()
        options = {"quality": 95, "subsampling": 0} if kind == "JPEG" else {}
        turned.save(target, format=kind, **options)
    return target.getvalue()


def _upright(source: Image.Image) -> Image.Image:
    """The picture as its camera was held; as it is, if what the camera wrote about that is damaged."""
    try:
        return ImageOps.exif_transpose(source)
    except Exception:  # Pillow lets through whatever its reader stumbles over: TypeError, struct.error, …
        return source.copy()


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
