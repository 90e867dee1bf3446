"""What is written into the files of an episode: its tags, or neutral ones where a topic asks for discretion."""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace

from django.utils import timezone, translation
from wagtail.images.models import AbstractImage

from episodes.audio.tags import Chapter, Tags
from episodes.models import Episode
from siniar.addresses import absolute

logger = logging.getLogger(__name__)

COVER = "fill-1000x1000|format-jpeg|jpegquality-82"  # as an image filter of Wagtail: under 300 KB, as players want it


def tags(episode: Episode) -> Tags:
    """The tags of the published episode with the cover, in the language in which it is spoken."""
    return replace(_texts(episode), cover=_cover(episode))


def fingerprint(episode: Episode) -> str:
    """Hash of the tags: files that carry it need not be written again. Reads no picture."""
    parts = (_texts(episode), _cover_hash(episode), COVER)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def _texts(episode: Episode) -> Tags:
    with translation.override(episode.language):
        return _neutral(episode) if episode.discreet else _open(episode)


def _open(episode: Episode) -> Tags:
    show = episode.show
    hosts = [credit.person.name for credit in episode.public_people() if credit.role == credit.Role.HOST]
    published = episode.first_published_at or timezone.now()
    return Tags(
        title=episode.title,
        show=show.title,
        artist=", ".join(hosts) or show.author or show.title,
        album_artist=show.author or show.title,
        number=episode.number,
        season=episode.season,
        date=timezone.localtime(published).date(),
        language=episode.language,
        summary=episode.summary,
        comment="",
        guid=str(episode.guid),
        url=absolute(episode.get_url() or "/"),
        cover=None,
        chapters=tuple(Chapter(start=float(start), title=title) for start, title in episode.told_chapters()),
    )


def _neutral(episode: Episode) -> Tags:
    opened = _open(episode)
    part = translation.gettext("Part %(number)d")
    return replace(
        opened,
        title=episode.surface_title,
        show=episode.show.surface_title,
        artist=episode.show.surface_title,
        album_artist=episode.show.surface_title,
        summary="",
        chapters=tuple(
            replace(chapter, title=part % {"number": place}) for place, chapter in enumerate(opened.chapters, start=1)
        ),
    )


def _picture(episode: Episode) -> AbstractImage | None:
    """The show's cover, or its neutral one. Episodes have no cover of their own in tags: it could tell the topic."""
    return episode.show.neutral_cover if episode.discreet else episode.show.cover


def _cover(episode: Episode) -> bytes | None:
    """The cover as a JPEG for tags."""
    image = _picture(episode)
    if image is None:
        return None
    try:
        with image.get_rendition(COVER).file.open("rb") as file:
            return file.read()
    except OSError:
        logger.warning("the cover of show %s is missing on disk", episode.show.podcast_guid)
        return None  # an episode must not wait for a picture


def _cover_hash(episode: Episode) -> str:
    image = _picture(episode)
    try:
        return image.get_file_hash() if image else ""
    except OSError:
        return ""
