"""What a file says about itself, before it is written down in any format: title, people, date, cover, chapters.

All texts pass `clean` on their way into a file, whichever the format.
"""

import datetime
import re
from dataclasses import dataclass

GENRE = "Podcast"


@dataclass(frozen=True)
class Chapter:
    """`start` and `end` in seconds; without an end a chapter lasts until the next one, or until the sound ends."""

    start: float
    title: str
    end: float | None = None


@dataclass(frozen=True)
class Tags:
    """What a file says about itself. Empty values are not written.

    `language` is a two-letter code, `cover` a JPEG, `guid` the episode's identity in the feed, `url` its page.
    """

    title: str
    show: str = ""
    artist: str = ""
    album_artist: str = ""
    number: int | None = None
    season: int | None = None
    date: datetime.date | None = None
    language: str = ""
    summary: str = ""
    comment: str = ""
    guid: str = ""
    url: str = ""
    cover: bytes | None = None
    chapters: tuple[Chapter, ...] = ()


def spans(chapters: tuple[Chapter, ...], duration: float) -> list[tuple[int, int, str]]:
    """The chapters in order as (start, end, title) in milliseconds, each with an end, none behind the sound's end."""
    last = round(duration * 1000)
    ordered = sorted(
        (chapter for chapter in chapters if 0 <= round(chapter.start * 1000) < last),
        key=lambda chapter: chapter.start,
    )
    found = []
    for index, chapter in enumerate(ordered):
        start = round(chapter.start * 1000)
        limit = round(ordered[index + 1].start * 1000) if index + 1 < len(ordered) else last
        end = limit if chapter.end is None else min(limit, round(chapter.end * 1000))
        found.append((start, max(start, end), clean(chapter.title)))
    return found


def clean(text: str) -> str:
    """Text without control characters; a line break or tab becomes a blank, runs of blanks become one."""
    kept = "".join(" " if sign in "\t\r\n\v\f\x85\u2028\u2029" else sign for sign in text)
    return re.sub(r" {2,}", " ", "".join(sign for sign in kept if _speaks(sign))).strip()


def _speaks(sign: str) -> bool:
    """Whether a sign may stand in a tag: no control characters, no lone surrogates, no unassigned noncharacters."""
    code = ord(sign)
    return not (code < 32 or 127 <= code < 160 or 0xD800 <= code < 0xE000 or code & 0xFFFE == 0xFFFE)
