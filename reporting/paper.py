"""Cards and posters as PDF: what they say is given, nothing is looked up. Pure.

The front is neutral: a name, a code, a short address. A card carries numbers on its back, to be printed on both sides;
a sheet has four of it, so that an ordinary printer makes them. The same values give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from reportlab.lib.pagesizes import A4, A6
from reportlab.lib.units import mm
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

PLAIN, BOLD = "Vera", "VeraBd"  # Bitstream Vera, which comes with reportlab and goes into the file
DUSK, GOLD = (0.12, 0.17, 0.29), (0.79, 0.54, 0.17)  # of the icon, and of the pages
LEAST = 7.0  # points: letters never get smaller than that to make room
CODE = tuple[tuple[bool, ...], ...]


@dataclass(frozen=True)
class Line:
    """A service and its numbers, as they stand on paper."""

    name: str
    numbers: tuple[str, ...]
    note: str = ""


@dataclass(frozen=True)
class Sheet:
    """What a card or poster says. `code`: the squares of a QR code, row by row; `address`: the same to be typed."""

    title: str
    subtitle: str
    invitation: str
    heading: str
    lines: tuple[Line, ...]
    valid: str
    address: str
    code: CODE


@dataclass(frozen=True)
class _Box:
    """A part of a page, in points from its lower left corner."""

    left: float
    bottom: float
    width: float
    height: float

    @property
    def middle(self) -> float:
        return self.left + self.width / 2

    @property
    def top(self) -> float:
        return self.bottom + self.height

    def inside(self, margin: float) -> _Box:
        return _Box(self.left + margin, self.bottom + margin, self.width - 2 * margin, self.height - 2 * margin)


def card(sheet: Sheet) -> bytes:
    """One card of A6: the front, then the back."""
    whole = _Box(0, 0, *A6).inside(9 * mm)

    def draw(page: Canvas) -> None:
        _front(page, whole, sheet)
        page.showPage()
        _back(page, whole, sheet)

    return _document(sheet, A6, draw)


def cards(sheet: Sheet) -> bytes:
    """Four cards on a sheet of A4 with lines to cut along: a page of fronts, a page of backs."""
    width, height = A4[0] / 2, A4[1] / 2
    places = [_Box(x * width, y * height, width, height).inside(9 * mm) for y in (1, 0) for x in (0, 1)]

    def draw(page: Canvas) -> None:
        for side in (_front, _back):
            _cuts(page)
            for place in places:
                side(page, place, sheet)
            page.showPage()

    return _document(sheet, A4, draw)


def poster(sheet: Sheet) -> bytes:
    """A poster of A4: the code, large enough for a phone two metres away, and the numbers."""
    whole = _Box(0, 0, *A4).inside(18 * mm)

    def draw(page: Canvas) -> None:
        lower = whole.height * 0.42
        _front(page, _Box(whole.left, whole.bottom + lower, whole.width, whole.height - lower), sheet, scale=1.7)
        _back(page, _Box(whole.left, whole.bottom, whole.width, lower - 6 * mm), sheet, scale=1.25)

    return _document(sheet, A4, draw)


def _document(sheet: Sheet, size: tuple[float, float], draw: Callable[[Canvas], None]) -> bytes:
    _fonts()
    out = io.BytesIO()
    page = Canvas(out, pagesize=size, invariant=1, pageCompression=1)
    page.setTitle(sheet.title)
    page.setAuthor("Siniar")
    page.setCreator("Siniar")  # else the library writes words of its own
    page.setProducer("Siniar")
    page.setSubject("")
    page.setKeywords("")
    draw(page)
    page.save()
    return out.getvalue()


def _front(page: Canvas, box: _Box, sheet: Sheet, scale: float = 1.0) -> None:
    """Name, neutral words, code, address: from the top to the bottom, each in the middle."""
    top = box.top - 20 * scale
    page.setFont(BOLD, 20 * scale)
    page.setFillColorRGB(*DUSK)
    page.drawCentredString(box.middle, top, sheet.title)
    page.setFillColorRGB(*GOLD)
    page.rect(box.middle - 12 * scale, top - 9 * scale, 24 * scale, 2 * scale, stroke=0, fill=1)
    page.setFillGray(0)
    top = _middle(page, box, top - 12 * scale, sheet.subtitle, PLAIN, 10 * scale)
    top = _middle(page, box, top - 4 * scale, sheet.invitation, PLAIN, 10 * scale)
    foot = 16 * scale
    side = min(box.width * 0.8, top - box.bottom - foot - 8 * scale)
    _code(page, box.middle - side / 2, box.bottom + foot + (top - box.bottom - foot - side) / 2, side, sheet.code)
    page.setFont(BOLD, _fitting(sheet.address, BOLD, 12 * scale, box.width))
    page.drawCentredString(box.middle, box.bottom + 2, sheet.address)


def _back(page: Canvas, box: _Box, sheet: Sheet, scale: float = 1.0) -> None:
    """The numbers, as large as all of them can be, and until when they hold."""
    page.setFont(BOLD, 13 * scale)
    page.setFillColorRGB(*DUSK)
    page.drawString(box.left, box.top - 13 * scale, sheet.heading)
    page.setFillGray(0)
    below = simpleSplit(sheet.valid, PLAIN, 7.5 * scale, box.width)
    foot = box.bottom + len(below) * 9.5 * scale
    _left(page, box, foot, below, PLAIN, 7.5 * scale)
    room = box.top - 13 * scale - 8 * scale - foot - 4 * scale
    size = _size(sheet.lines, box.width, room, 22 * scale)
    top = box.top - 13 * scale - 8 * scale
    for line in sheet.lines:
        for text, font, part in _texts(line):
            letters = max(size * part, LEAST)
            rows = simpleSplit(text, font, letters, box.width)
            _left(page, box, top, rows, font, letters)
            top -= len(rows) * letters * 1.25
        top -= size * 0.35


def _texts(line: Line) -> list[tuple[str, str, float]]:
    """The parts of a line with their fonts, and their size as a share of that of the numbers."""
    parts = [(line.name, PLAIN, 0.62), *((number, BOLD, 1.0) for number in line.numbers)]
    return [*parts, (line.note, PLAIN, 0.55)] if line.note else parts


def _size(lines: Sequence[Line], width: float, room: float, most: float) -> float:
    """The largest size of the numbers, in points, at which all lines fit and no number is broken in two."""
    numbers = [number for line in lines for number in line.numbers]
    size = min([most, *(max(_fitting(number, BOLD, most, width) - 0.25, LEAST) for number in numbers)])
    while size > LEAST and _height(lines, width, size) > room:
        size -= 0.25
    return size


def _height(lines: Sequence[Line], width: float, size: float) -> float:
    rows = 0.0
    for line in lines:
        for text, font, part in _texts(line):
            letters = max(size * part, LEAST)
            rows += len(simpleSplit(text, font, letters, width)) * letters * 1.25
        rows += size * 0.35
    return rows


def _middle(page: Canvas, box: _Box, top: float, text: str, font: str, size: float) -> float:
    """Writes a text in the middle; returns where it ends."""
    page.setFont(font, size)
    for row in simpleSplit(text, font, size, box.width):
        top -= size * 1.3
        page.drawCentredString(box.middle, top, row)
    return top


def _left(page: Canvas, box: _Box, top: float, rows: Sequence[str], font: str, size: float) -> None:
    page.setFont(font, size)
    for number, row in enumerate(rows, 1):
        page.drawString(box.left, top - number * size * 1.25 + size * 0.25, row)


def _code(page: Canvas, left: float, bottom: float, side: float, code: CODE) -> None:
    """The squares, with the quiet zone of four that readers need."""
    one = side / (len(code) + 8)
    for y, row in enumerate(code):
        for x, dark in enumerate(row):
            if dark:
                page.rect(left + (x + 4) * one, bottom + (len(code) + 3 - y) * one, one, one, stroke=0, fill=1)


def _cuts(page: Canvas) -> None:
    page.setLineWidth(0.3)
    page.setDash(2, 3)
    page.line(A4[0] / 2, 0, A4[0] / 2, A4[1])
    page.line(0, A4[1] / 2, A4[0], A4[1] / 2)


def _fitting(text: str, font: str, size: float, width: float) -> float:
    """The size at which a text fits on one line."""
    natural = pdfmetrics.stringWidth(text, font, size)
    return size if natural <= width else max(size * width / natural, 4.0)


@cache
def _fonts() -> None:
    for name in (PLAIN, BOLD):
        pdfmetrics.registerFont(TTFont(name, f"{name}.ttf"))
