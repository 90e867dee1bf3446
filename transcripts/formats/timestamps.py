"""Times as they stand in transcript files: hours optional, a comma or a dot before the thousandths."""

import re

TIME = r"-?(?:\d{1,4}:)?\d{1,3}:[0-5]\d(?:[.,]\d{1,3})?"
PARTS = re.compile(r"(-?)(?:(\d{1,4}):)?(\d{1,3}):([0-5]\d)(?:[.,](\d{1,3}))?")


def seconds(text: str) -> float | None:
    """The time in seconds, exact to the millisecond and below zero after a minus sign; None if `text` is no time."""
    parts = PARTS.fullmatch(text)
    if not parts:
        return None
    sign, hours, minutes, whole, fraction = parts.groups()
    if hours and int(minutes) > 59:
        return None
    thousandths = (int(hours or 0) * 3600 + int(minutes) * 60 + int(whole)) * 1000 + int((fraction or "").ljust(3, "0"))
    return (-thousandths if sign else thousandths) / 1000


def shown(milliseconds: int, *, point: str = ".") -> str:
    """Hours, minutes, seconds and thousandths, as 01:02:03.004; hours may have more than two digits."""
    whole, thousandths = divmod(milliseconds, 1000)
    return f"{clock(whole)}{point}{thousandths:03}"


def clock(whole: int) -> str:
    """Whole seconds as hours, minutes and seconds: 01:02:03."""
    minutes, rest = divmod(whole, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest:02}"
