"""What reviewers hear: episodes that nobody has published yet, as their latest draft has them, with finished sound.

What was public once and was taken back is not among them: who took it back may have had a reason.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.urls import reverse
from django.utils.translation import gettext, override

from episodes import artwork, media
from episodes.models import Episode, Rendition, Show
from feeds import helpline, notes
from feeds.channels import PODCAST_GUIDS
from feeds.formats.signs import described, noted
from feeds.formats.values import Channel, Chapter, Enclosure, Item
from feeds.gathering import BEGINNING
from siniar.addresses import absolute

MOST = 100  # episodes


@dataclass(frozen=True)
class Draft:
    """An episode as its editors have it now, and what it sounds like."""

    episode: Episode
    sound: Rendition

    @property
    def file_name(self) -> str:
        """Tells as little as that of a public file."""
        return media.file_name(self.episode, self.sound)


def of(show: Show) -> Iterator[Draft]:
    """The drafts of a show that can be heard, the newest first."""
    unpublished = Episode.objects.child_of(show).filter(live=False, first_published_at=None)
    for row in unpublished.order_by("-pk").iterator(MOST):
        draft = _heard(row)
        if draft:
            yield draft


def find(show: Show, guid: uuid.UUID) -> Draft | None:
    """The draft of this guid, if it can be heard."""
    row = Episode.objects.child_of(show).filter(live=False, first_published_at=None, guid=guid).first()
    return _heard(row) if row else None


def _heard(row: Episode) -> Draft | None:
    episode = row.get_latest_revision_as_object()
    sound = (
        Rendition.objects.filter(audio_file=episode.audio_id, kind=Rendition.Kind.MAIN)
        .exclude(file="")
        .select_related("audio_file")
        .first()
    )
    return Draft(episode, sound) if sound and Path(sound.file.path).is_file() else None


def channel(show: Show) -> Channel:
    """The review feed of a show: no texts of the recording, no directory, no hub."""
    drafts = list(islice(of(show), MOST))
    texts = notes.expanded(draft.episode.notes for draft in drafts)
    address = absolute(reverse("review-feed", args=[show.slug]))
    page = absolute(show.get_url() or "/")
    language = show.locale.language_code
    with override(language):
        title = gettext("%(show)s: for review") % {"show": show.title}
        description = gettext("Episodes that are not public yet. Please keep them to yourself.")
        return Channel(
            url=page,
            feed_url=address,
            guid=str(uuid.uuid5(PODCAST_GUIDS, address.partition("://")[2])),
            title=title,
            description=described(helpline.text(language), description),
            language=language,
            category=show.category,
            author=show.author,
            changed=max((draft.episode.latest_revision_created_at or BEGINNING for draft in drafts), default=BEGINNING),
            items=tuple(_item(show, page, draft, text) for draft, text in zip(drafts, texts, strict=True)),
            cover_url=artwork.cover_address(show),
            kind=show.kind,
            blocked=True,
        )


def _item(show: Show, page: str, draft: Draft, text: str) -> Item:
    episode, sound = draft.episode, draft.sound
    address = reverse("review-sound", args=[show.slug, episode.guid, draft.file_name])
    with override(episode.language):
        help_line = helpline.text(episode.language)
    return Item(
        guid=episode.feed_guid,
        title=episode.title,
        url=page,  # it has no page of its own yet
        published=sound.audio_file.uploaded_at,  # it has no date of its own yet
        description=described(help_line, episode.summary or episode.title),
        notes=noted((help_line, episode.summary), text),
        enclosure=Enclosure(absolute(address), sound.size, sound.content_type, sound.duration),
        number=episode.number,
        season=episode.season,
        kind=episode.kind,
        explicit=None,
        chapters=tuple(Chapter(float(chapter.start), chapter.title) for chapter in episode.chapters.all()),
    )
