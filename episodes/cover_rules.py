"""What a picture must be so that every directory takes it as cover of a show or an episode.

Pure. Apple's rule: a square JPEG or PNG, 1400 to 3000 pixels wide, RGB, without transparency. Many programs write an
alpha channel that hides nothing; such a picture is taken, for what directories get of it is a JPEG.
"""

from __future__ import annotations

from enum import StrEnum
from typing import BinaryIO

from PIL import Image

COVER_MIN, COVER_MAX = 1400, 3000  # pixels; Apple's rule for artwork


class Fault(StrEnum):
    """Why a picture is no cover."""

    UNREADABLE = "unreadable"
    FORMAT = "format"
    MOVING = "moving"
    NOT_SQUARE = "not_square"
    SIZE = "size"
    COLOURS = "colours"
    TRANSPARENT = "transparent"


class Unfit(ValueError):
    """A picture that is no cover; `fault` says why not."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def examine(file: BinaryIO) -> None:
    """Raises Unfit unless the file is a cover, to its last pixel.

    What is told of its size is believed only after it was found small enough to be decoded.
    """
    try:
        with Image.open(file) as picture:
            fault = _fault(picture)
            if fault is None:
                picture.load()
                fault = _fault_within(picture)
    except (OSError, SyntaxError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise Unfit(Fault.UNREADABLE) from error
    if fault:
        raise Unfit(fault)


def _fault(picture: Image.Image) -> Fault | None:
    """What its first bytes tell; nothing is decoded yet."""
    width, height = picture.size
    checks = {
        Fault.FORMAT: picture.format not in ("JPEG", "PNG"),
        Fault.MOVING: getattr(picture, "n_frames", 1) > 1,
        Fault.NOT_SQUARE: width != height,
        Fault.SIZE: not COVER_MIN <= width <= COVER_MAX,
        Fault.COLOURS: picture.mode not in ("RGB", "P", "RGBA", "LA"),
    }
    return next((fault for fault, found in checks.items() if found), None)


def _fault_within(picture: Image.Image) -> Fault | None:
    """What only its pixels tell. Takes four bytes for each at most, 36 MB for the largest cover."""
    if picture.has_transparency_data and _lets_through(picture):
        return Fault.TRANSPARENT
    return Fault.COLOURS if picture.mode == "LA" else None


def _lets_through(picture: Image.Image) -> bool:
    # Where no channel but the file's header says what is transparent, only a conversion finds out if it is anywhere.
    with_alpha = picture if "A" in picture.getbands() else picture.convert("RGBA")
    *transparent, _opaque = with_alpha.histogram()[-256:]  # how many pixels have each value of the last channel
    return any(transparent)
