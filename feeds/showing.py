"""What feeds tell of a show itself, openly and neutrally: the values of a channel that has no items yet."""

from __future__ import annotations

import logging
from datetime import datetime

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import gettext, override

from episodes import artwork
from episodes.models import PodrollEntry, Show
from feeds import addresses
from feeds.formats.signs import described
from feeds.formats.values import Channel, Frequency, RemoteItem
from feeds.helpline import Lines
from siniar.addresses import absolute

logger = logging.getLogger(__name__)

NEUTRAL_CATEGORY = Show.Category.SOCIETY.value  # the widest that fits every show
NEUTRAL_COVER = "feeds/umum.jpg"
APPLE = "applepodcastsverify"  # the purpose by which Apple finds its code


def openly(show: Show, changed: datetime, lines: Lines, *, explicit: bool) -> Channel:
    """The channel of the feed that directories list, in the show's language."""
    language, feed_url = show.locale.language_code, addresses.document(show.slug, "feed.xml")
    with override(language):
        return Channel(
            url=absolute(show.get_url() or "/"),
            feed_url=feed_url,
            guid=str(show.podcast_guid),
            title=show.title,
            description=described(lines.text(language), show.description or show.summary),
            language=language,
            category=show.category,
            author=show.author,
            changed=changed,
            items=(),
            owner=(show.owner_name or show.author or show.title, show.owner_email) if show.owner_email else None,
            copyright=show.copyright,
            cover_url=artwork.cover_address(show),
            kind=show.kind,
            explicit=explicit,
            blocked=not show.in_directories,
            complete=show.complete,
            locked=show.import_locked,
            license=show.license,
            moved_to=show.new_home or (feed_url if show.arrived else None),
            hub=settings.CONFIG.websub_hub or None,
            podping=bool(settings.CONFIG.podping_url) and show.in_directories,
            frequency=_frequency(show),
            texts=_texts(show),
            podroll=_podroll(show),
        )


def neutrally(show: Show, changed: datetime, lines: Lines) -> Channel:
    """The channel of a feed that nobody who sees it learns anything from: no people, no office, no topic."""
    language = show.locale.language_code
    with override(language):
        return Channel(
            url=absolute(show.get_url() or "/"),
            feed_url=addresses.document(show.slug, "netral.xml"),
            guid=str(show.podcast_guid),
            title=show.surface_title,
            description=lines.text(language, neutral=True),
            language=language,
            category=NEUTRAL_CATEGORY,
            author=show.surface_title,
            changed=changed,
            items=(),
            cover_url=_neutral_cover(show),
            kind=show.kind,
            blocked=True,
            complete=show.complete,
            locked=show.import_locked,
        )


def _neutral_cover(show: Show) -> str | None:
    own = artwork.neutral_cover_address(show)
    if own:
        return own
    try:
        return absolute(static(NEUTRAL_COVER))
    except ValueError:  # static files were not collected: no reason to take a feed away
        logger.warning("%s is missing among the static files; “manage.py set_up” brings it", NEUTRAL_COVER)
        return None


def _frequency(show: Show) -> Frequency | None:
    if show.complete:
        return Frequency("", gettext("No more episodes will come."))
    if not show.update_frequency:
        return None
    return Frequency(show.update_frequency, str(Show.Frequency(show.update_frequency).label))


def _texts(show: Show) -> tuple[tuple[str, str], ...]:
    texts = ((APPLE, show.apple_verification), ("ai-content", show.ai_content))
    return tuple((purpose, text) for purpose, text in texts if text)


def _podroll(show: Show) -> tuple[RemoteItem, ...]:
    if not getattr(show, "recommends", True):
        return ()
    entries = PodrollEntry.objects.filter(show=show).order_by("sort_order", "pk")
    return tuple(RemoteItem(str(entry.feed_guid), entry.feed_url, entry.title) for entry in entries)
