"""Where the columns of a chart stand: whole units of an SVG, made on the server.

Pure. Draws nothing, and knows of the numbers only what may be shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

LEFT, TOP, HEIGHT, BOTTOM = 60, 14, 190, 30  # of the numbers' column, the air above, the plot, the names below
WIDTH = 700  # of the plot
MOST_NAMES = 16  # that find room side by side


@dataclass(frozen=True)
class Value:
    """What there is to draw for one day or month. `count` None: it is hidden. `open`: it has no number yet.

    `gap`: some of it was not measured.
    """

    name: str
    count: int | None
    open: bool = False
    gap: bool = False


@dataclass(frozen=True)
class Column:
    """One value: the band `x`, `width` that it has for itself, and its bar `y`, `height` in it (0: none)."""

    value: Value
    x: int
    width: int
    y: int
    height: int
    named: bool

    @property
    def bar_x(self) -> int:
        return self.x + max(1, self.width // 8)

    @property
    def bar_width(self) -> int:
        return self.width - 2 * max(1, self.width // 8)

    @property
    def middle(self) -> int:
        return self.x + self.width // 2


@dataclass(frozen=True)
class Chart:
    """Columns from left to right, and lines (number, y) from the ground up."""

    columns: tuple[Column, ...]
    lines: tuple[tuple[int, int], ...]
    left: int = LEFT
    right: int = LEFT + WIDTH
    top: int = TOP
    ground: int = TOP + HEIGHT
    height: int = TOP + HEIGHT + BOTTOM

    @property
    def plot_height(self) -> int:
        return self.ground - self.top

    @property
    def width(self) -> int:
        return self.right + 10


def chart(values: Sequence[Value]) -> Chart:
    """The chart of these values."""
    top = ceiling(max((value.count or 0 for value in values), default=0))
    every = -(-len(values) // MOST_NAMES)
    columns = []
    for place, value in enumerate(values):
        x, end = (LEFT + WIDTH * edge // len(values) for edge in (place, place + 1))
        height = HEIGHT * (value.count or 0) // top
        columns.append(Column(value, x, end - x, TOP + HEIGHT - height, height, place % every == 0))
    lines = tuple((number, TOP + HEIGHT - HEIGHT * number // top) for number in (0, top // 2, top))
    return Chart(tuple(columns), lines)


def ceiling(highest: int) -> int:
    """The round and even number at which a scale ends: 2, 4 or 10 times a power of ten, at least 20."""
    step = 10
    while True:
        for factor in (2, 4, 10):
            if factor * step >= highest:
                return factor * step
        step *= 10
