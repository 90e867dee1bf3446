"""What reviewers hear: episodes that nobody has published yet, as their latest draft has them, with finished sound.

What was public once and was taken back is not among them: who took it back may have had a reason.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext, override

from episodes import artwork, media
from episodes.models import Episode, Rendition, Show
from feeds import helpline, notes
from feeds.channels import PODCAST_GUIDS
from feeds.formats.signs import described, noted
from feeds.formats.values import Channel, Chapter, Enclosure, Item
from feeds.gathering import BEGINNING
from feeds.helpline import Lines
from siniar.addresses import absolute

MOST = 100  # episodes
_OF_A_DRAFT = {"pk", "guid", "imported_guid", "title", "number", "season", "kind", "language", "summary", "notes"}
_OF_A_DRAFT |= {"audio", "chapters", "warnings"}


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
    """The drafts of a show that can be heard, the newest first; the same few queries for each hundred that are read."""
    rows = _never_published(show).order_by("-pk").iterator(MOST)
    while some := list(islice(rows, MOST)):
        yield from _heard(some)


def find(show: Show, guid: uuid.UUID) -> Draft | None:
    """The draft of this guid, if it can be heard."""
    return next(_heard(_never_published(show).filter(guid=guid)), None)


def _never_published(show: Show) -> QuerySet[Episode]:
    """An imported episode has the date of its first publication elsewhere; only the last is always one of this site."""
    drafts = Episode.objects.child_of(show).filter(live=False, last_published_at=None)
    return drafts.select_related("latest_revision").prefetch_related("chapters", "warnings")


def _heard(rows: Iterable[Episode]) -> Iterator[Draft]:
    episodes = [_as_drafted(row) for row in rows]
    main = Rendition.objects.filter(audio_file__in={each.audio_id for each in episodes}, kind=Rendition.Kind.MAIN)
    sounds = {sound.audio_file_id: sound for sound in main.exclude(file="").select_related("audio_file")}
    for episode in episodes:
        sound = sounds.get(episode.audio_id)
        if sound and Path(sound.file.path).is_file():
            yield Draft(episode, sound)


def _as_drafted(row: Episode) -> Episode:
    """The episode with what reviewers hear and read of its latest draft, without a query.

    Wagtail would make all of the page from it, and ask for everything that it refers to.
    """
    if not row.has_unpublished_changes or row.latest_revision is None:
        return row
    content = {name: value for name, value in row.latest_revision.content.items() if name in _OF_A_DRAFT}
    drafted: Episode = Episode.from_serializable_data(content, check_fks=False)
    drafted.latest_revision_created_at = row.latest_revision_created_at
    return drafted


def channel(show: Show) -> Channel:
    """The review feed of a show: no texts of the recording, no directory, no hub."""
    drafts, lines = list(islice(of(show), MOST)), helpline.read()
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
            description=described(lines.text(language), description),
            language=language,
            category=show.category,
            author=show.author,
            changed=max((draft.episode.latest_revision_created_at or BEGINNING for draft in drafts), default=BEGINNING),
            items=tuple(_item(show, page, draft, text, lines) for draft, text in zip(drafts, texts, strict=True)),
            cover_url=artwork.cover_address(show),
            kind=show.kind,
            blocked=True,
        )


def _item(show: Show, page: str, draft: Draft, text: str, lines: Lines) -> Item:
    episode, sound = draft.episode, draft.sound
    address = reverse("review-sound", args=[show.slug, episode.guid, draft.file_name])
    with override(episode.language):
        help_line = lines.text(episode.language)
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
        chapters=tuple(Chapter(float(start), title) for start, title in episode.told_chapters()),
    )
