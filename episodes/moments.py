"""How people write a moment of a recording, `[h:]mm:ss[.mmm]` or plain seconds, and what it means to the millisecond.

Pure. Knows nothing of chapters, and not how long a recording is.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

LONGEST = 20  # signs; nothing that is a moment needs more
MILLISECOND = Decimal("0.001")

_SECONDS = r"(?P<seconds>\d+(?:[.,]\d*)?)"
_WRITTEN = re.compile(rf"(?P<minus>[-−]?)(?:(?:(?P<hours>\d+):)?(?P<minutes>\d+):)?{_SECONDS}", re.ASCII)


class Fault(StrEnum):
    """What is wrong with something that should be a moment."""

    UNREADABLE = "unreadable"
    NEGATIVE = "negative"


class NoMoment(ValueError):
    """A text that names no moment; `fault` says why not."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def read(text: str) -> Decimal:
    """The moment in seconds, to the millisecond. A comma is as good as a point.

    Minutes may exceed 59 where no hours stand before them, seconds where no minutes do. Raises NoMoment.
    """
    match = _WRITTEN.fullmatch(text.strip()) if len(text) <= LONGEST else None
    if match is None:
        raise NoMoment(Fault.UNREADABLE)
    hours, minutes = int(match["hours"] or 0), int(match["minutes"] or 0)
    seconds = Decimal(match["seconds"].replace(",", "."))
    if (match["hours"] and minutes > 59) or (match["minutes"] and seconds >= 60):
        raise NoMoment(Fault.UNREADABLE)
    moment = (hours * 3600 + minutes * 60 + seconds).quantize(MILLISECOND, ROUND_HALF_UP)
    if match["minus"] and moment:
        raise NoMoment(Fault.NEGATIVE)
    return moment


def write(moment: Decimal | float, *, point: str = ".") -> str:
    """The moment as `m:ss`, or `h:mm:ss` from one hour on, with as many thousandths as it has behind `point`: `read`
    gives it back.
    """
    exact = Decimal(str(moment)).quantize(MILLISECOND, ROUND_HALF_UP)
    whole, thousandths = divmod(int(exact * 1000), 1000)
    hours, rest = divmod(whole, 3600)
    clock = f"{hours}:{rest // 60:02d}:{rest % 60:02d}" if hours else f"{rest // 60}:{rest % 60:02d}"
    return f"{clock}{point}{thousandths:03d}".rstrip("0") if thousandths else clock
