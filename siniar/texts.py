"""Cleans texts that come from outside before they reach the database."""

from __future__ import annotations

import unicodedata


def without_controls(text: str) -> str:
    """Returns `text` without control characters (they break XML), keeping line breaks and tabs, ends trimmed.

    Also drops lone surrogates, non-characters and the marks that turn the reading direction, which can disguise names.
    """
    kept = (sign for sign in text if sign in "\n\t" or not _unwanted(sign))
    return "".join(kept).strip()


def on_one_line(text: str) -> str:
    """Returns `text` without control characters and with every run of blanks as one space."""
    # Split first: the line breaks of Word (VT) and old Macs (CR) are control characters that stand between words.
    return " ".join(word for part in text.split() if (word := without_controls(part)))


def _unwanted(sign: str) -> bool:
    code = ord(sign)
    return (
        unicodedata.category(sign) in {"Cc", "Cs"}
        or code in (0xFFFE, 0xFFFF)
        or 0x202A <= code <= 0x202E
        or 0x2066 <= code <= 0x2069
    )
