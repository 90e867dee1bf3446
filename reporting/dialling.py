"""The link that a tap opens: made of a number as people write it, and safe to follow. Pure.

Safe means that it does what it seems to: it calls the number, and no chat or message begins with words of ours, which
would stay on the phone.
"""

from __future__ import annotations

import re

_SAFE = {
    "phone": r"tel:\+?[0-9]{3,15}",
    "whatsapp": r"https://wa\.me/[0-9]{8,15}",
    "sms": r"sms:\+?[0-9]{3,15}",
    "email": r"mailto:[^@\s?&<>\"']+@[^@\s?&<>\"']+",
    "web": r"https://[^\s<>\"'#]+",
    "app": r"https://[^\s<>\"'#]+",
    "address": r"(geo:-?[0-9.]+,-?[0-9.]+|https://[^\s<>\"'#]+|-)",
}
#: In the place of a link where there is none to follow: an address in a street.
NONE = "-"
COUNTRY = "62"


def link(kind: str, value: str) -> str | None:
    """The link to a value of this kind of channel; None where none can be made of it."""
    made = _made(kind, value.strip())
    return made if made and is_safe(kind, made) else None


def is_safe(kind: str, dial: str) -> bool:
    """Whether a link may stand on the page under a channel of this kind."""
    return bool(re.fullmatch(_SAFE.get(kind, r"(?!)"), dial))


def fits(kind: str, value: str, dial: str) -> bool:
    """Whether a link dials the number that stands there, with the country's code or without it. True for what is not
    dialled.
    """
    if kind not in ("phone", "sms", "whatsapp"):
        return True
    written = re.match(r"[+\d\s().-]*\d", value.strip())  # “0741-12345 (siang)”
    return _national(written[0] if written else value) == _national(dial)


def _national(number: str) -> str:
    """The digits as they are dialled within the country."""
    digits = re.sub(r"\D", "", number)
    return f"0{digits[len(COUNTRY) :]}" if digits.startswith(COUNTRY) and len(digits) >= 9 else digits


def _made(kind: str, value: str) -> str:
    digits = re.sub(r"[\s().-]", "", value)
    made = {
        "phone": f"tel:{digits}",
        "sms": f"sms:{digits}",
        "whatsapp": f"https://wa.me/{re.sub(r'^([+]?' + COUNTRY + '|0)', COUNTRY, digits)}",
        "email": f"mailto:{value}",
        "web": value if value.startswith("https://") else f"https://{value.removeprefix('http://')}",
        "address": NONE,
    }
    return made.get(kind, value)
