"""A show's feed as podcast apps read it: right to the letter, stable, and never broken by one bad episode."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import podcastparser
import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from episodes import artwork, media
from episodes.models import Episode, EpisodePerson, Person, Rendition, Show
from feeds import gathering, views
from feeds.kinds import FULL
from tests import factories
from tests.siniar.answers import body, whole

pytestmark = pytest.mark.django_db


def fetch(show: Show, name: str = "feed.xml", **headers: str) -> HttpResponse:
    return whole(Client().get(f"/{show.slug}/{name}", headers=headers))


def read(show: Show, name: str = "feed.xml") -> bytes:
    reply = fetch(show, name)
    assert reply.status_code == 200
    return reply.content


def address(show: Show) -> str:
    return f"{settings.CONFIG.public_url}/{show.slug}/feed.xml"


def entries(show: Show) -> list[Any]:
    """The items as feedparser reads them."""
    parsed = feedparser.parse(read(show))
    assert not parsed.bozo, parsed.bozo_exception
    return parsed.entries


def podcast(show: Show) -> dict[str, Any]:
    """The feed as a podcast app's own parser reads it."""
    return podcastparser.parse(address(show), io.BytesIO(read(show)))


def main(episode: Episode) -> Rendition:
    return Rendition.objects.get(audio_file=episode.audio_id, kind="main")


@pytest.fixture
def show() -> Show:
    return factories.show()


# Items -----------------------------------------------------------------------------------------------------------


def test_each_public_episode_is_one_item_for_two_readers(show: Show) -> None:
    for _number in range(3):
        factories.episode(show)
    assert (len(entries(show)), len(podcast(show)["episodes"])) == (3, 3)


def test_the_newest_item_comes_first(show: Show) -> None:
    older, newer = factories.episode(show), factories.episode(show)
    assert [entry.id for entry in entries(show)] == [str(newer.guid), str(older.guid)]


def test_episodes_of_another_show_are_not_in_the_feed(show: Show) -> None:
    factories.episode()
    assert entries(show) == []


def test_the_guid_is_the_one_of_the_episode_and_stays(show: Show) -> None:
    episode = factories.episode(show)
    episode.title = "Judul yang lain"
    episode.save_revision().publish()
    assert [entry.id for entry in entries(show)] == [str(episode.guid)]


def test_the_length_is_the_size_of_the_file(show: Show) -> None:
    rendition = main(factories.episode(show))
    (entry,) = entries(show)
    assert int(entry.enclosures[0].length) == Path(rendition.file.path).stat().st_size


def test_the_length_is_what_the_media_address_sends(show: Show) -> None:
    factories.episode(show)
    enclosure = podcast(show)["episodes"][0]["enclosures"][0]
    path = enclosure["url"].removeprefix(settings.CONFIG.public_url)
    assert len(Client().get(path).getvalue()) == enclosure["file_size"]


def test_the_enclosure_is_the_main_rendition_at_its_full_address(show: Show) -> None:
    episode = factories.episode(show)
    (entry,) = entries(show)
    assert (entry.enclosures[0].href, entry.enclosures[0].type) == (
        media.address(episode, main(episode)),
        "audio/mpeg",
    )


def test_the_duration_is_that_of_the_encoded_sound(show: Show) -> None:
    factories.episode(show)
    assert podcast(show)["episodes"][0]["total_time"] == 60


def test_the_date_is_that_of_the_first_publication(show: Show) -> None:
    episode = factories.episode(show)
    first = episode.first_published_at
    episode.save_revision().publish()
    assert podcast(show)["episodes"][0]["published"] == int(first.timestamp())


def test_the_link_leads_to_the_page(show: Show) -> None:
    episode = factories.episode(show)
    (entry,) = entries(show)
    assert Client().get(entry.link.removeprefix(settings.CONFIG.public_url)).status_code == 200
    assert entry.link.endswith(f"/{episode.slug}/")


def test_nothing_is_explicit(show: Show) -> None:
    factories.episode(show)
    text = read(show).decode()
    assert "<itunes:explicit>false</itunes:explicit>" in text
    assert "<itunes:explicit>true" not in text


def test_number_season_and_kind_are_told(show: Show) -> None:
    factories.episode(show, number=7, season=2, kind="trailer")
    (entry,) = podcast(show)["episodes"]
    assert (entry["number"], entry["season"], entry["type"]) == (7, 2, "trailer")


def test_only_people_who_agreed_are_named(show: Show) -> None:
    episode = factories.episode(show)
    for name, consent in (("Ibu Ratna", True), ("Bapak Hasan", False)):
        person = Person.objects.create(name=name, consents_to_be_named=consent)
        EpisodePerson.objects.create(episode=episode, person=person, role="host")
    body = read(show).decode()
    assert ("Ibu Ratna" in body, "Bapak Hasan" in body) == (True, False)


def test_who_takes_the_consent_back_is_gone_from_the_feed_at_once(show: Show) -> None:
    person = Person.objects.create(name="Ibu Ratna", consents_to_be_named=True)
    EpisodePerson.objects.create(episode=factories.episode(show), person=person, role="host")
    person.consents_to_be_named = False
    person.save()
    assert "Ibu Ratna" not in read(show).decode()


def test_links_inside_the_notes_are_whole(show: Show) -> None:
    target = factories.episode(show)
    factories.episode(show, notes=f'<p><a linktype="page" id="{target.pk}">lihat</a></p>')
    assert "linktype" not in entries(show)[0].description


# Channel ---------------------------------------------------------------------------------------------------------


def test_the_feed_names_its_own_address(show: Show) -> None:
    links = feedparser.parse(read(show)).feed.links
    assert [link.href for link in links if link.rel == "self"] == [address(show)]


def test_the_feed_links_to_the_page_of_the_show(show: Show) -> None:
    assert podcast(show)["link"] == f"{settings.CONFIG.public_url}/{show.slug}/"


def test_the_feed_has_the_identity_of_the_show(show: Show) -> None:
    assert str(show.podcast_guid) in read(show).decode()


def test_the_cover_is_named_by_its_full_address() -> None:
    show = factories.show(cover=factories.cover())
    assert podcast(show)["cover_url"] == artwork.cover_address(show)


def test_without_an_address_for_mail_no_owner_is_named(show: Show) -> None:
    assert "itunes:owner" not in read(show).decode()


@pytest.mark.parametrize(
    ("values", "name"),
    [({"owner_name": "Ibu"}, "Ibu"), ({"author": "DP3AP2"}, "DP3AP2"), ({}, "Obrolan")],
)
def test_the_owner_is_named_by_the_best_name_that_there_is(values: dict[str, str], name: str) -> None:
    show = factories.show("Obrolan", owner_email="studio@siniar.example", **values)
    channel = gathering.channel(gathering.gather(gathering.read(show.pk)), FULL)
    assert channel and channel.owner == (name, "studio@siniar.example")


def test_the_summary_stands_in_for_a_description() -> None:
    assert podcast(factories.show(summary="Satu kalimat"))["description"].endswith("Satu kalimat")


def test_a_show_without_episodes_has_a_feed(show: Show) -> None:
    assert (fetch(show).status_code, entries(show)) == (200, [])


def test_a_show_that_was_never_published_by_the_button_has_a_feed(show: Show) -> None:
    Show.objects.update(last_published_at=None, first_published_at=None)
    assert fetch(show).status_code == 200


# Replies ---------------------------------------------------------------------------------------------------------


def test_two_requests_get_the_same_bytes(show: Show) -> None:
    factories.episode(show)
    assert read(show) == read(show)


def test_the_last_change_does_not_move_by_itself(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    factories.episode(show)
    before = feedparser.parse(read(show)).feed.updated
    later = timezone.now() + timedelta(days=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert feedparser.parse(read(show)).feed.updated == before


def test_who_has_the_feed_is_told_so(show: Show) -> None:
    factories.episode(show)
    reply = fetch(show, **{"If-None-Match": fetch(show)["ETag"]})
    assert (reply.status_code, reply.content) == (304, b"")


def test_a_withdrawal_changes_the_tag_of_the_feed(show: Show) -> None:
    episode = factories.episode(show)
    before = fetch(show)["ETag"]
    episode.unpublish()
    assert fetch(show, **{"If-None-Match": before}).status_code == 200


def test_who_has_the_feed_of_this_second_is_told_so(show: Show) -> None:
    factories.episode(show)
    assert fetch(show, **{"If-Modified-Since": fetch(show)["Last-Modified"]}).status_code == 304


def test_a_change_in_the_same_second_has_a_later_date(show: Show) -> None:
    episode = factories.episode(show)
    before = fetch(show)["Last-Modified"]
    episode.unpublish()
    assert fetch(show, **{"If-Modified-Since": before}).status_code == 200


def test_head_has_the_headers_and_no_body(show: Show) -> None:
    reply = whole(Client().head(f"/{show.slug}/feed.xml"))
    assert (reply.status_code, reply.content, reply["ETag"]) == (200, b"", fetch(show)["ETag"])


def test_the_feed_is_rss_in_utf_8(show: Show) -> None:
    assert fetch(show)["Content-Type"] == "application/rss+xml; charset=utf-8"


def test_the_feed_may_be_read_from_other_sites(show: Show) -> None:
    assert fetch(show)["Access-Control-Allow-Origin"] == "*"


def test_the_feed_sets_no_cookie(show: Show) -> None:
    assert not fetch(show).cookies


def test_nothing_is_sent_to_a_feed(show: Show) -> None:
    assert Client().post(f"/{show.slug}/feed.xml").status_code == 405


def test_an_unknown_show_has_no_feed() -> None:
    assert Client().get("/tidak-ada/feed.xml").status_code == 404


def test_an_unpublished_show_has_no_feed(show: Show) -> None:
    show.unpublish()
    assert fetch(show).status_code == 404


# Broken episodes -------------------------------------------------------------------------------------------------


def without_row(episode: Episode) -> None:
    main(episode).delete()


def without_sound(episode: Episode) -> None:
    Episode.objects.filter(pk=episode.pk).update(audio=None)


def without_file(episode: Episode) -> None:
    Path(main(episode).file.path).unlink()


def without_date(episode: Episode) -> None:
    Episode.objects.filter(pk=episode.pk).update(first_published_at=None)


@pytest.mark.parametrize("breaking", [without_row, without_sound, without_date, without_file])
def test_an_episode_that_cannot_be_shown_is_left_out_and_the_others_stay(
    show: Show, breaking: Callable[[Episode], None]
) -> None:
    whole, broken = factories.episode(show), factories.episode(show)
    breaking(broken)
    assert [entry.id for entry in entries(show)] == [str(whole.guid)]


def with_controls(episode: Episode) -> None:
    dirty = "Ru\x00mah\x0b aman\x1f\ufffe"
    Episode.objects.filter(pk=episode.pk).update(title=dirty, summary=dirty, notes=f"<p>{dirty}</p>")


def with_long_notes(episode: Episode) -> None:
    Episode.objects.filter(pk=episode.pk).update(notes="<p>" + "panjang " * 2500 + "</p>")


def with_odd_signs(episode: Episode) -> None:
    Episode.objects.filter(pk=episode.pk).update(title="🧕🏽 & <b> ]]>", summary="😀" * 50, notes="<p>]]> &amp; 🎧</p>")


def with_an_odd_name(episode: Episode) -> None:
    person = Person.objects.create(name="Ibu\x0b Ratna", consents_to_be_named=True)
    EpisodePerson.objects.create(episode=episode, person=person)


@pytest.mark.parametrize("breaking", [with_controls, with_long_notes, with_odd_signs, with_an_odd_name])
def test_an_odd_episode_stays_in_a_feed_that_two_readers_understand(
    show: Show, breaking: Callable[[Episode], None]
) -> None:
    episodes = [factories.episode(show), factories.episode(show)]
    breaking(episodes[1])
    guids = {str(episode.guid) for episode in episodes}
    assert {entry.id for entry in entries(show)} == guids
    assert {entry["guid"] for entry in podcast(show)["episodes"]} == guids


def test_an_emoji_in_a_title_arrives(show: Show) -> None:
    factories.episode(show, title="Cerita 🧕🏽 Ibu")
    assert podcast(show)["episodes"][0]["title"] == "Cerita 🧕🏽 Ibu"


def test_a_cover_that_is_missing_on_disk_does_not_take_the_feed_away() -> None:
    show = factories.show(cover=factories.cover())
    factories.episode(show)
    Path(show.cover.file.path).unlink()
    assert len(entries(show)) == 1


def test_an_episode_without_number_is_an_item_as_well(show: Show) -> None:
    factories.episode(show)
    Episode.objects.update(number=None)
    assert len(entries(show)) == 1


# Stored feeds ----------------------------------------------------------------------------------------------------


def test_a_stored_feed_costs_one_query(show: Show, django_assert_num_queries: Callable[[int], Any]) -> None:
    factories.episode(show)
    fetch(show)
    with django_assert_num_queries(1):
        fetch(show)


@pytest.mark.parametrize("name", ["feed.json", "hemat.xml", "netral.xml"])
def test_so_does_every_other_document(show: Show, name: str, django_assert_num_queries: Callable[[int], Any]) -> None:
    fetch(show, name)
    with django_assert_num_queries(1):
        assert fetch(show, name).status_code == 200


def test_that_nothing_changed_is_told_with_one_query(
    show: Show, django_assert_num_queries: Callable[[int], Any]
) -> None:
    tag = fetch(show)["ETag"]
    with django_assert_num_queries(1):
        assert fetch(show, **{"If-None-Match": tag}).status_code == 304


def test_a_query_string_means_nothing(show: Show, django_assert_num_queries: Callable[[int], Any]) -> None:
    first = fetch(show)
    with django_assert_num_queries(1):
        reply = whole(Client().get(f"/{show.slug}/feed.xml?utm_source=x&v=1"))
    assert (reply.content, reply["ETag"]) == (first.content, first["ETag"])


def test_a_large_feed_is_handed_to_the_kernel_in_one_piece(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views, "SMALL", 0)
    reply = views.feed(RequestFactory().get("/"), show.slug, "feed.xml")
    assert reply.file_to_stream is not None  # type: ignore[attr-defined]
    body(reply)


def test_who_takes_gzip_gets_the_same_feed_packed(show: Show) -> None:
    packed = fetch(show, **{"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.content) == read(show)
    assert packed["Content-Encoding"] == "gzip"


def test_the_packed_feed_has_a_tag_of_its_own(show: Show) -> None:
    packed = fetch(show, **{"Accept-Encoding": "gzip"})["ETag"]
    assert packed != fetch(show)["ETag"]
    assert fetch(show, **{"Accept-Encoding": "gzip", "If-None-Match": packed}).status_code == 304


def test_caches_are_told_that_packing_depends_on_who_asks(show: Show) -> None:
    assert fetch(show)["Vary"] == "Accept-Encoding"


def test_a_download_is_called_as_its_address(show: Show) -> None:
    assert fetch(show)["Content-Disposition"] == 'inline; filename="feed.xml"'


def test_the_length_is_told(show: Show) -> None:
    assert int(fetch(show)["Content-Length"]) == len(read(show))


def test_a_lost_file_is_made_again(show: Show) -> None:
    before = read(show)
    for file in Path(settings.FEEDS_DIR).iterdir():
        file.unlink()
    assert read(show) == before


@pytest.mark.parametrize(
    "name", ["feed-2.xml", "hemat-2.xml", "hemat-0.xml", "topik-aaaaaa.xml", "apa.xml", "netral.json"]
)
def test_other_documents_do_not_exist(show: Show, name: str) -> None:
    assert fetch(show, name).status_code == 404


def test_a_json_feed_says_so(show: Show) -> None:
    assert fetch(show, "feed.json")["Content-Type"] == "application/feed+json; charset=utf-8"


def test_what_caches_hold_they_must_ask_for_again(show: Show) -> None:
    assert fetch(show)["Cache-Control"] == "public, no-cache"


# Moving ----------------------------------------------------------------------------------------------------------


def test_under_a_former_name_the_feed_leads_to_the_present_one(show: Show) -> None:
    former = show.slug
    show.slug = "nama-baru"
    show.save_revision().publish()
    reply = Client().get(f"/{former}/hemat.xml")
    assert (reply.status_code, reply["Location"]) == (301, f"{settings.CONFIG.public_url}/nama-baru/hemat.xml")


def test_a_name_that_is_taken_again_belongs_to_who_has_it(show: Show) -> None:
    former = show.slug
    show.slug = "nama-baru"
    show.save_revision().publish()
    other = factories.show("Lain")
    Show.objects.filter(pk=other.pk).update(slug=former)  # the form would refuse it
    assert fetch(Show.objects.get(pk=other.pk)).status_code == 200


def test_a_former_name_of_a_withdrawn_show_leads_nowhere(show: Show) -> None:
    former = show.slug
    show.slug = "nama-baru"
    show.save_revision().publish()
    Show.objects.get(pk=show.pk).unpublish()
    assert Client().get(f"/{former}/feed.xml").status_code == 404
