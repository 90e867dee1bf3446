"""Looks whether a stranger's picture can be a show's cover, and brings it into the form that directories ask for."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image

from episodes.models.show import COVER_MAX, COVER_MIN
from transfer.refused import Code, Refused

MOST_BYTES = 10_000_000
SUFFIXES = {"JPEG": "jpg", "PNG": "png"}


@dataclass(frozen=True)
class Cover:
    """A picture that fits; `suffix` is its format's."""

    data: bytes
    suffix: str


def checked(data: bytes) -> Cover:
    """The cover, in RGB without transparency. Raises Refused(BAD_COVER), with its size if it is a picture.

    The size is read before the picture is: a small file can hold more pixels than there is memory.
    """
    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as picture:
            width, height = picture.size
            if width != height or not COVER_MIN <= width <= COVER_MAX:
                raise Refused(Code.BAD_COVER, width=width, height=height)
            picture.load()
            if picture.mode == "RGB" and picture.format in SUFFIXES:
                return Cover(data, SUFFIXES[picture.format])
            return Cover(_opaque(picture), "jpg")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(Code.BAD_COVER) from error


def _opaque(picture: Image.Image) -> bytes:
    whole = picture.convert("RGBA")
    ground = Image.new("RGB", whole.size, (255, 255, 255))
    ground.paste(whole, mask=whole.getchannel("A"))
    target = io.BytesIO()
    ground.save(target, "JPEG", quality=92)
    return target.getvalue()
