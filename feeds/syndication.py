"""/<show>/feed.xml: gathers what is public now into plain values and lets feeds.formats write them."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import reverse
from django.utils.cache import get_conditional_response
from wagtail.rich_text import expand_db_html

from episodes import media
from episodes.models import Episode, Rendition, Show
from feeds.formats.rss import Channel, Enclosure, Item, write
from siniar.addresses import absolute

#: When a feed changed last that holds nothing and was never published: any moment will do that does not move.
BEGINNING = datetime(2024, 2, 1, tzinfo=UTC)


def channel(show: Show) -> Channel:
    """The public episodes of a show as a feed's values; the number of queries does not grow with the episodes."""
    episodes = (
        Episode.objects.public()
        .child_of(show)
        .newest_first()
        .select_related("audio")
        .prefetch_related("audio__renditions", "people__person")
    )
    base = show.get_url() or "/"
    items = tuple(item for item in (_item(episode, base) for episode in episodes) if item)
    changed = [each.published for each in items] + [each.last_published_at for each in (show, *episodes)]
    return Channel(
        url=absolute(base),
        feed_url=address(show),
        guid=str(show.podcast_guid),
        title=show.title,
        description=show.description or show.summary,
        language=show.locale.language_code,
        category=show.category,
        author=show.author,
        owner=(show.owner_name or show.author or show.title, show.owner_email) if show.owner_email else None,
        copyright=show.copyright,
        cover_url=media.cover_address(show),
        changed=max((moment for moment in changed if moment), default=BEGINNING),
        items=items,
    )


def _item(episode: Episode, base: str) -> Item | None:
    renditions = episode.audio.renditions.all() if episode.audio else []
    main = next((each for each in renditions if each.kind == Rendition.Kind.MAIN), None)
    if main is None or episode.first_published_at is None:
        return None
    return Item(
        guid=str(episode.guid),
        title=episode.title,
        url=absolute(f"{base}{episode.slug}/"),
        published=episode.first_published_at,
        summary=episode.summary,
        notes=expand_db_html(episode.notes),
        enclosure=Enclosure(media.address(episode, main), main.size, main.content_type, main.duration),
        number=episode.number,
        season=episode.season,
        kind=episode.kind,
        people=tuple(
            (credit.person.name, credit.role) for credit in episode.people.all() if credit.person.consents_to_be_named
        ),
    )


def address(show: Show) -> str:
    """The absolute address of a show's feed."""
    return absolute(reverse("feed", args=[show.slug]))


def feed(request: HttpRequest, slug: str) -> HttpResponse:
    """Serves a show's feed; 304 if the client has it.

    Only the ETag decides: a withdrawal changes the feed without being newer than anything in it.
    """
    if request.method not in ("GET", "HEAD"):
        return HttpResponseNotAllowed(["GET", "HEAD"])
    show = Show.objects.public().filter(slug=slug).select_related("cover", "locale").first()
    if show is None:
        raise Http404
    values = channel(show)
    body = write(values)
    etag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    response = HttpResponse(
        body,
        content_type="application/rss+xml; charset=utf-8",
        headers={"ETag": etag, "Cache-Control": "public, no-cache"},
    )
    response["Access-Control-Allow-Origin"] = "*"
    return get_conditional_response(request, etag, None, response) or response
