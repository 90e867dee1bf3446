"""What stored feeds are held to, and how a figure and its bar are written down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Bar:
    """A figure and the limit that it is held to, which it may reach."""

    name: str
    measured: float
    limit: float
    unit: str = ""
    at_least: bool = False

    @property
    def met(self) -> bool:
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    def cells(self) -> tuple[str, ...]:
        """Its row in a table."""
        unit, word = f" {self.unit}".rstrip(), "at least" if self.at_least else "at most"
        return (
            self.name,
            f"{number(self.measured)}{unit}",
            f"{word} {self.limit:g}{unit}",
            "met" if self.met else "not met",
        )


HEAD = ("what", "measured", "bar", "")


def number(value: float) -> str:
    """Three digits of it, and never less than what stands before the point."""
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


def row(cells: Sequence[object]) -> str:
    """A row of a table in Markdown; numbers as `number` writes them."""
    return "| " + " | ".join(number(cell) if isinstance(cell, int | float) else str(cell) for cell in cells) + " |"


def table(title: str, head: Sequence[str]) -> str:
    """The beginning of a table in Markdown."""
    return f"\n{title}\n\n{row(head)}\n{row(['---'] * len(head))}"
