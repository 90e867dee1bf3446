"""Which source of a number the public reads, and how: the newest one, without what is meant for editors. Pure.

A source is a line such as “ANTARA 2025-09 (via Selalu Kabar)”. One that names no day was seen when the number was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta

_DAY = re.compile(r"(?<!\d)(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?(?!\d)")
_CLAIMED = re.compile(r"\((?:menurut\b|klaim\b|\d{4}\))")
_UNSAID = ("", "-", "tidak diketahui", "belum dipastikan 24 jam")  # hours that say nothing to whoever needs them


def newest(sources: Iterable[str], seen: str) -> str:
    """The newest of these sources, as the public reads it; “” if there is none. `seen` is such as 2025 or 2025-06."""
    lines = [line.strip() for line in sources if line.strip()]
    return public(max(lines, key=lambda line: earliest(line if _DAY.search(line) else seen), default=""))


def public(source: str) -> str:
    """A source without remarks in brackets, and without whom it quotes: it was seen here, not there."""
    plain = re.sub(r"\s*\([^()]*\)", "", source)
    return plain.partition(" mengutip ")[0].strip()


def said_hours(hours: str) -> str:
    """Hours that tell somebody when to call; empty where the source does not know them, or only claims them."""
    return "" if hours.strip() in _UNSAID or _CLAIMED.search(hours) else hours.strip()


def dated(text: str) -> bool:
    """Whether it names a year at least."""
    return bool(_DAY.search(text))


def earliest(text: str) -> date:
    """The first day that the newest part of “2025/2026” or “2025-06” may mean; long ago if it says nothing."""
    year, month, day = _parts(text)
    return date(year, month or 1, day or 1) if year else date.min


def latest(text: str) -> date:
    """The last day that it may mean; long ago if it says nothing."""
    year, month, day = _parts(text)
    if not year:
        return date.min
    if month and day:
        return date(year, month, day)
    return date(year + (month or 12) // 12, (month or 12) % 12 + 1, 1) - timedelta(days=1)


def _parts(text: str) -> tuple[int, int, int]:
    """Year, month and day of the newest date in a text, 0 for what is missing or is no date."""
    found = max((tuple(int(part or 0) for part in each) for each in _DAY.findall(text)), default=(0, 0, 0))
    year, month, day = found
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return 0, 0, 0
    return year, month, day if month else 0
