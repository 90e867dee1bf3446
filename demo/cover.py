"""Draws the covers: an evening on the Batanghari whose reflected sun is a voice, and one without any word or theme.

Run `python -m demo.cover`. Everything is geometry, so the same Pillow draws the same picture on every machine.
"""

from collections.abc import Iterable
from math import pi, sin
from pathlib import Path

from PIL import Image, ImageDraw

from demo import letters
from demo.content import COVERS

SIDE = 1400
SCALE = 2  # drawn twice as large and then reduced, for smooth edges
QUALITY = 88

Colour = tuple[int, int, int]
SKY = ((252, 236, 206), (246, 200, 150))
WATER = ((26, 104, 97), (8, 48, 48))
SUN: Colour = (209, 88, 54)
BANK: Colour = (12, 62, 59)
GLOW: Colour = (247, 190, 120)
GOLD: Colour = (240, 188, 96)
CREAM: Colour = (254, 246, 230)
MIST = ((242, 234, 218), (70, 108, 114))

HORIZON = 448
SUN_AT, SUN_RADIUS = (640, 372), 232
LETTER_HEIGHT, BRUSH = 121, 39


class Canvas:
    """A square picture in units of the finished cover, whatever the size it is drawn at."""

    def __init__(self, ground: Colour) -> None:
        self.image = Image.new("RGB", (SIDE * SCALE, SIDE * SCALE), ground)
        self._draw = ImageDraw.Draw(self.image)

    def fade(self, top: float, bottom: float, colours: tuple[Colour, Colour]) -> None:
        """Fills the full width from `top` to `bottom`, from the first colour to the second."""
        for y in range(int(top * SCALE), int(bottom * SCALE)):
            self._draw.line((0, y, SIDE * SCALE, y), mix(*colours, (y / SCALE - top) / (bottom - top)))

    def disc(self, x: float, y: float, radius: float, colour: Colour) -> None:
        """A filled circle."""
        box = (x - radius, y - radius, x + radius, y + radius)
        self._draw.ellipse([edge * SCALE for edge in box], colour)

    def bar(self, x: float, y: float, width: float, height: float, colour: Colour) -> None:
        """A lying bar with round ends, around its middle."""
        box = (x - width / 2, y - height / 2, x + width / 2, y + height / 2)
        self._draw.rounded_rectangle([edge * SCALE for edge in box], height / 2 * SCALE, colour)

    def shape(self, points: Iterable[letters.Point], colour: Colour) -> None:
        """A filled polygon."""
        self._draw.polygon([(x * SCALE, y * SCALE) for x, y in points], colour)

    def lozenge(self, x: float, y: float, reach: float, colour: Colour) -> None:
        """A square on its corner, the smallest figure of songket."""
        self.shape([(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], colour)

    def finished(self) -> Image.Image:
        """The picture at its final size."""
        return self.image.resize((SIDE, SIDE), Image.Resampling.LANCZOS)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """The colour that lies `share` of the way from the first to the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return red, green, blue


def show_cover() -> Image.Image:
    """The cover of the show, with its name."""
    canvas = Canvas(WATER[0])
    canvas.fade(0, HORIZON, SKY)
    canvas.disc(*SUN_AT, SUN_RADIUS + 46, mix(SKY[1], GLOW, 0.55))
    canvas.disc(*SUN_AT, SUN_RADIUS, SUN)
    canvas.fade(HORIZON, SIDE, WATER)
    _bank(canvas)
    _voice(canvas)
    _name(canvas)
    _selvedge(canvas)
    return canvas.finished()


def neutral_cover() -> Image.Image:
    """A cover that says nothing: calm bands of mist, for lock screens and shared phones."""
    canvas = Canvas(MIST[0])
    canvas.fade(0, SIDE, (MIST[0], mix(*MIST, 0.25)))
    bands = 7
    for band in range(bands):
        share = (band + 1) / bands
        base, swing = 330 + 165 * band, 46 + 8 * band
        edge = [
            (x, base + swing * sin(x / SIDE * 2 * pi * (0.8 + 0.07 * band) + 1.9 * band)) for x in range(0, SIDE + 1, 4)
        ]
        canvas.shape([*edge, (SIDE, SIDE), (0, SIDE)], mix(*MIST, share))
    return canvas.finished()


def _bank(canvas: Canvas) -> None:
    """The far bank: a low line of trees that swells and sinks like a quiet sentence."""
    crowns = [
        (x, HORIZON - 22 - 13 * sin(x / 61) * sin(x / 230 + 0.6) - 6 * sin(x / 27 + 1)) for x in range(0, SIDE + 1, 4)
    ]
    canvas.shape([*crowns, (SIDE, HORIZON + 3), (0, HORIZON + 3)], BANK)


def _voice(canvas: Canvas) -> None:
    """The sun's reflection: bars as long as a voice is loud, around a middle that bends as the river does."""
    rows = 9
    for row in range(rows):
        depth = row / (rows - 1)
        loud = (0.36 + 0.64 * abs(sin(1.22 * row + 1.1))) * (1 - 0.38 * depth)
        middle = SUN_AT[0] + 105 * sin(depth * 1.5 * pi) * (0.3 + 0.7 * depth)
        canvas.bar(middle, HORIZON + 48 + 37 * row, 500 * loud, 20, mix(GLOW, SUN, 0.1 + 0.75 * depth))


def _name(canvas: Canvas) -> None:
    """The name in two lines, set in the river's near water."""
    left = 128
    for text, top in (("studio", 940), ("siniar", 1190)):
        strokes, dots = letters.word(text, (left, top), LETTER_HEIGHT)
        for stroke in strokes:
            for x, y in stroke:
                canvas.disc(x, y, BRUSH / 2, CREAM)
        for x, y in dots:
            canvas.lozenge(x, y, 30, GOLD)


def _selvedge(canvas: Canvas) -> None:
    """The woven edge: a column of lozenges, large and small in turn, as along a songket cloth."""
    top, bottom, steps = HORIZON + 72, SIDE - 106, 9
    for step in range(steps):
        y = top + (bottom - top) * step / (steps - 1)
        canvas.lozenge(SIDE - 104, y, 36, GOLD)
        canvas.lozenge(SIDE - 104, y, 23, WATER[1])
        canvas.lozenge(SIDE - 104, y, 11, GOLD)
        if step:
            canvas.lozenge(SIDE - 104, y - (bottom - top) / (steps - 1) / 2, 9, GLOW)


def draw(folder: Path = COVERS) -> None:
    """Writes both covers."""
    folder.mkdir(exist_ok=True)
    for name, picture in (("studio-siniar.jpg", show_cover()), ("umum.jpg", neutral_cover())):
        picture.save(folder / name, quality=QUALITY, optimize=True, progressive=False, subsampling=0)


if __name__ == "__main__":
    draw()
