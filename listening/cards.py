"""What a page tells others who are sent its address: a card for messengers (Open Graph), and the same for machines
(schema.org). Of what is discreet both tell nothing but that there is an episode.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.templatetags.static import static
from django.urls import reverse
from wagtail.models import Page

from episodes import artwork
from episodes.models import Episode, Rendition, Show
from siniar.addresses import absolute

NEUTRAL_COVER = "feeds/umum.jpg"
COVER_SIDE = 1_400  # pixels, of every cover that is sent in full
SCHEMA = "https://schema.org"
SITE = "Siniar"


@dataclass(frozen=True)
class Card:
    """`url` and `image` are absolute; `image` may be missing, `description` empty. `machine` is a schema.org object."""

    title: str
    url: str
    description: str = ""
    image: str | None = None
    machine: Mapping[str, Any] | None = None
    oembed: Mapping[str, str] | None = None


def of(page: Page, sound: Mapping[str, Any] | None = None) -> Card:
    """The card of any page. `sound` is what the context of an episode's page knows of its renditions, by kind."""
    if isinstance(page, Episode):
        return _of_episode(page, sound or {})
    if isinstance(page, Show):
        return _of_show(page)
    return Card(page.title, address(page), getattr(page, "introduction", ""))


def address(page: Page) -> str:
    """The absolute address of a page; of a draft that has none yet, that of the site."""
    parts = page.get_url_parts()
    return absolute(parts[2] if parts else "/")


def image(episode: Episode) -> str | None:
    """The absolute address of the picture that may stand beside an episode anywhere."""
    if episode.discreet:
        return artwork.neutral_cover_address(episode.show) or _neutral_cover()
    return artwork.episode_cover_address(episode) or artwork.cover_address(episode.show)


def oembed_address(episode: Episode, form: str) -> str:
    """Where other sites ask how to show an episode; `form` is json or xml."""
    return absolute(f"{reverse('oembed')}?format={form}&url={quote(address(episode), safe='')}")


def whatsapp_address(page: Page) -> str:
    """WhatsApp's own address for “send this to somebody”, with the page's address and no word of what it is about."""
    return f"https://wa.me/?text={quote(address(page), safe='')}"


def _of_episode(episode: Episode, sound: Mapping[str, Any]) -> Card:
    url, picture = address(episode), image(episode)
    machine = {
        "@context": SCHEMA,
        "@type": "PodcastEpisode",
        "@id": url,
        "url": url,
        "name": episode.surface_title,
        "inLanguage": episode.language,
        "isAccessibleForFree": True,
        **_told({"image": picture}),
    }
    if not episode.discreet:
        machine |= _openly(episode, sound)
    return Card(
        episode.surface_title,
        url,
        "" if episode.discreet else episode.summary,
        picture,
        machine,
        {form: oembed_address(episode, form) for form in ("json", "xml")},
    )


def _openly(episode: Episode, sound: Mapping[str, Any]) -> dict[str, Any]:
    """What is told of an episode on top where it endangers nobody."""
    show, published = episode.show, episode.first_published_at
    main = sound.get(Rendition.Kind.MAIN)
    return _told(
        {
            "description": episode.summary,
            "episodeNumber": episode.number,
            "datePublished": published.isoformat() if published else None,
            "timeRequired": _span(episode.audio.duration) if episode.audio else None,
            "associatedMedia": _media(main["rendition"], main["url"]) if main else None,
            "partOfSeries": {"@type": "PodcastSeries", "@id": address(show), "name": show.title, "url": address(show)},
        }
    )


def _media(rendition: Rendition, path: str) -> dict[str, Any]:
    return {
        "@type": "AudioObject",
        "contentUrl": absolute(path),
        "encodingFormat": rendition.content_type,
        "contentSize": str(rendition.size),
        "duration": _span(rendition.duration),
    }


def _of_show(show: Show) -> Card:
    url, picture = address(show), artwork.cover_address(show)
    machine = {
        "@context": SCHEMA,
        "@type": "PodcastSeries",
        "@id": url,
        "url": url,
        "name": show.title,
        "webFeed": absolute(reverse("feed", args=[show.slug])),
        **_told(
            {
                "description": show.summary,
                "image": picture,
                "author": {"@type": "Organization", "name": show.author} if show.author else None,
            }
        ),
    }
    return Card(show.title, url, show.summary, picture, machine)


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the values that say something."""
    return {name: value for name, value in values.items() if value not in (None, "")}


def _span(seconds: float) -> str:
    """A length as ISO 8601 writes it."""
    return f"PT{round(seconds)}S"


def _neutral_cover() -> str | None:
    try:
        return absolute(static(NEUTRAL_COVER))
    except ValueError:  # static files were not collected: no reason to take a page away
        return None
