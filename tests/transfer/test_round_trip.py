"""What Siniar tells of a show in its feed, Siniar understands: its own feed moves into another show unchanged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.test import Client

from episodes import changes
from episodes.models import Chapter, Episode, Rendition, Show
from tests import factories
from tests.transfer.moving import episodes, moved
from tests.transfer.server import Host
from transfer.reading import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick")]


def published(show: Show, number: int, sound: bytes, **values: object) -> Episode:
    """A public episode with chapters, whose main file can be played."""
    audio = factories.audio(duration=2.0)
    episode = factories.episode(show, f"Obrolan {number}", sound=audio, number=number, **values)  # type: ignore[arg-type]
    Path(audio.renditions.get(kind=Rendition.Kind.MAIN).file.path).write_bytes(sound)
    episode.chapters.set(
        [Chapter(start=Decimal(at), title=title) for at, title in (("0", "Satu"), ("1.25", "Dua & tiga"))]
    )
    episode.summary, episode.notes = "Ringkas", '<p>Halo <b>Ibu</b> <a href="https://example.org/">x</a></p>'
    episode.first_published_at = datetime(2025, number, 1, 7, tzinfo=UTC)
    episode.save()
    episode.save_revision().publish()
    return Episode.objects.get(pk=episode.pk)


def mirrored(host: Host, path: str) -> str:
    """Makes the host give what this site gives at a path; returns the address."""
    reply = Client().get(path)
    assert reply.status_code == 200, path
    return host.serve(path.partition("?")[0], reply.getvalue(), reply["Content-Type"])


def test_our_own_feed_moves_into_another_show_with_ids_dates_texts_and_chapters(
    host: Host, mp3: Callable[[int], bytes], settings: LazySettings
) -> None:
    settings.CONFIG = replace(settings.CONFIG, base_url=host.address)
    show = factories.show("Suara Ibu")
    ours = [published(show, 1, mp3(1)), published(show, 2, mp3(2), season=3, kind=Episode.Kind.BONUS)]
    changes.of_shows([show])
    address = mirrored(host, f"/{show.slug}/feed.xml")
    for each in read(Client().get(f"/{show.slug}/feed.xml").getvalue(), address).items:
        for named in filter(None, [each.enclosure, each.chapters_address]):
            mirrored(host, urlsplit(named).path)
    other = factories.show()
    feed_import = moved(address, other)
    assert list(feed_import.items.values_list("reason", flat=True)) == ["", ""]
    for old, new in zip(ours, episodes(other), strict=True):
        assert (new.feed_guid, new.title, new.first_published_at) == (old.feed_guid, old.title, old.first_published_at)
        assert (new.number, new.season, new.kind) == (old.number, old.season, old.kind)
        assert old.notes in new.notes
        marks = [(each.start, each.title) for each in new.chapters.all()]
        assert marks == [(each.start, each.title) for each in old.chapters.all()]
