"""Keeps text to signs that can be seen, and cuts it into lines. What is cleaned here means the same in every format.

Letters, marks and pictures of all scripts stay, joiners included.
"""

import html
import re

LINE_ENDS = re.compile(r"\r\n?|\n")

# Control signs, also those that some readers take for line ends, signs that are no characters, and halves of
# surrogate pairs, which no file can hold.
UNPRINTABLE = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

# What turns the order of other signs around, or cannot be seen at all: a number or a name would read otherwise than
# it is. Zero width joiners stay, scripts and pictures need them; so do the marks of direction that turn nothing.
HIDDEN = re.compile(
    r"[\xad\u180e\u200b\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)

# Longer numbers are no character, and Python refuses to read the longest.
ENDLESS_REFERENCE = re.compile(r"&#(?:[0-9]{8,}|[xX][0-9a-fA-F]{7,});?")


def lines(text: str) -> list[str]:
    """The lines of a file, without a byte order mark; CR, LF and CRLF all end one."""
    return LINE_ENDS.sub("\n", text.removeprefix("\ufeff")).split("\n")


def tidy(text: str) -> str:
    """`text` without hidden signs, each run of blanks as one, and without empty lines. Tidy text stays as it is."""
    cleaned = UNPRINTABLE.sub(" ", LINE_ENDS.sub("\n", HIDDEN.sub("", text)))
    return "\n".join(line for line in (" ".join(line.split()) for line in cleaned.split("\n")) if line)


def one_line(text: str | None) -> str:
    """`text` tidied, its lines joined by blanks; nothing for None."""
    return tidy(text).replace("\n", " ") if text else ""


def unescaped(text: str) -> str:
    """`text` with its character references read, once: `&amp;lt;` is the text `&lt;`."""
    return html.unescape(ENDLESS_REFERENCE.sub("\ufffd", text)) if "&" in text else text


def escaped(text: str) -> str:
    """`text` with the three signs that mean something in markup. No `>` is left, so that no `-->` is either."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
