"""What directories take as a cover, and what they refuse, to the last pixel."""

from __future__ import annotations

import io
from typing import Any

import pytest
from PIL import Image

from episodes.cover_rules import Fault, Unfit, examine


def file(mode: str = "RGB", size: tuple[int, int] = (1400, 1400), kind: str = "PNG", **options: Any) -> io.BytesIO:
    data = io.BytesIO()
    Image.new(mode, size).save(data, kind, **options)
    return io.BytesIO(data.getvalue())


def saved(picture: Image.Image, **options: Any) -> io.BytesIO:
    """A picture of somebody else's making as a PNG."""
    data = io.BytesIO()
    picture.save(data, "PNG", **options)
    return io.BytesIO(data.getvalue())


def fault(data: io.BytesIO) -> Fault | None:
    try:
        examine(data)
    except Unfit as unfit:
        return unfit.fault
    return None


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("side", [1400, 3000])
def test_a_square_in_rgb_is_a_cover(kind: str, side: int) -> None:
    assert fault(file(kind=kind, size=(side, side))) is None


def test_a_progressive_jpeg_is_a_cover() -> None:
    assert fault(file(kind="JPEG", progressive=True)) is None


def test_a_picture_with_a_palette_and_no_hole_is_a_cover() -> None:
    assert fault(file("P")) is None


@pytest.mark.parametrize("size", [(1399, 1399), (3001, 3001), (100, 100)])
def test_the_size_counts(size: tuple[int, int]) -> None:
    assert fault(file(size=size)) is Fault.SIZE


@pytest.mark.parametrize("size", [(1400, 1401), (3000, 1400)])
def test_it_must_be_square(size: tuple[int, int]) -> None:
    assert fault(file(size=size)) is Fault.NOT_SQUARE


@pytest.mark.parametrize(
    ("mode", "kind", "options"),
    [
        ("RGBA", "PNG", {}),
        ("LA", "PNG", {}),
        ("P", "PNG", {"transparency": 0}),
        ("RGB", "PNG", {"transparency": (0, 0, 0)}),
    ],
    ids=["alpha", "grey with alpha", "a hole in the palette", "one colour that is none"],
)
def test_nothing_may_be_transparent(mode: str, kind: str, options: dict[str, Any]) -> None:
    assert fault(file(mode, kind=kind, **options)) is Fault.TRANSPARENT


def test_an_alpha_channel_that_hides_nothing_is_no_fault() -> None:
    assert fault(saved(Image.new("RGBA", (1400, 1400), (20, 90, 80, 255)))) is None


def test_one_pixel_that_lets_a_little_through_is_enough() -> None:
    picture = Image.new("RGBA", (1400, 1400), (20, 90, 80, 255))
    picture.putpixel((1399, 1399), (20, 90, 80, 254))
    assert fault(saved(picture)) is Fault.TRANSPARENT


@pytest.mark.parametrize("transparency", [7, bytes([255] * 7 + [0])], ids=["one entry", "a list"])
def test_a_hole_in_the_palette_that_no_pixel_uses_is_no_fault(transparency: int | bytes) -> None:
    assert fault(saved(Image.new("P", (1400, 1400), 3), transparency=transparency)) is None


def test_a_palette_that_is_opaque_throughout_is_no_fault() -> None:
    assert fault(saved(Image.new("P", (1400, 1400), 3), transparency=bytes([255] * 8))) is None


def test_a_transparent_colour_that_no_pixel_has_is_no_fault() -> None:
    assert fault(saved(Image.new("RGB", (1400, 1400), (9, 9, 9)), transparency=(0, 0, 0))) is None


def test_grey_stays_grey_with_an_alpha_channel_that_hides_nothing() -> None:
    assert fault(saved(Image.new("LA", (1400, 1400), (90, 255)))) is Fault.COLOURS


@pytest.mark.parametrize(
    ("mode", "kind"), [("CMYK", "JPEG"), ("L", "JPEG"), ("L", "PNG"), ("1", "PNG"), ("I;16", "PNG")]
)
def test_the_colours_must_be_rgb(mode: str, kind: str) -> None:
    assert fault(file(mode, kind=kind)) is Fault.COLOURS


@pytest.mark.parametrize("kind", ["WEBP", "GIF", "BMP", "TIFF"])
def test_other_formats_are_refused(kind: str) -> None:
    assert fault(file(kind=kind)) is Fault.FORMAT


def test_a_moving_picture_is_refused() -> None:
    more = [Image.new("RGB", (1400, 1400), (200, 0, 0))]
    assert fault(file(save_all=True, append_images=more)) is Fault.MOVING


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_a_file_that_breaks_off_is_refused(kind: str) -> None:
    data = io.BytesIO()
    Image.linear_gradient("L").resize((1400, 1400)).convert("RGB").save(data, kind)
    assert fault(io.BytesIO(data.getvalue()[: len(data.getvalue()) // 2])) is Fault.UNREADABLE


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"<svg/>", b"\xff\xd8\xff\xe0 no picture", b"\x89PNG\r\n\x1a\n"])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    assert fault(io.BytesIO(data)) is Fault.UNREADABLE


def test_a_size_that_only_a_header_tells_is_not_decoded() -> None:
    claimed = bytearray(file().getvalue())
    claimed[16:24] = (9000).to_bytes(4, "big") * 2
    assert fault(io.BytesIO(bytes(claimed))) in (Fault.SIZE, Fault.UNREADABLE)
