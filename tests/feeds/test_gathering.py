"""What feeds tell is read from the database: all of it, in few queries, and never broken by one bad episode."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import feedparser
import podcastparser
import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from episodes.models import (
    AgeRating,
    AudioFile,
    Chapter,
    ContentWarning,
    Episode,
    EpisodePerson,
    EpisodeWarning,
    PodrollEntry,
    Rendition,
    Show,
    Soundbite,
)
from feeds import gathering, helpline, kinds
from feeds.formats import rss
from feeds.formats.values import Channel, Item
from feeds.source import LeftOut
from tests import factories
from transcripts.models import Transcript, Version

pytestmark = pytest.mark.django_db


@pytest.fixture
def show() -> Show:
    return factories.show()


def full(show: Show) -> Channel:
    made = gathering.channel(gathering.gather(gathering.read(show.pk)), kinds.FULL)
    assert made
    return made


def only(show: Show) -> Item:
    (item,) = full(show).items
    return item


def approve(episode: Episode) -> Version:
    """An approved text of its recording."""
    transcript = factories.transcript(episode, "Halo semua.")
    version = Version.objects.create(
        transcript=transcript, number=9, reason=Version.Reason.APPROVED, made_at=timezone.now(), content=[]
    )
    Transcript.objects.filter(pk=transcript.pk).update(approved=version)
    return version


def rich(show: Show, **values: Any) -> Episode:
    """An episode with a bit of everything."""
    episode = factories.episode(
        show, summary="Ringkas", notes=f'<p>Lihat <a linktype="page" id="{show.pk}">acara</a></p>', season=2, **values
    )
    for role in ("host", "guest"):
        person = factories.person(f"Ibu {role}", consents_to_be_named=True)
        EpisodePerson.objects.create(episode=episode, person=person, role=role)
    EpisodeWarning.objects.create(episode=episode, warning=ContentWarning.objects.all()[0], level=1)
    for start in (0, 60, 120):
        Chapter.objects.create(episode=episode, start=start, title=f"Bab {start}")
    Soundbite.objects.create(episode=episode, start=10, duration=20, title="Cuplikan")
    approve(episode)
    return episode


# Cost ------------------------------------------------------------------------------------------------------------


def queries(show: Show) -> int:
    with CaptureQueriesContext(connection) as asked:
        source = gathering.gather(gathering.read(show.pk))
        for kind in (kinds.FULL, kinds.HEMAT, kinds.NETRAL, *kinds.of_topics(source.topics)):
            assert gathering.channel(source, kind)
    return len(asked)


def test_nine_queries_are_enough_for_all_feeds() -> None:
    show = factories.show(cover=factories.cover(), neutral_cover=factories.cover())
    PodrollEntry.objects.create(show=show, title="Lain", feed_guid=show.podcast_guid)
    rich(show, cover=factories.cover())
    queries(show)  # Wagtail writes the hash of a picture when it is first asked for
    cache.clear()
    assert queries(show) <= 9


def test_more_episodes_ask_no_more(show: Show) -> None:
    rich(show)
    few = queries(show)
    for _number in range(4):
        rich(show)
    assert queries(show) <= few


# The show --------------------------------------------------------------------------------------------------------


def test_a_show_tells_what_directories_want() -> None:
    show = factories.show(
        "Obrolan",
        description="Tentang rumah",
        author="DP3AP2",
        owner_email="studio@siniar.example",
        copyright="DP3AP2 2026",
        kind="serial",
        license="cc-by-4.0",
        update_frequency="FREQ=WEEKLY",
        apple_verification="abc",
        ai_content="Suara mesin",
    )
    made = full(show)
    assert (made.title, made.author, made.owner) == ("Obrolan", "DP3AP2", ("DP3AP2", "studio@siniar.example"))
    assert (made.language, made.kind, made.license, made.copyright) == ("id", "serial", "cc-by-4.0", "DP3AP2 2026")
    assert (made.guid, made.url) == (str(show.podcast_guid), f"{settings.CONFIG.public_url}/{show.slug}/")
    assert made.feed_url == f"{settings.CONFIG.public_url}/{show.slug}/feed.xml"
    assert made.texts == (("applepodcastsverify", "abc"), ("ai-content", "Suara mesin"))
    assert made.frequency
    assert made.frequency.rule == "FREQ=WEEKLY"
    assert (made.blocked, made.complete, made.locked, made.moved_to, made.explicit) == (False, False, True, None, False)


@pytest.mark.parametrize(
    ("values", "name"),
    [({"owner_name": "Ibu"}, "Ibu"), ({"author": "DP3AP2"}, "DP3AP2"), ({}, "Obrolan")],
)
def test_the_owner_is_named_by_the_best_name_that_there_is(values: dict[str, str], name: str) -> None:
    show = factories.show("Obrolan", owner_email="studio@siniar.example", **values)
    assert full(show).owner == (name, "studio@siniar.example")


def test_without_an_address_there_is_no_owner(show: Show) -> None:
    assert full(show).owner is None


@pytest.mark.parametrize(
    ("values", "field", "expected"),
    [
        ({"in_directories": False}, "blocked", True),
        ({"complete": True}, "complete", True),
        ({"import_locked": False}, "locked", False),
        ({"moved_to": "https://baru.example/feed"}, "moved_to", "https://baru.example/feed"),
    ],
)
def test_what_an_editor_decides_is_told(values: dict[str, Any], field: str, expected: object) -> None:
    assert getattr(full(factories.show(**values)), field) == expected


def test_a_show_that_came_from_elsewhere_names_its_address_here(show: Show) -> None:
    Show.objects.filter(pk=show.pk).update(arrived=True)
    assert full(show).moved_to == full(show).feed_url


def test_recommended_podcasts_are_told_in_their_order(show: Show) -> None:
    for order, title in ((2, "Dua"), (1, "Satu")):
        PodrollEntry.objects.create(show=show, title=title, feed_guid=show.podcast_guid, sort_order=order)
    assert [other.title for other in full(show).podroll] == ["Satu", "Dua"]


def test_the_summary_stands_in_for_a_description() -> None:
    assert full(factories.show(summary="Satu kalimat")).description.endswith("Satu kalimat")


def test_a_show_without_episodes_has_all_standard_feeds(show: Show) -> None:
    source = gathering.gather(gathering.read(show.pk))
    assert [gathering.pages(source, kind) for kind in (kinds.FULL, kinds.HEMAT, kinds.NETRAL)] == [1, 1, 1]


def test_a_show_that_was_never_published_by_the_button_can_be_gathered(show: Show) -> None:
    Show.objects.update(last_published_at=None, first_published_at=None)
    assert full(show).changed == gathering.BEGINNING


# Episodes --------------------------------------------------------------------------------------------------------


def test_an_episode_tells_everything(show: Show) -> None:
    episode = rich(show)
    item = only(show)
    base = settings.CONFIG.public_url
    assert (item.guid, item.title, item.season, item.number) == (str(episode.guid), "Menjaga anak", 2, episode.number)
    assert item.url == f"{base}/{show.slug}/{episode.slug}/"
    assert item.published == episode.first_published_at
    assert [(credit.name, credit.role, credit.group) for credit in item.people] == [
        ("Ibu host", "host", "cast"),
        ("Ibu guest", "guest", "cast"),
    ]
    assert [(chapter.start, chapter.title) for chapter in item.chapters] == [
        (0, "Bab 0"),
        (60, "Bab 60"),
        (120, "Bab 120"),
    ]
    assert item.chapters_url == f"{base}/chapters/{episode.slug}.json"
    assert [(bite.start, bite.duration, bite.title) for bite in item.soundbites] == [(10, 20, "Cuplikan")]
    assert [(text.url, text.language, text.timed) for text in item.transcripts] == [
        (f"{base}/transcript/{episode.slug}.{suffix}", "id", suffix != "html")
        for suffix in ("vtt", "srt", "json", "html")
    ]


def test_the_newest_episode_comes_first(show: Show) -> None:
    older, newer = factories.episode(show), factories.episode(show)
    assert [item.guid for item in full(show).items] == [str(newer.guid), str(older.guid)]


def test_drafts_and_other_shows_are_not_told(show: Show) -> None:
    factories.episode(show, live=False)
    factories.episode()
    assert full(show).items == ()


def test_the_sound_is_told_as_it_lies_on_the_disk(show: Show) -> None:
    episode = factories.episode(show)
    rendition = Rendition.objects.get(audio_file=episode.audio_id, kind="main")
    sound = only(show).enclosure
    assert sound.length == Path(rendition.file.path).stat().st_size
    assert (sound.content_type, sound.sha256, sound.duration) == ("audio/mpeg", rendition.sha256, 60.0)


def test_the_small_sound_is_told_as_another_way_to_hear_it(show: Show) -> None:
    factories.episode(show)
    (small,) = only(show).alternates
    assert (small.content_type, small.bitrate) == ("audio/ogg", 96_000)


def test_an_episode_that_came_from_elsewhere_keeps_its_id(show: Show) -> None:
    factories.episode(show, imported_guid="https://lama.example/?p=7")
    assert only(show).guid == "https://lama.example/?p=7"


def test_who_did_not_agree_to_be_named_is_not_told(show: Show) -> None:
    EpisodePerson.objects.create(episode=factories.episode(show), person=factories.person("Ibu Ratna"))
    assert only(show).people == ()


def test_a_text_that_nobody_approved_is_not_told(show: Show) -> None:
    factories.transcript(factories.episode(show), "Kata mesin.")
    assert only(show).transcripts == ()


def test_an_episode_for_adults_is_explicit_and_so_is_its_show(show: Show) -> None:
    factories.episode(show)
    factories.episode(show, age_rating=AgeRating.objects.get(code="D18"))
    made = full(show)
    assert (made.explicit, [item.explicit for item in made.items]) == (True, [True, False])


def test_an_own_cover_is_told_unless_the_topic_is_sensitive(show: Show) -> None:
    factories.episode(show, cover=factories.cover())
    factories.episode(show, cover=factories.cover(), topics=(factories.SENSITIVE,))
    sensitive, open_one = full(show).items
    assert sensitive.image_url is None
    assert open_one.image_url
    assert open_one.image_url.endswith(".jpg")


def test_trailers_are_told_by_the_show(show: Show) -> None:
    factories.episode(show)
    trailer = factories.episode(show, "Segera", kind="trailer", season=3)
    assert [(each.title, each.season) for each in full(show).trailers] == [("Segera", 3)]
    assert full(show).trailers[0].published == trailer.first_published_at


# Descriptions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["id", "en"])
def test_numbers_for_help_stand_first_in_the_language_of_the_episode(show: Show, language: str) -> None:
    factories.episode(show, summary="Ringkas", notes="<p>Catatan</p>", language=language)
    item, line = only(show), helpline.text(language)
    assert item.description.splitlines()[0] == line
    assert item.notes.startswith(f"<p>{line}</p>")


def test_numbers_for_help_stand_first_in_the_description_of_the_show() -> None:
    show = factories.show(description="Tentang rumah")
    assert full(show).description == f"{helpline.text('id')}\n\nTentang rumah"


def test_a_warning_stands_before_the_summary_in_the_language_of_the_episode(show: Show) -> None:
    episode = factories.episode(show, summary="Ringkas", language="en")
    warning = ContentWarning.objects.all()[0]
    EpisodeWarning.objects.create(episode=episode, warning=warning, level=1)
    assert only(show).description.splitlines()[1:] == ["", warning.text_en, "", "Ringkas"]


def test_the_summary_stands_before_the_notes(show: Show) -> None:
    factories.episode(show, summary="Ringkas & jelas", notes="<p>Catatan</p>")
    assert only(show).notes.endswith("<p>Ringkas &amp; jelas</p><p>Catatan</p>")


def test_without_notes_there_is_only_plain_text(show: Show) -> None:
    factories.episode(show, summary="Ringkas")
    assert only(show).notes == ""


def test_no_description_is_longer_than_directories_take(show: Show) -> None:
    factories.episode(show, notes="<p>" + "panjang " * 2_500 + "</p>")
    Show.objects.filter(pk=show.pk).update(description="ñ 🧕🏽 " * 700)
    parsed = feedparser.parse(rss.write(full(show)))
    assert len(parsed.feed.description.encode()) <= 4_000
    assert len(parsed.entries[0].summary.encode()) <= 4_000


# The clock -------------------------------------------------------------------------------------------------------


def test_the_first_expiry_ends_the_validity(show: Show) -> None:
    soon, later = (timezone.now() + timedelta(days=days) for days in (1, 2))
    for moment in (later, soon):
        factories.episode(show, expire_at=moment)
    assert gathering.gather(gathering.read(show.pk)).valid_until == soon
    Show.objects.filter(pk=show.pk).update(expire_at=soon - timedelta(hours=1))
    assert gathering.gather(gathering.read(show.pk)).valid_until == soon - timedelta(hours=1)


def test_without_an_expiry_it_is_valid_until_something_changes(show: Show) -> None:
    factories.episode(show)
    assert gathering.gather(gathering.read(show.pk)).valid_until is None


def test_the_last_change_does_not_move_by_itself(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    rich(show)
    before, later = rss.write(full(show)), timezone.now() + timedelta(days=3)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert rss.write(full(show)) == before


def test_a_publication_and_an_approval_move_the_last_change(show: Show) -> None:
    episode = factories.episode(show)
    moments = [full(show).changed]
    episode.save_revision().publish()
    moments.append(full(show).changed)
    moments.append(approve(episode).made_at)
    assert full(show).changed == moments[2] > moments[1] > moments[0]


# Broken episodes -------------------------------------------------------------------------------------------------


def main(episode: Episode) -> Rendition:
    return Rendition.objects.get(audio_file=episode.audio_id, kind="main")


def without_file(episode: Episode) -> None:
    Path(main(episode).file.path).unlink()


def without_date(episode: Episode) -> None:
    Episode.objects.filter(pk=episode.pk).update(first_published_at=None)


@pytest.mark.parametrize(("breaking", "reason"), [(without_file, "no_file"), (without_date, "no_date")])
def test_an_episode_that_cannot_be_shown_is_left_out_with_the_reason(
    show: Show, breaking: Callable[[Episode], None], reason: str
) -> None:
    whole, broken = factories.episode(show), factories.episode(show, "Rusak")
    breaking(broken)
    source = gathering.gather(gathering.read(show.pk))
    assert source.left_out == (LeftOut(broken.pk, "Rusak", reason),)
    assert [item.guid for item in source.items] == [str(whole.guid)]


def test_an_episode_that_raises_is_left_out_with_the_reason(
    show: Show, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    whole, broken = factories.episode(show), factories.episode(show, "Rusak")
    enclosure = gathering._enclosure

    def failing(episode: Episode, sound: Rendition) -> Any:
        if episode.pk == broken.pk:
            raise ZeroDivisionError
        return enclosure(episode, sound)

    monkeypatch.setattr(gathering, "_enclosure", failing)
    source = gathering.gather(gathering.read(show.pk))
    assert [each.reason for each in source.left_out] == ["broken"]
    assert [item.guid for item in source.items] == [str(whole.guid)]


def without_row(episode: Episode) -> None:
    main(episode).delete()


def without_sound(episode: Episode) -> None:
    Episode.objects.filter(pk=episode.pk).update(audio=None)


@pytest.mark.parametrize("breaking", [without_row, without_sound])
def test_an_episode_without_sound_is_not_public_and_not_told(show: Show, breaking: Callable[[Episode], None]) -> None:
    whole, broken = factories.episode(show), factories.episode(show)
    breaking(broken)
    assert [item.guid for item in full(show).items] == [str(whole.guid)]


def without_small_sound(episode: Episode) -> None:
    Rendition.objects.filter(audio_file=episode.audio_id, kind="hemat").delete()


def without_small_file(episode: Episode) -> None:
    Path(Rendition.objects.get(audio_file=episode.audio_id, kind="hemat").file.path).unlink()


def with_controls(episode: Episode) -> None:
    dirty = "Ru\x00mah\x0b aman\x1f\ufffe"
    Episode.objects.filter(pk=episode.pk).update(title=dirty, summary=dirty, notes=f"<p>{dirty}</p>")
    Chapter.objects.create(episode=episode, start=1, title=dirty)


def with_long_notes(episode: Episode) -> None:
    Episode.objects.filter(pk=episode.pk).update(notes="<p>" + "panjang " * 2_500 + "</p>")


def with_odd_signs(episode: Episode) -> None:
    Episode.objects.filter(pk=episode.pk).update(title="🧕🏽 & <b> ]]>", summary="😀" * 50, notes="<p>]]> &amp; 🎧</p>")


def with_a_long_title(episode: Episode) -> None:
    Episode.objects.filter(pk=episode.pk).update(title="judul " * 66)


def with_hundreds_of_chapters(episode: Episode) -> None:
    Chapter.objects.bulk_create(Chapter(episode=episode, start=place, title=f"Bab {place}") for place in range(400))


def with_an_odd_name(episode: Episode) -> None:
    person = factories.person("Ibu\x0b Ratna", consents_to_be_named=True)
    EpisodePerson.objects.create(episode=episode, person=person)


def with_a_bad_link(episode: Episode) -> None:
    Episode.objects.filter(pk=episode.pk).update(notes='<p><a linktype="page" id="x">y</a></p>')


def with_no_sign_of_text(episode: Episode) -> None:
    Episode.objects.filter(pk=episode.pk).update(title="", summary="", notes="", number=None)


@pytest.mark.parametrize(
    "breaking",
    [
        without_small_sound,
        without_small_file,
        with_controls,
        with_long_notes,
        with_odd_signs,
        with_a_long_title,
        with_hundreds_of_chapters,
        with_an_odd_name,
        with_a_bad_link,
        with_no_sign_of_text,
    ],
)
def test_an_odd_episode_stays_in_every_feed_and_two_readers_agree(
    show: Show, breaking: Callable[[Episode], None]
) -> None:
    episodes = [factories.episode(show), factories.episode(show)]
    breaking(episodes[1])
    source, guids = gathering.gather(gathering.read(show.pk)), {str(episode.guid) for episode in episodes}
    for kind in (kinds.FULL, kinds.HEMAT, kinds.NETRAL):
        made = gathering.channel(source, kind)
        assert made
        data = rss.write(made)
        parsed = feedparser.parse(data)
        other = podcastparser.parse(made.feed_url, io.BytesIO(data))
        assert not parsed.bozo, parsed.bozo_exception
        assert {entry.id for entry in parsed.entries} == {entry["guid"] for entry in other["episodes"]} == guids
        assert [entry.enclosures[0].href for entry in parsed.entries] == [
            entry["enclosures"][0]["url"] for entry in other["episodes"]
        ]


def test_a_cover_that_is_missing_on_disk_does_not_take_the_feed_away() -> None:
    show = factories.show(cover=factories.cover())
    factories.episode(show)
    show.cover._meta.model.objects.update(file_hash="")
    Path(show.cover.file.path).unlink()
    assert (full(show).cover_url, len(full(show).items)) == (None, 1)


def test_two_episodes_with_one_recording_are_both_told(show: Show) -> None:
    first = factories.episode(show)
    sound = AudioFile.objects.get(pk=first.audio_id)
    factories.episode(show, sound=sound)
    assert len(full(show).items) == 2
