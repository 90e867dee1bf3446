"""Each feed tells what its listeners want: all, little data, one topic, or nothing that anybody may see."""

from __future__ import annotations

import dataclasses
import re
import uuid

import pytest
from django.conf import settings
from django.utils.translation import override

from episodes import sensitive_parts
from episodes.models import (
    AgeRating,
    Chapter,
    ContentWarning,
    Episode,
    EpisodePerson,
    EpisodeWarning,
    Show,
    Soundbite,
    Topic,
)
from feeds import gathering, helpline, kinds
from feeds.formats import rss
from feeds.formats.values import Channel
from feeds.kinds import HEMAT, NETRAL, Kind
from tests import factories

pytestmark = pytest.mark.django_db

OPEN_FEED, SENSITIVE_FEED = (
    Kind(kinds.topic_name(code), neutral, topic=code)
    for code, neutral in ((factories.OPEN, False), (factories.SENSITIVE, True))
)


@pytest.fixture
def show() -> Show:
    return factories.show("Rumah Aman", author="Dinas Perlindungan", owner_email="studio@siniar.example")


def channel(show: Show, kind: Kind, page: int = 1) -> Channel:
    made = gathering.channel(gathering.gather(gathering.read(show.pk)), kind, page)
    assert made
    return made


# Which is which --------------------------------------------------------------------------------------------------


def test_each_feed_names_its_own_address_and_has_its_own_id(show: Show) -> None:
    factories.episode(show, topics=(factories.OPEN, factories.SENSITIVE))
    feeds = [channel(show, kind) for kind in (kinds.FULL, HEMAT, NETRAL, OPEN_FEED, SENSITIVE_FEED)]
    base = f"{settings.CONFIG.public_url}/{show.slug}/"
    names = ["feed", "hemat", "netral", OPEN_FEED.name, SENSITIVE_FEED.name]
    assert [feed.feed_url for feed in feeds] == [f"{base}{name}.xml" for name in names]
    assert len({feed.guid for feed in feeds}) == 5


def test_the_id_of_another_feed_is_made_of_its_address(show: Show) -> None:
    address = channel(show, HEMAT).feed_url.removeprefix("http://")
    expected = uuid.uuid5(uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6"), address)
    assert channel(show, HEMAT).guid == str(expected)


@pytest.mark.parametrize("kind", [HEMAT, NETRAL])
def test_directories_are_asked_to_list_no_other_feed(show: Show, kind: Kind) -> None:
    assert channel(show, kind).blocked
    assert not channel(show, kinds.FULL).blocked


def test_only_the_first_feed_proves_whose_the_show_is_and_neutral_ones_do_not_tell_where_it_moved(show: Show) -> None:
    Show.objects.filter(pk=show.pk).update(moved_to="https://baru.example/", apple_verification="abc", ai_content="Ya")
    others = [channel(show, kind) for kind in (HEMAT, NETRAL)]
    assert [(feed.moved_to, feed.texts) for feed in others] == [
        ("https://baru.example/", (("ai-content", "Ya"),)),
        (None, ()),
    ]
    assert channel(show, kinds.FULL).moved_to == "https://baru.example/"


def test_only_the_first_feed_has_a_twin_in_json(show: Show) -> None:
    assert [channel(show, kind).json_url is None for kind in (kinds.FULL, HEMAT, NETRAL)] == [False, True, True]


@pytest.fixture
def announced(monkeypatch: pytest.MonkeyPatch) -> None:
    """A hub and a Podping service are configured."""
    config = dataclasses.replace(
        settings.CONFIG, websub_hub="https://hub.example/", podping_url="https://ping.example/"
    )
    monkeypatch.setattr(settings, "CONFIG", config)


def test_only_the_first_feed_names_hub_and_podping(show: Show, announced: None) -> None:
    feeds = [channel(show, kind) for kind in (kinds.FULL, HEMAT, NETRAL)]
    assert [feed.hub for feed in feeds] == ["https://hub.example/", None, None]
    assert [feed.podping for feed in feeds] == [True, False, False]


def test_a_show_that_directories_may_not_list_is_not_told_by_podping(announced: None) -> None:
    assert not channel(factories.show(in_directories=False), kinds.FULL).podping


def test_without_a_hub_none_is_named(show: Show) -> None:
    assert (channel(show, kinds.FULL).hub, channel(show, kinds.FULL).podping) == (None, False)


# Pages -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def paged(monkeypatch: pytest.MonkeyPatch) -> Kind:
    """The feed that saves data, with two episodes a page."""
    kind = dataclasses.replace(HEMAT, page_size=2)
    monkeypatch.setattr(kinds, "HEMAT", kind)
    return kind


def test_pages_share_all_episodes_without_gap_or_repetition(show: Show, paged: Kind) -> None:
    made = [str(factories.episode(show).guid) for _number in range(5)]
    source = gathering.gather(gathering.read(show.pk))
    pages = [gathering.channel(source, paged, page) for page in (1, 2, 3)]
    assert gathering.pages(source, paged) == 3
    assert [item.guid for page in pages if page for item in page.items] == made[::-1]


def test_a_page_leads_to_its_neighbours(show: Show, paged: Kind) -> None:
    for _number in range(5):
        factories.episode(show)
    base = f"{settings.CONFIG.public_url}/{show.slug}/hemat"
    neighbours = channel(show, paged, 2).pages
    assert neighbours
    assert (neighbours.first, neighbours.previous, neighbours.next, neighbours.last) == (
        f"{base}.xml",
        f"{base}.xml",
        f"{base}-3.xml",
        f"{base}-3.xml",
    )
    assert channel(show, paged, 2).feed_url == f"{base}-2.xml"


def test_the_pages_of_a_feed_have_one_id(show: Show, paged: Kind) -> None:
    for _number in range(3):
        factories.episode(show)
    assert channel(show, paged, 1).guid == channel(show, paged, 2).guid


def test_a_feed_on_one_page_has_no_neighbours(show: Show) -> None:
    factories.episode(show)
    assert channel(show, HEMAT).pages is None


@pytest.mark.parametrize("page", [-1, 0, 2])
def test_there_is_no_page_beyond_the_last(show: Show, page: int) -> None:
    assert gathering.channel(gathering.gather(gathering.read(show.pk)), HEMAT, page) is None


# Saving data -----------------------------------------------------------------------------------------------------


def test_the_feed_that_saves_data_has_the_small_sound_first(show: Show) -> None:
    factories.episode(show)
    (item,) = channel(show, HEMAT).items
    assert [sound.content_type for sound in (item.enclosure, *item.alternates)] == ["audio/ogg", "audio/mpeg"]


# Topics ----------------------------------------------------------------------------------------------------------


def test_the_feed_of_a_topic_has_its_episodes_only(show: Show) -> None:
    of_it, _other = factories.episode(show), factories.episode(show, topics=("LITDIG",))
    assert [item.guid for item in channel(show, OPEN_FEED).items] == [str(of_it.guid)]


def test_a_topic_without_public_episode_has_no_feed(show: Show) -> None:
    factories.episode(show, live=False)
    source = gathering.gather(gathering.read(show.pk))
    assert (source.topics, gathering.pages(source, OPEN_FEED), gathering.channel(source, OPEN_FEED)) == ((), 0, None)


def test_the_topics_of_a_show_are_those_that_it_has_episodes_of(show: Show) -> None:
    factories.episode(show, topics=(factories.SENSITIVE, factories.OPEN))
    factories.episode(show, topics=(factories.OPEN,))
    assert [topic.code for topic in gathering.gather(gathering.read(show.pk)).topics] == [
        factories.SENSITIVE,
        factories.OPEN,
    ]


def test_the_feed_of_an_open_topic_is_named_after_it(show: Show) -> None:
    factories.episode(show)
    assert channel(show, OPEN_FEED).title == f"Rumah Aman · {Topic.objects.get(code=factories.OPEN).label_id}"


def test_the_feed_of_a_sensitive_topic_has_its_neutral_name(show: Show) -> None:
    factories.episode(show, topics=(factories.SENSITIVE,))
    topic = Topic.objects.get(code=factories.SENSITIVE)
    made = channel(show, SENSITIVE_FEED)
    assert made.title.endswith(topic.neutral_label_id)
    assert topic.label_id not in rss.write(made).decode()


# Neutral ---------------------------------------------------------------------------------------------------------

SECRETS = (
    "Rahasia",
    "Dinas Perlindungan",
    "studio@siniar.example",
    "Ibu Ratna",
    "Rumah Aman",
    "SAPA",
    "KDRT",
)


@pytest.fixture
def telling(show: Show) -> Show:
    """A show with an episode that would tell its topic by every text that it has."""
    Show.objects.filter(pk=show.pk).update(
        description="Rahasia", copyright="Rahasia", ai_content="Rahasia", license="cc-by-4.0", cover=factories.cover()
    )
    for topics in ((factories.SENSITIVE,), (factories.OPEN,)):
        episode = factories.episode(
            show, "Rahasia", topics=topics, summary="Rahasia", notes="<p>Rahasia</p>", cover=factories.cover()
        )
        Chapter.objects.create(episode=episode, start=0, title="Rahasia")
        Chapter.objects.create(episode=episode, start=60, title="Rahasia")
        Soundbite.objects.create(episode=episode, start=0, duration=20, title="Rahasia")
        person = factories.person("Ibu Ratna", consents_to_be_named=True)
        EpisodePerson.objects.create(episode=episode, person=person)
    factories.episode(show, "Rahasia", topics=(factories.SENSITIVE,), kind="trailer")
    return show


@pytest.mark.parametrize("kind", [NETRAL, SENSITIVE_FEED])
def test_a_neutral_feed_tells_nothing(telling: Show, kind: Kind) -> None:
    written = rss.write(channel(telling, kind)).decode()
    assert [secret for secret in SECRETS if secret in written] == []


def test_the_open_feed_tells_it_all(telling: Show) -> None:
    written = rss.write(channel(telling, kinds.FULL)).decode()
    assert [secret for secret in SECRETS if secret not in written] == ["KDRT"]


def parted(show: Show) -> Show:
    """The same with a part that a warning is about in each episode."""
    for episode in Episode.objects.child_of(show):
        EpisodeWarning.objects.create(episode=episode, warning=ContentWarning.objects.all()[0], start=20, end=30)
    return show


def test_a_part_that_a_warning_is_about_is_a_neutral_chapter_of_the_open_feed(telling: Show) -> None:
    titles = [chapter.title for chapter in channel(parted(telling), kinds.FULL).items[-1].chapters]
    assert titles == ["Rahasia", sensitive_parts.words("id").sensitive, "Rahasia", "Rahasia"]


def test_in_a_neutral_feed_it_is_one_part_of_many(telling: Show) -> None:
    titles = [chapter.title for chapter in channel(parted(telling), NETRAL).items[-1].chapters]
    assert titles == ["Bagian 1", "Bagian 2", "Bagian 3", "Bagian 4"]


@pytest.mark.parametrize(
    "element", ["podcast:person", "podcast:transcript", "podcast:chapters", "content:encoded", "itunes:owner"]
)
def test_a_neutral_feed_leaves_these_out(telling: Show, element: str) -> None:
    assert f"<{element}" not in rss.write(channel(telling, NETRAL)).decode()


def test_harmless_episodes_look_like_the_others_in_a_neutral_feed(telling: Show) -> None:
    titles = [item.title for item in channel(telling, NETRAL).items]
    assert all(re.fullmatch(r"Episode \d+ · .+", title) for title in titles)


def test_a_sensitive_episode_is_called_there_as_on_every_surface(show: Show) -> None:
    episode = factories.episode(show, topics=(factories.SENSITIVE,))
    with override(episode.language):
        assert [item.title for item in channel(show, NETRAL).items] == [episode.surface_title]


def test_an_episode_without_topic_is_a_number_there(show: Show) -> None:
    episode = factories.episode(show, topics=())
    assert [item.title for item in channel(show, NETRAL).items] == [f"Episode {episode.number}"]


def test_chapters_are_numbered_parts_there(telling: Show) -> None:
    with override("id"):
        (_trailer, item, _other) = channel(telling, NETRAL).items
    assert [chapter.title for chapter in item.chapters] == ["Bagian 1", "Bagian 2"]


def test_numbers_for_help_are_all_that_is_described_there(telling: Show) -> None:
    line = helpline.text("id", neutral=True)
    made = channel(telling, NETRAL)
    assert {made.description, *(item.description for item in made.items)} == {line}


def test_the_show_has_its_neutral_name_and_cover_there() -> None:
    show = factories.show(neutral_title="Ngopi sore", neutral_cover=factories.cover())
    made = channel(show, NETRAL)
    assert made.title == made.author == "Ngopi sore"
    assert made.cover_url
    assert "netral" in made.cover_url


def test_without_a_neutral_cover_there_is_one_for_all(show: Show) -> None:
    address = channel(show, NETRAL).cover_url
    assert address == f"{settings.CONFIG.public_url}/static/feeds/umum.jpg"


def test_a_neutral_feed_is_never_explicit(show: Show) -> None:
    factories.episode(show, age_rating=AgeRating.objects.get(code="D18"))
    made = channel(show, NETRAL)
    assert (made.explicit, [item.explicit for item in made.items]) == (False, [None])


def test_an_id_from_elsewhere_is_not_told_there(show: Show) -> None:
    episode = factories.episode(show, imported_guid="https://lama.example/kekerasan")
    assert [item.guid for item in channel(show, NETRAL).items] == [str(episode.guid)]
    assert [item.guid for item in channel(show, HEMAT).items] == ["https://lama.example/kekerasan"]
