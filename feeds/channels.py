"""Makes the values of one document of what was gathered: which episodes, under which words, with which sound first.

In a neutral feed every item is neutral, harmless topics too: who sees one open title among neutral ones learns what the
others are. It has no people, texts, notes, pictures of episodes or titles of chapters.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache

from django.utils.translation import gettext, override

from episodes.models import Episode, Rendition
from feeds import addresses, kinds, showing
from feeds.formats.signs import described, noted
from feeds.formats.values import Channel, Chapter, Enclosure, Item, Pages, Soundbite, Trailer, Transcript
from feeds.kinds import Kind
from feeds.source import Programme, Source
from transcripts.files import FORMATS

#: Of podcast:guid for feeds that were given none (podcast namespace, docs/tags/guid.md).
PODCAST_GUIDS = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
TRANSCRIPTS = ("vtt", "srt", "json", "html")


@dataclass(frozen=True)
class Words:
    """What a document says in the language of an episode."""

    help: str
    part: str


def pages(source: Source, kind: Kind) -> int:
    """How many pages a feed has; 0 if the show has no such feed. A show without episodes has feeds all the same."""
    count = len(_chosen(source, kind))
    return -(-count // kind.page_size) or (0 if kind.topic else 1)


def channel(source: Source, kind: Kind, page: int = 1) -> Channel | None:
    """The values of a document, or None if the show has no such page."""
    count = pages(source, kind)
    if not 1 <= page <= count:
        return None
    chosen = _chosen(source, kind)
    shown = chosen[(page - 1) * kind.page_size : page * kind.page_size]
    words = {language: _words(source, language, kind.neutral) for language in {each.language for each in shown}}
    own = _own(source, kind)
    return replace(
        own,
        feed_url=_address(source, kind, page),
        json_url=_address(source, kind, page, "json") if kind == kinds.FULL else None,
        pages=_neighbours(source, kind, page, count),
        items=tuple(_item(each, kind, words[each.language], explicit=own.explicit) for each in shown),
        trailers=tuple(_trailer(each, kind) for each in chosen if each.kind == Episode.Kind.TRAILER),
    )


def _chosen(source: Source, kind: Kind) -> Sequence[Programme]:
    if kind.topic is None:
        return source.items
    return [each for each in source.items if kind.topic in each.topics]


def _own(source: Source, kind: Kind) -> Channel:
    """The show as this feed calls it. Only the feed with all episodes may be listed by directories."""
    show = source.neutral if kind.neutral else source.open
    if kind == kinds.FULL:
        return show
    address = _address(source, kind, 1).partition("://")[2].rstrip("/")
    return replace(
        show,
        guid=str(uuid.uuid5(PODCAST_GUIDS, address)),
        title=_title(source, show, kind),
        author=show.author or show.title,
        blocked=True,
        moved_to=show.moved_to if show.moved_to != show.feed_url else None,  # who arrived has one feed to come to
        hub=None,  # hubs hear of the first feed only; and who hides what he hears is known to no hub
        podping=False,
        texts=tuple(each for each in show.texts if each[0] != showing.APPLE),
    )


def _title(source: Source, show: Channel, kind: Kind) -> str:
    topic = next((each for each in source.topics if each.code == kind.topic), None)
    if topic is None:
        return show.title
    with override(show.language):
        return f"{show.title} · {topic.neutral_label if kind.neutral else topic.label}"


def _address(source: Source, kind: Kind, page: int, suffix: str = "xml") -> str:
    number = f"-{page}" if page > 1 else ""
    return addresses.document(source.slug, f"{kind.name}{number}.{suffix}")


def _neighbours(source: Source, kind: Kind, page: int, count: int) -> Pages | None:
    if count == 1:
        return None
    return Pages(
        first=_address(source, kind, 1),
        last=_address(source, kind, count),
        previous=_address(source, kind, page - 1) if page > 1 else None,
        next=_address(source, kind, page + 1) if page < count else None,
    )


def _words(source: Source, language: str, neutral: bool) -> Words:
    with override(language):
        return Words(help=source.help.text(language, neutral=neutral), part=gettext("Part %(number)d"))


def _item(programme: Programme, kind: Kind, words: Words, *, explicit: bool) -> Item:
    main, *alternates = _sounds(programme, kind)
    told = _neutral(programme, words) if kind.neutral else _open(programme, words, explicit=explicit)
    return replace(told, enclosure=main, alternates=tuple(alternates))


def _sounds(programme: Programme, kind: Kind) -> Iterable[Enclosure]:
    """The sound, the wanted one first; an episode without it is heard as it is everywhere else."""
    wanted = kind.rendition if kind.rendition in programme.renditions else Rendition.Kind.MAIN.value
    return sorted(programme.renditions.values(), key=lambda sound: sound is not programme.renditions[wanted])


def _open(programme: Programme, words: Words, *, explicit: bool) -> Item:
    """The episode as it is. Where no episode of the show is explicit, saying so once is enough."""
    lines = (words.help, *programme.warnings)
    return Item(
        guid=programme.feed_guid,
        title=programme.title,
        url=programme.url,
        published=programme.published,
        description=described(*lines, programme.summary or programme.title),
        notes=noted((*lines, programme.summary), programme.notes),
        enclosure=programme.renditions[Rendition.Kind.MAIN.value],
        number=programme.number,
        season=programme.season,
        kind=programme.kind,
        explicit=programme.explicit if explicit else None,
        image_url=programme.cover_url,
        people=programme.people,
        transcripts=_transcripts(programme),
        chapters=programme.chapters,
        chapters_url=addresses.chapters(programme.short_id) if programme.chapters else None,
        soundbites=programme.soundbites,
    )


def _neutral(programme: Programme, words: Words) -> Item:
    return Item(
        guid=programme.guid,  # one that came from elsewhere may be a telling address
        title=programme.surface_title,
        url=programme.url,
        published=programme.published,
        description=words.help or programme.surface_title,
        notes="",
        enclosure=programme.renditions[Rendition.Kind.MAIN.value],
        number=programme.number,
        season=programme.season,
        kind=programme.kind,
        explicit=None,
        chapters=tuple(
            Chapter(chapter.start, words.part % {"number": place})
            for place, chapter in enumerate(programme.chapters, start=1)
        ),
        soundbites=tuple(Soundbite(bite.start, bite.duration, "") for bite in programme.soundbites),
    )


def _transcripts(programme: Programme) -> tuple[Transcript, ...]:
    language = programme.transcript
    if language is None:
        return ()
    return tuple(
        Transcript(addresses.transcript(programme.short_id, suffix), media_type, language, timed)
        for suffix, media_type, timed in _formats()
    )


@cache
def _formats() -> tuple[tuple[str, str, bool], ...]:
    return tuple((suffix, FORMATS[suffix].media_type, FORMATS[suffix].rules is not None) for suffix in TRANSCRIPTS)


def _trailer(programme: Programme, kind: Kind) -> Trailer:
    sound = next(iter(_sounds(programme, kind)))
    title = programme.surface_title if kind.neutral else programme.title
    return Trailer(title, sound.url, sound.length, sound.content_type, programme.published, programme.season)
