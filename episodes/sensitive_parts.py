"""The parts of an episode that its warnings are about, as listeners meet them: joined where they overlap, and as
neutral chapters among the others, so that every podcast app can step over them.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import NamedTuple, TypeVar

from django.utils.translation import gettext, override

Moment = TypeVar("Moment", Decimal, float)  # seconds

#: Seconds: parts that are closer to each other are one, and a chapter that begins so soon after a part ends it.
NEAR = 1


class Words(NamedTuple):
    """Titles that tell nothing but what they are for."""

    beginning: str
    sensitive: str
    after: str


@cache
def words(language: str) -> Words:
    """The titles in the language in which an episode is spoken."""
    with override(language):
        return Words(gettext("Beginning"), gettext("Sensitive part"), gettext("After the sensitive part"))


def joined(parts: Iterable[tuple[Moment, Moment]]) -> list[tuple[Moment, Moment]]:
    """The parts in the order of time, none touching another. Each is where it begins and where it ends."""
    found: list[tuple[Moment, Moment]] = []
    for start, end in sorted(parts):
        if found and start <= found[-1][1] + NEAR:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def among(
    chapters: Iterable[tuple[Moment, str]], parts: Iterable[tuple[Moment, Moment]], words: Words
) -> list[tuple[Moment, str]]:
    """Chapters, each a start and a title, with a neutral one where a part begins; where it ends goes on what is told
    there. No title of a chapter that begins within a part is told before its end.
    """
    told, found = sorted(chapters), joined(parts)
    kept = [(start, title) for start, title in told if not any(since <= start < until for since, until in found)]
    for since, until in found:
        kept.append((since, words.sensitive))
        if not any(until <= start < until + NEAR for start, _title in told):
            before = [title for start, title in told if start < until]
            kept.append((until, before[-1] if before else words.after))
    if found and min(kept)[0] > 0:
        kept.append((type(found[0][0])(0), words.beginning))
    return sorted(kept)
