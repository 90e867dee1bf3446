"""Reads everything that the feeds of a show tell, in a number of queries that does not grow with the episodes.

Asks episodes.visibility what is public. An episode that cannot be shown is left out and named; the rest stands.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from django.db.models import Exists, F, OuterRef, Prefetch
from django.utils.translation import gettext, override

from episodes import artwork, media
from episodes.models import Episode, PodrollEntry, Rendition, Show, Topic
from feeds import addresses, belongings, helpline, notes, showing
from feeds.belongings import Belongings
from feeds.channels import channel, pages
from feeds.formats.values import Enclosure
from feeds.source import LeftOut, Programme, Source
from siniar.addresses import absolute

__all__ = ["channel", "gather", "pages", "read"]

logger = logging.getLogger(__name__)

#: When a feed changed last that holds nothing and was never published: any moment will do that does not move.
BEGINNING = datetime(2024, 2, 1, tzinfo=UTC)
ADULT = 18  # years from which an episode is meant: what Apple calls explicit


class Unshowable(Exception):
    """A public episode that no feed can show; the code says why."""


def read(show_id: int) -> Show:
    """A show with all that its feeds need of it: its edition, if it has one, and the numbers for help; one query."""
    recommends = Exists(PodrollEntry.objects.filter(show=OuterRef("pk")))
    shows = Show.objects.annotate(recommends=recommends, **helpline.columns())
    return shows.select_related("edition", "cover", "neutral_cover", "locale").get(pk=show_id)


def gather(show: Show) -> Source:
    """What the feeds of a show, as `show` has just read it, tell; at most nine queries more.

    Whether the show itself is public is not asked here.
    """
    episodes = _public(show)
    items, left_out = _programmes(show, episodes)
    changed, lines = _changed(show, episodes), helpline.beside(show)
    return Source(
        slug=show.slug,
        open=showing.openly(show, changed, lines, explicit=any(item.explicit for item in items)),
        neutral=showing.neutrally(show, changed, lines),
        items=tuple(items),
        topics=_topics(episodes, items),
        help=lines,
        left_out=tuple(left_out),
        valid_until=min(filter(None, [show.expire_at, *(episode.expire_at for episode in episodes)]), default=None),
    )


def _public(show: Show) -> list[Episode]:
    """The public episodes, the newest first, with the little of them that feeds need."""
    labels = Topic.objects.only(
        "code", "sensitivity", "order", "label_id", "label_en", "neutral_label_id", "neutral_label_en"
    )
    return list(
        Episode.objects.public()
        .child_of(show)
        .newest_first()
        .select_related("cover")
        .prefetch_related(Prefetch("topics", labels))
        .annotate(
            min_age=F("age_rating__min_age"),
            text_language=F("audio__transcript__language"),
            text_approved_at=F("audio__transcript__approved__made_at"),  # only an approved text is ever public
        )
    )


def _programmes(show: Show, episodes: Sequence[Episode]) -> tuple[list[Programme], list[LeftOut]]:
    """What can be shown, and what cannot."""
    sounds, parts = belongings.sounds(show), belongings.of(show)
    base = absolute(show.get_url() or "/")
    programmes, left_out = [], []
    for episode, text in zip(episodes, notes.expanded(episode.notes for episode in episodes), strict=True):
        try:
            programmes.append(_programme(episode, base, text, sounds[episode.audio_id], parts[episode.pk]))
        except Unshowable as reason:
            left_out.append(LeftOut(episode.pk, episode.title, str(reason)))
        except Exception:
            logger.exception("episode %s is left out of the feeds of its show", episode.pk)
            left_out.append(LeftOut(episode.pk, episode.title, "broken"))
    return programmes, left_out


def _programme(episode: Episode, base: str, text: str, sounds: Iterable[Rendition], parts: Belongings) -> Programme:
    renditions = {sound.kind: _enclosure(episode, sound) for sound in sounds}
    if Rendition.Kind.MAIN.value not in renditions:
        raise Unshowable("no_file")
    if episode.first_published_at is None:
        raise Unshowable("no_date")
    topics, english = list(episode.topics.all()), episode.language == "en"
    return Programme(
        episode_id=episode.pk,
        guid=str(episode.guid),
        short_id=episode.short_id,
        feed_guid=episode.feed_guid,
        title=episode.title,
        surface_title=_surface_title(episode, topics),
        url=f"{base}{episode.slug}/",
        published=episode.first_published_at,
        summary=episode.summary,
        notes=text,
        language=episode.language,
        number=episode.number,
        season=episode.season,
        kind=episode.kind,
        explicit=(episode.min_age or 0) >= ADULT,
        renditions=renditions,
        cover_url=artwork.episode_cover_address(episode),
        transcript=episode.text_language if episode.text_approved_at else None,
        topics=frozenset(topic.code for topic in topics),
        warnings=tuple(texts[english] for texts in parts.warnings),
        people=tuple(parts.people),
        chapters=tuple(parts.chapters),
        soundbites=tuple(parts.soundbites),
    )


def _enclosure(episode: Episode, sound: Rendition) -> Enclosure:
    return Enclosure(
        url=addresses.media(episode.short_id, media.file_name(episode, sound)),
        length=sound.size,
        content_type=sound.content_type,
        duration=sound.duration,
        bitrate=sound.bitrate,
        sha256=sound.sha256,
    )


def _surface_title(episode: Episode, topics: Sequence[Topic]) -> str:
    """What an episode is called in a neutral feed: like one with a sensitive topic, whatever its topics are."""
    with override(episode.language):
        if episode.discreet:
            return episode.surface_title
        name = gettext("Episode %(number)d") % {"number": episode.number} if episode.number else gettext("Episode")
        return f"{name} · {topics[0].neutral_label}"


def _topics(episodes: Iterable[Episode], items: Iterable[Programme]) -> tuple[Topic, ...]:
    """The topics of which a feed has something to tell."""
    shown = {code for item in items for code in item.topics}
    topics: Mapping[str, Topic] = {topic.code: topic for each in episodes for topic in each.topics.all()}
    return tuple(sorted((topics[code] for code in shown), key=lambda topic: (topic.order, topic.code)))


def _changed(show: Show, episodes: Iterable[Episode]) -> datetime:
    """When something last changed that an editor would call a change; never the moment of building."""
    moments = [show.last_published_at]
    for episode in episodes:
        moments += [episode.first_published_at, episode.last_published_at, episode.text_approved_at]
    return max(filter(None, moments), default=BEGINNING)
