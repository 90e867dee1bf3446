"""The media address with an object store: who is led there, for how long, and to what."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import LazySettings as Settings
from django.http import HttpResponse
from django.test import Client

from episodes import actions, media, mirroring, steps
from episodes.models import Episode, MirroredSound, Rendition
from siniar.jobs.progress import Progress
from siniar.object_store import ObjectStore
from tests import factories, s3

pytestmark = pytest.mark.django_db

ADDRESS = "https://s3.example.org/siniar"


@pytest.fixture(autouse=True)
def configured(settings: Settings) -> None:
    settings.CONFIG = replace(
        settings.CONFIG, object_store=ADDRESS, object_store_key="kunci", object_store_secret="rahasia"
    )


@pytest.fixture
def episode() -> Episode:
    """A public episode whose main file has been copied."""
    made = factories.episode()
    MirroredSound.objects.create(store=ADDRESS, sha256=main(made).sha256, name="a" * 32, complete=True)
    return made


@pytest.fixture
def heard() -> Iterator[list[dict[str, Any]]]:
    told: list[dict[str, Any]] = []

    def hear(**values: Any) -> None:
        told.append(values)

    media.sound_sent.connect(hear)
    yield told
    media.sound_sent.disconnect(hear)


def main(episode: Episode) -> Rendition:
    return Rendition.objects.get(audio_file=episode.audio_id, kind="main")


def get(episode: Episode, **headers: str) -> HttpResponse:
    reply = Client().get(media.path(episode, main(episode)), headers=headers)
    reply.getvalue()
    return reply


def test_an_app_is_led_to_the_copy(episode: Episode) -> None:
    reply = get(episode)
    assert (reply.status_code, reply["Location"].partition("?")[0]) == (302, f"{ADDRESS}/{'a' * 32}")


def test_the_link_opens_for_a_minute_and_names_nothing_but_a_number(episode: Episode) -> None:
    asked = parse_qs(urlsplit(get(episode)["Location"]).query)
    assert asked["X-Amz-Expires"] == ["60"]
    assert asked["response-content-type"] == ["audio/mpeg"]
    name = media.file_name(episode, main(episode))
    assert asked["response-content-disposition"] == [f'inline; filename="{name}"']


def test_the_link_must_not_be_kept(episode: Episode) -> None:
    assert get(episode)["Cache-Control"] == "no-store"


def test_players_on_other_sites_may_read_the_answer(episode: Episode) -> None:
    assert get(episode)["Access-Control-Allow-Origin"] == "*"


def test_head_gets_a_link_of_its_own(episode: Episode) -> None:
    reply = Client().head(media.path(episode, main(episode)))
    assert (reply.status_code, reply["Location"] != get(episode)["Location"]) == (302, True)


def test_a_browser_gets_the_sound_from_here(episode: Episode) -> None:
    assert get(episode, **{"Sec-Fetch-Mode": "no-cors"}).status_code == 200


def test_what_has_no_copy_comes_from_here(episode: Episode) -> None:
    hemat = Rendition.objects.get(audio_file=episode.audio_id, kind="hemat")
    reply = Client().get(media.path(episode, hemat))
    assert (reply.status_code, reply.getvalue()) == (200, Path(hemat.file.path).read_bytes())


@pytest.mark.parametrize("change", [{"complete": False}, {"sha256": "0" * 64}, {"store": ADDRESS + "-2"}])
def test_a_copy_that_is_not_whole_or_of_other_content_or_elsewhere_is_none(
    episode: Episode, change: dict[str, Any]
) -> None:
    MirroredSound.objects.update(**change)
    assert get(episode).status_code == 200


def test_without_a_store_no_copy_counts(episode: Episode, settings: Settings) -> None:
    settings.CONFIG = replace(settings.CONFIG, object_store="")
    assert get(episode).status_code == 200


@pytest.mark.parametrize("method", ["get", "head"])
def test_what_is_withdrawn_leads_nowhere_though_its_copy_is_still_there(episode: Episode, method: str) -> None:
    actions.withdraw(episode)
    reply = getattr(Client(), method)(media.path(episode, main(episode)))
    assert (reply.status_code, "Location" in reply.headers) == (404, False)


def test_nothing_is_sent_there(episode: Episode) -> None:
    assert Client().post(media.path(episode, main(episode))).status_code == 405


def test_it_costs_one_query_as_ever(episode: Episode, django_assert_num_queries: Any) -> None:
    path = media.path(episode, main(episode))
    with django_assert_num_queries(1):
        Client().get(path)


@pytest.mark.parametrize(
    ("asked", "told"), [({}, (0, None)), ({"Range": "bytes=5-9"}, (5, 9)), ({"Range": "bytes=9999999-"}, None)]
)
def test_who_counts_hears_what_the_app_will_get(
    episode: Episode, heard: list[dict[str, Any]], asked: dict[str, str], told: tuple[int, int | None] | None
) -> None:
    get(episode, **asked)
    last = main(episode).size - 1
    expected = [] if told is None else [(told[0], last if told[1] is None else told[1])]
    assert [(each["first"], each["last"]) for each in heard] == expected


def test_who_counts_hears_nothing_of_head(episode: Episode, heard: list[dict[str, Any]]) -> None:
    Client().head(media.path(episode, main(episode)))
    assert heard == []


# With a real store -----------------------------------------------------------------------------------------------


@pytest.fixture
def bucket(tmp_path: Path, settings: Settings) -> Iterator[ObjectStore]:
    if not s3.there():
        pytest.skip(s3.MISSING)
    with s3.server(tmp_path) as store:
        settings.CONFIG = replace(
            settings.CONFIG, object_store=store.address, object_store_key=s3.KEY, object_store_secret=s3.SECRET
        )
        yield store


def follow(address: str, **headers: str) -> tuple[int, bytes]:
    try:
        with urllib.request.urlopen(urllib.request.Request(address, headers=headers)) as reply:
            return reply.status, reply.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, b""


def mirror() -> None:
    steps.mirror(mirroring.SUBJECT, Progress(lambda percent: True))


def test_from_publication_to_withdrawal(bucket: ObjectStore) -> None:
    """One story, for each store costs a second: copied, led to, heard whole and in part, withdrawn, gone."""
    episode = factories.episode()
    sound = Path(main(episode).file.path).read_bytes()
    assert get(episode).status_code == 200  # nothing has been copied yet
    mirror()
    assert len(list(bucket.names())) == 2
    link = get(episode)["Location"]
    assert follow(link) == (200, sound)
    assert follow(link, Range="bytes=5-9") == (206, sound[5:10])
    actions.withdraw(episode)
    assert get(episode).status_code == 404
    mirror()
    assert list(bucket.names()) == []
    assert follow(link)[0] == 404
