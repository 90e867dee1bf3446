"""The wordmark's letters as strokes of a round brush, so that the cover needs no font.

Coordinates are in x-heights: 0 is the top of a small letter, 1 the line it stands on; a letter begins at x = 0.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import cos, pi, sin

Point = tuple[float, float]
Stroke = list[Point]

ASCENDER = -0.62
DOT = -0.5  # height of the dot of an i
GAP = 0.56  # between the middles of two neighbouring strokes
_STEPS = 160


@dataclass(frozen=True)
class Glyph:
    """A letter: its strokes, its width, and whether a dot stands above it."""

    strokes: tuple[Stroke, ...]
    width: float
    dotted: bool = False


def _line(*corners: Point) -> Stroke:
    points: Stroke = []
    for (x0, y0), (x1, y1) in pairwise(corners):
        points += [(x0 + (x1 - x0) * i / _STEPS, y0 + (y1 - y0) * i / _STEPS) for i in range(_STEPS + 1)]
    return points


def _arc(middle: Point, radii: Point, start: float, stop: float) -> Stroke:
    """Part of an ellipse; 0 degrees points right, 90 down, 180 left, 270 up."""
    angles = (pi / 180 * (start + (stop - start) * i / _STEPS) for i in range(_STEPS + 1))
    return [(middle[0] + radii[0] * cos(angle), middle[1] + radii[1] * sin(angle)) for angle in angles]


_BOWL = _arc((0.5, 0.5), (0.5, 0.5), 0, 360)
GLYPHS = {
    "a": Glyph((_BOWL, _line((1, 0), (1, 1))), 1.0),
    "d": Glyph((_BOWL, _line((1, ASCENDER), (1, 1))), 1.0),
    "i": Glyph((_line((0, 0), (0, 1)),), 0.0, dotted=True),
    "n": Glyph(
        (_line((0, 0), (0, 1)), _arc((0.46, 0.46), (0.46, 0.46), 180, 360) + _line((0.92, 0.46), (0.92, 1))),
        0.92,
    ),
    "o": Glyph((_BOWL,), 1.0),
    "r": Glyph((_line((0, 0), (0, 1)), _arc((0.46, 0.46), (0.46, 0.46), 180, 292)), 0.56),
    "s": Glyph(
        (_arc((0.37, 0.25), (0.35, 0.25), 330, 90) + _arc((0.37, 0.75), (0.37, 0.25), -90, 150),),
        0.74,
    ),
    "t": Glyph(
        (
            _line((0.3, -0.42), (0.3, 0.66)) + _arc((0.64, 0.66), (0.34, 0.34), 180, 75),
            _line((0, 0), (0.7, 0)),
        ),
        0.72,
    ),
    "u": Glyph(
        (_line((0, 0), (0, 0.54)) + _arc((0.46, 0.54), (0.46, 0.46), 180, 0), _line((0.92, 0), (0.92, 1))),
        0.92,
    ),
}


def word(text: str, origin: Point, height: float) -> tuple[list[Stroke], list[Point]]:
    """The strokes of a word whose small letters begin at `origin`, and the places of its dots."""
    x, y = origin
    strokes: list[Stroke] = []
    dots: list[Point] = []
    for letter in text:
        glyph = GLYPHS[letter]
        strokes += [[(x + px * height, y + py * height) for px, py in stroke] for stroke in glyph.strokes]
        if glyph.dotted:
            dots.append((x, y + DOT * height))
        x += (glyph.width + GAP) * height
    return strokes, dots
