"""Addresses that stand in feeds. One page of a feed has thousands, so each pattern is resolved once and then filled."""

from __future__ import annotations

import uuid
from functools import cache

from django.urls import reverse

from siniar.addresses import absolute

_GUID = uuid.UUID("00000000-0000-4000-8000-000000000000")


def document(slug: str, name: str) -> str:
    """A feed of a show: “feed.xml”, “hemat-2.xml”."""
    return absolute(reverse("feed-document", args=[slug, name]))


def media(guid: object, name: str) -> str:
    """A sound file of an episode; `name` as episodes.media.file_name makes it."""
    return absolute(_filled("media", str(guid), "NAME").replace("NAME", name))


def transcript(guid: object, suffix: str) -> str:
    """The approved text of an episode in one format."""
    return absolute(_filled("transcript-file", str(guid), suffix))


def chapters(guid: object) -> str:
    """The chapters of an episode as a file."""
    return absolute(_filled("chapters-file", str(guid)))


def _filled(name: str, guid: str, *rest: str) -> str:
    return _pattern(name, *rest).replace(str(_GUID), guid)


@cache
def _pattern(name: str, *rest: str) -> str:
    return reverse(name, args=[_GUID, *rest])
