"""The table of fields as docs/feeds-measured.md shows it.

python -m tests.conformance.table
"""

from __future__ import annotations

from tests.conformance.fields import FIELDS
from tests.conformance.oddities import READERS, Cell, Odd


def table() -> str:
    """In Markdown: where a reader gets exactly what we wrote, where it has no word for it, where it does otherwise."""
    rows = [("element", *READERS), ("---",) * (1 + len(READERS))]
    rows += [(f"`{field.element}`", *(_words(field.cell(reader)) for reader in READERS)) for field in FIELDS]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _words(cell: Cell) -> str:
    if cell is None:
        return "–"
    return cell.why if isinstance(cell, Odd) else "same"


if __name__ == "__main__":
    print(table())
