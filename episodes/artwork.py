"""The covers that the public sees: their addresses, and the JPEGs behind them. What a cover must be: cover_rules.

An address carries the hash of the picture, so a changed picture has a new one; it ends in .jpg, as directories want.
"""

from __future__ import annotations

import logging
import re
import uuid

from django.urls import reverse
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage

from episodes.models import Episode, Show
from siniar.addresses import absolute

logger = logging.getLogger(__name__)

SMALL = "-kecil"
#: In the name of a neutral cover: its older names must never lead to the cover that tells the topic.
NEUTRAL = "-netral"
#: Image filters of Wagtail: for directories, and for this site's own pages, where every kilobyte is paid for.
COVERS = {"": "fill-1400x1400|format-jpeg|jpegquality-85", SMALL: "fill-320x320|format-jpeg|jpegquality-75"}
#: Every name that a cover of ours has ever had.
NAME = re.compile(rf"siniar-[0-9a-f]{{12}}(?P<neutral>{NEUTRAL})?(?P<size>{SMALL})?\.jpg")


def cover_path(show: Show, size: str = "") -> str | None:
    """The path of a show's cover; None if it has none, or if it is lost. `size` is one of COVERS."""
    return path(show.podcast_guid, show.cover, size=size)


def cover_address(show: Show) -> str | None:
    """The absolute address of a show's cover, or None."""
    return _address(cover_path(show))


def neutral_cover_address(show: Show) -> str | None:
    """The absolute address of the cover of a show's neutral feed, or None."""
    return _address(path(show.podcast_guid, show.neutral_cover, neutral=True))


def episode_cover_address(episode: Episode) -> str | None:
    """The absolute address of an episode's own cover; None if it has none, or must be discreet.

    Asks the database nothing where cover and topics are loaded.
    """
    if episode.cover_id is None or episode.discreet:
        return None
    return _address(path(episode.guid, episode.cover))


def path(guid: uuid.UUID, picture: AbstractImage | None, *, neutral: bool = False, size: str = "") -> str | None:
    """The path of this picture as the cover of what has this guid; None if there is none, or if it is lost."""
    if picture is None:
        return None
    if not picture.file.storage.exists(picture.file.name):
        logger.warning("a cover of %s is missing on disk", guid)
        return None
    name = f"siniar-{picture.get_file_hash()[:12]}{NEUTRAL if neutral else ''}{size}.jpg"
    return reverse("cover", args=[guid, name])


def public_cover(guid: uuid.UUID, *, neutral: bool) -> AbstractImage | None:
    """The picture that everybody may see now of the show or the episode with this guid."""
    show = Show.objects.public().filter(podcast_guid=guid).select_related("cover", "neutral_cover").first()
    if show:
        return show.neutral_cover if neutral else show.cover
    episode = Episode.objects.public().filter(guid=guid, cover__isnull=False).select_related("cover").first()
    return episode.cover if episode and not (neutral or episode.discreet) else None


def prepare_covers(show: Show) -> None:
    """Makes the JPEGs of all covers that a show's feeds name, so that no request has to.

    Costs three queries where they are there. A picture that is lost or broken is logged and left out.
    """
    episodes = Episode.objects.public().child_of(show).filter(cover__isnull=False).prefetch_related("topics")
    wanted = {show.cover_id, show.neutral_cover_id, *(each.cover_id for each in episodes if not each.discreet)}
    for picture in get_image_model().objects.filter(pk__in=wanted - {None}).prefetch_renditions(*COVERS.values()):
        try:
            picture.get_file_hash()
            for filters in COVERS.values():
                picture.get_rendition(filters)
        except OSError:
            logger.warning("the picture %s, a cover of show %s, cannot be read", picture.pk, show.podcast_guid)


def _address(path: str | None) -> str | None:
    return absolute(path) if path else None
