"""Covers of shows and episodes: where they are, who may see them, and that they are made before anybody asks."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.images import ImageFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from wagtail.images import get_image_model

from episodes import artwork
from episodes.models import Episode, Show, Topic
from siniar.addresses import absolute
from tests import factories

pytestmark = pytest.mark.django_db
Pictures = Callable[..., Any]


def get(address: str | None) -> tuple[int, bytes]:
    assert address is not None
    reply = Client().get(address.removeprefix(absolute("")))
    return reply.status_code, reply.getvalue()


def older(address: str | None) -> str:
    """An earlier name of the same cover."""
    assert address is not None
    start, _slash, name = address.rpartition("/")
    return f"{start}/siniar-{'0' * 12}{name[19:]}"


@pytest.fixture
def show(cover: Pictures) -> Show:
    return factories.show(cover=cover(1400), neutral_cover=cover(1401))


@pytest.fixture
def episode(cover: Pictures) -> Episode:
    return factories.episode(cover=cover(1402))


def test_each_cover_has_an_address_of_its_own_that_ends_as_directories_want(show: Show, episode: Episode) -> None:
    addresses = {
        artwork.cover_address(show),
        artwork.neutral_cover_address(show),
        artwork.episode_cover_address(episode),
    }
    assert len(addresses) == 3
    assert all(str(address).startswith("http") and str(address).endswith(".jpg") for address in addresses)


@pytest.mark.parametrize("of", ["show", "neutral", "episode"])
def test_each_is_a_jpeg_in_rgb_that_directories_take(of: str, show: Show, episode: Episode) -> None:
    addresses = {
        "show": artwork.cover_address(show),
        "neutral": artwork.neutral_cover_address(show),
        "episode": artwork.episode_cover_address(episode),
    }
    status, body = get(addresses[of])
    assert status == 200
    with Image.open(io.BytesIO(body)) as picture:
        assert (picture.format, picture.mode, picture.size) == ("JPEG", "RGB", (1400, 1400))


def test_a_cover_with_an_alpha_channel_becomes_a_jpeg_in_rgb() -> None:
    data = io.BytesIO()
    Image.new("RGBA", (1400, 1400), (20, 90, 80, 255)).save(data, "PNG")
    file = ImageFile(io.BytesIO(data.getvalue()), name="sampul.png")
    show = factories.show(cover=get_image_model().objects.create(title="sampul", file=file))
    with Image.open(io.BytesIO(get(artwork.cover_address(show))[1])) as picture:
        assert (picture.format, picture.mode) == ("JPEG", "RGB")


def test_a_small_one_exists_as_well(show: Show) -> None:
    with Image.open(io.BytesIO(get(artwork.cover_path(show, artwork.SMALL))[1])) as picture:
        assert picture.size == (320, 320)


def test_nothing_has_no_address(cover: Pictures) -> None:
    show, episode = factories.show(), factories.episode()
    assert artwork.neutral_cover_address(show) is None
    assert artwork.episode_cover_address(episode) is None


def test_an_older_name_of_an_episodes_cover_leads_to_the_present_one(episode: Episode) -> None:
    address = artwork.episode_cover_address(episode)
    reply = Client().get(older(address).removeprefix(absolute("")))
    assert (reply.status_code, absolute(reply["Location"])) == (302, address)


def test_an_older_name_of_the_neutral_cover_never_leads_to_the_one_that_tells(show: Show) -> None:
    address = artwork.neutral_cover_address(show)
    path = older(address).removeprefix(absolute(""))
    assert absolute(Client().get(path)["Location"]) == address
    show.neutral_cover = None
    show.save_revision().publish()
    assert Client().get(path).status_code == 404


@pytest.mark.parametrize("topics", [(factories.SENSITIVE,), (factories.OPEN, factories.SENSITIVE), ()])
def test_a_discreet_episode_has_no_cover_of_its_own(topics: tuple[str, ...], cover: Pictures) -> None:
    assert artwork.episode_cover_address(factories.episode(cover=cover(), topics=topics)) is None


def test_the_cover_of_an_episode_that_becomes_discreet_is_gone_at_once(episode: Episode) -> None:
    address = artwork.episode_cover_address(episode)
    assert get(address)[0] == 200
    episode.topics.set(Topic.objects.filter(code=factories.SENSITIVE))
    episode.save()
    assert [get(address)[0], get(older(address))[0]] == [404, 404]


def test_an_episode_has_no_neutral_cover(episode: Episode) -> None:
    address = str(artwork.episode_cover_address(episode))
    assert get(address.replace(".jpg", "-netral.jpg"))[0] == 404


@pytest.mark.parametrize("name", ["siniar-0.jpg", "siniar-000000000000.png", "siniar-000000000000-x.jpg", "x.jpg"])
def test_other_names_do_not_exist(name: str, show: Show) -> None:
    assert get(f"/cover/{show.podcast_guid}/{name}")[0] == 404


def test_addresses_of_loaded_episodes_ask_the_database_nothing(cover: Pictures) -> None:
    show = factories.show()
    for side in (1400, 1401, 1402):
        picture = cover(side)
        picture.get_file_hash()
        factories.episode(show, cover=picture)
    loaded = list(Episode.objects.child_of(show).select_related("cover").prefetch_related("topics"))
    with CaptureQueriesContext(connection) as asked:
        addresses = [artwork.episode_cover_address(each) for each in loaded]
    assert (len(set(addresses)), len(asked)) == (3, 0)


class TestPreparing:
    def test_all_that_feeds_name_is_made(self, show: Show, cover: Pictures) -> None:
        factories.episode(show, cover=cover(1500))
        artwork.prepare_covers(show)
        pictures = [show.cover, show.neutral_cover, Episode.objects.child_of(show).get().cover]
        assert [each.renditions.count() for each in pictures] == [2, 2, 2]

    def test_no_request_makes_a_picture_afterwards(self, show: Show) -> None:
        artwork.prepare_covers(show)
        cache.clear()
        with CaptureQueriesContext(connection) as asked:
            assert get(artwork.cover_address(show))[0] == 200
        assert not [query for query in asked.captured_queries if "INSERT" in query["sql"]]

    def test_the_second_time_it_costs_a_fixed_number_of_queries(self, show: Show, cover: Pictures) -> None:
        def cost() -> int:
            artwork.prepare_covers(show)
            cache.clear()
            with CaptureQueriesContext(connection) as asked:
                artwork.prepare_covers(show)
            return len(asked)

        factories.episode(show, cover=cover(1500))
        one = cost()
        factories.episode(show, cover=cover(1501))
        factories.episode(show, cover=cover(1502))
        assert cost() == one <= 5

    def test_nothing_is_made_for_what_nobody_may_see(self, show: Show, cover: Pictures) -> None:
        discreet, draft = cover(1500), cover(1501)
        factories.episode(show, cover=discreet, topics=(factories.SENSITIVE,))
        factories.episode(show, cover=draft, live=False)
        artwork.prepare_covers(show)
        assert (discreet.renditions.count(), draft.renditions.count()) == (0, 0)

    def test_a_picture_that_is_lost_does_not_hold_up_the_others(self, show: Show) -> None:
        Path(show.cover.file.path).unlink()
        artwork.prepare_covers(show)
        assert show.neutral_cover.renditions.count() == 2
