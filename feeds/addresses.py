"""Addresses that stand in feeds. One page of a feed has thousands, so each pattern is resolved once and then filled."""

from __future__ import annotations

from functools import cache

from django.urls import reverse

from siniar.addresses import absolute

_EPISODE = "aaaaaaaa"  # stands for the eight signs of an episode


def document(slug: str, name: str) -> str:
    """A feed of a show: “feed.xml”, “hemat-2.xml”."""
    return absolute(reverse("feed-document", args=[slug, name]))


def media(episode: str, name: str) -> str:
    """A sound file of an episode, known by its short_id; `name` as episodes.media.file_name makes it."""
    return absolute(_filled("media", episode, "NAME").replace("NAME", name))


def transcript(episode: str, suffix: str) -> str:
    """The approved text of an episode in one format."""
    return absolute(_filled("transcript-file", episode, suffix))


def chapters(episode: str) -> str:
    """The chapters of an episode as a file."""
    return absolute(_filled("chapters-file", episode))


def _filled(name: str, episode: str, *rest: str) -> str:
    return _pattern(name, *rest).replace(_EPISODE, episode)


@cache
def _pattern(name: str, *rest: str) -> str:
    return reverse(name, args=[_EPISODE, *rest])
