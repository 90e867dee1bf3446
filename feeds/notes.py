"""Makes the notes of many episodes readable anywhere: links of the database become addresses, all in one go."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from wagtail.rich_text import expand_db_html

from siniar.addresses import absolute

_REFERENCE = re.compile(r"<a\b[^>\n]*\blinktype=[^>\n]*>")  # as Wagtail stores a link to a page or document
NOWHERE = "<a>"
_OWN = re.compile(r'(<a\b[^>]*?\bhref=")(/(?!/)[^"]*)')


def expanded(notes: Iterable[str]) -> list[str]:
    """The notes as HTML with absolute links; a fixed number of queries, however many links there are.

    Wagtail asks the database in each call, and copies the whole text for each link: it gets the tags alone.
    """
    texts = list(notes)
    tags = sorted({tag for text in texts for tag in _REFERENCE.findall(text)})
    if tags:
        known = _known(tags)
        texts = [_REFERENCE.sub(lambda match: known[match[0]], text) for text in texts]
    return [_OWN.sub(lambda match: match[1] + absolute(match[2]), text) for text in texts]


def _known(tags: list[str]) -> Mapping[str, str]:
    """What Wagtail makes of each tag; one that it cannot read becomes a link that leads nowhere."""
    try:
        return dict(zip(tags, expand_db_html("\n".join(tags)).split("\n"), strict=True))
    except ValueError:
        return {tag: _alone(tag) for tag in tags}


def _alone(tag: str) -> str:
    try:
        return expand_db_html(tag)
    except ValueError:
        return NOWHERE
