"""The media address: sound of what is public now, byte for byte, and for everything else nothing at all."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings as Settings
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from episodes import artwork, media
from episodes.models import Episode, Rendition, Show
from tests import factories

pytestmark = pytest.mark.django_db


def main(episode: Episode) -> Rendition:
    return Rendition.objects.get(audio_file=episode.audio_id, kind="main")


def hemat(episode: Episode) -> Rendition:
    return Rendition.objects.get(audio_file=episode.audio_id, kind="hemat")


def content(rendition: Rendition) -> bytes:
    return Path(rendition.file.path).read_bytes()


def get(path: str, **headers: str) -> tuple[HttpResponse, bytes]:
    """The reply, read to its end as a player does."""
    reply = Client().get(path, headers=headers)
    return reply, reply.getvalue()


def get_main(episode: Episode, **headers: str) -> tuple[HttpResponse, bytes]:
    return get(media.path(episode, main(episode)), **headers)


@pytest.fixture
def episode() -> Episode:
    return factories.episode()


# What is there ---------------------------------------------------------------------------------------------------


def test_the_whole_file_comes_as_it_is(episode: Episode) -> None:
    reply, body = get_main(episode)
    assert (reply.status_code, body) == (200, content(main(episode)))


def test_the_reply_says_how_long_it_is(episode: Episode) -> None:
    reply, body = get_main(episode)
    assert reply["Content-Length"] == str(len(body))


@pytest.mark.parametrize(("kind", "content_type"), [("main", "audio/mpeg"), ("hemat", "audio/ogg")])
def test_each_rendition_has_its_content_type(episode: Episode, kind: str, content_type: str) -> None:
    rendition = episode.audio.renditions.get(kind=kind)
    reply, _body = get(media.path(episode, rendition))
    assert reply["Content-Type"] == content_type


@pytest.mark.parametrize(
    ("wanted", "part"),
    [
        ("bytes=0-0", slice(0, 1)),
        ("bytes=5-9", slice(5, 10)),
        ("bytes=10-", slice(10, None)),
        ("bytes=-7", slice(-7, None)),
    ],
)
def test_a_part_comes_as_it_was_asked_for(episode: Episode, wanted: str, part: slice) -> None:
    reply, body = get_main(episode, Range=wanted)
    assert (reply.status_code, body) == (206, content(main(episode))[part])


def test_a_part_says_where_it_belongs(episode: Episode) -> None:
    reply, _body = get_main(episode, Range="bytes=5-9")
    assert reply["Content-Range"] == f"bytes 5-9/{main(episode).size}"


def test_a_part_behind_the_end_is_not_satisfiable(episode: Episode) -> None:
    reply, body = get_main(episode, Range="bytes=999999-")
    assert (reply.status_code, reply["Content-Range"], body) == (416, f"bytes */{main(episode).size}", b"")


def test_a_part_of_an_older_file_is_answered_with_the_whole_new_one(episode: Episode) -> None:
    reply, body = get_main(episode, **{"Range": "bytes=5-9", "If-Range": '"older"'})
    assert (reply.status_code, body) == (200, content(main(episode)))


def test_a_part_of_this_very_file_is_answered_with_the_part(episode: Episode) -> None:
    etag = get_main(episode)[0]["ETag"]
    reply, _body = get_main(episode, **{"Range": "bytes=5-9", "If-Range": etag})
    assert reply.status_code == 206


def test_who_has_the_file_is_told_so(episode: Episode) -> None:
    first, _body = get_main(episode)
    reply, body = get_main(episode, **{"If-None-Match": first["ETag"]})
    assert (reply.status_code, body) == (304, b"")


def test_who_has_another_file_gets_this_one(episode: Episode) -> None:
    reply, _body = get_main(episode, **{"If-None-Match": '"another"'})
    assert reply.status_code == 200


def test_head_tells_all_and_sends_nothing(episode: Episode) -> None:
    reply = Client().head(media.path(episode, main(episode)))
    assert (reply.status_code, reply["Content-Length"], reply.getvalue()) == (200, str(main(episode).size), b"")


def test_head_has_the_same_headers_as_get(episode: Episode) -> None:
    reply, _body = get_main(episode)
    assert dict(Client().head(media.path(episode, main(episode))).headers) == dict(reply.headers)


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_nothing_is_sent_there(episode: Episode, method: str) -> None:
    assert getattr(Client(), method)(media.path(episode, main(episode))).status_code == 405


@pytest.mark.parametrize("status", [200, 206, 304, 416])
def test_players_in_browsers_may_read_every_reply(episode: Episode, status: int) -> None:
    headers = {
        206: {"Range": "bytes=0-1"},
        304: {"If-None-Match": "*"},
        416: {"Range": "bytes=9999999-"},
    }
    reply, _body = get_main(episode, **headers.get(status, {}))
    assert (reply.status_code, reply["Access-Control-Allow-Origin"]) == (status, "*")


def test_caches_must_ask_each_time(episode: Episode) -> None:
    reply, _body = get_main(episode)
    assert reply["Cache-Control"] == "public, no-cache"


def test_no_cookie_is_set(episode: Episode) -> None:
    reply, _body = get_main(episode)
    assert not reply.cookies


def test_an_editor_who_listens_gets_no_cookie_either(episode: Episode) -> None:
    client = Client()
    client.force_login(factories.user(is_superuser=True))
    reply = client.get(media.path(episode, main(episode)))
    reply.getvalue()
    assert not reply.cookies


def test_a_part_costs_one_query(episode: Episode, django_assert_num_queries: Any) -> None:
    path = media.path(episode, main(episode))
    with django_assert_num_queries(1):
        get(path, Range="bytes=0-1")


@pytest.mark.parametrize("accel", ["", "/_files/"])
def test_the_proxy_sends_it_if_it_is_there(episode: Episode, settings: Settings, accel: str) -> None:
    settings.CONFIG = replace(settings.CONFIG, accel=accel)
    reply, _body = get_main(episode)
    expected = f"/_files/renditions/{main(episode).file.name}" if accel else None
    assert reply.headers.get("X-Accel-Redirect") == expected


def test_what_is_withdrawn_is_not_handed_to_the_proxy_either(episode: Episode, settings: Settings) -> None:
    settings.CONFIG = replace(settings.CONFIG, accel="/_files/")
    episode.unpublish()
    reply, _body = get_main(episode)
    assert (reply.status_code, "X-Accel-Redirect" in reply.headers) == (404, False)


def test_players_that_ask_beforehand_may_go_on(episode: Episode) -> None:
    reply = Client().options(media.path(episode, main(episode)))
    assert (reply.status_code, reply["Access-Control-Allow-Origin"]) == (204, "*")


def test_the_way_from_an_older_name_is_open_to_players_elsewhere(episode: Episode) -> None:
    reply, _body = get(f"/media/{episode.guid}/siniar-1-000000000000.mp3")
    assert reply["Access-Control-Allow-Origin"] == "*"


# Who counts ------------------------------------------------------------------------------------------------------


@pytest.fixture
def heard() -> Iterator[list[dict[str, Any]]]:
    """What the signal told."""
    told: list[dict[str, Any]] = []

    def hear(**values: Any) -> None:
        told.append(values)

    media.sound_sent.connect(hear)
    yield told
    media.sound_sent.disconnect(hear)


def test_who_counts_hears_what_was_sent_of_what(episode: Episode, heard: list[dict[str, Any]]) -> None:
    get_main(episode, **{"Range": "bytes=5-9", "User-Agent": "AntennaPod"})
    (told,) = heard
    assert (told["episode"], told["rendition"], told["first"], told["last"]) == (episode, main(episode), 5, 9)
    assert told["request"].headers["User-Agent"] == "AntennaPod"


def test_the_recording_of_what_was_sent_can_still_be_asked_for(episode: Episode, heard: list[dict[str, Any]]) -> None:
    get_main(episode)
    assert heard[0]["rendition"].audio_file == episode.audio


@pytest.mark.parametrize("name", ["siniar-1-000000000000.mp3", "siniar-1.wav"])
def test_who_counts_hears_nothing_of_what_is_not_sent(name: str, episode: Episode, heard: list[dict[str, Any]]) -> None:
    get(f"/media/{episode.guid}/{name}")
    Client().head(media.path(episode, main(episode)))
    assert heard == []


def test_who_cannot_count_keeps_nobody_from_listening(episode: Episode, caplog: pytest.LogCaptureFixture) -> None:
    def fail(**values: Any) -> None:
        raise RuntimeError("the statistics are broken")

    media.sound_sent.connect(fail)
    try:
        reply, body = get_main(episode)
    finally:
        media.sound_sent.disconnect(fail)
    assert (reply.status_code, body) == (200, content(main(episode)))
    assert "the statistics are broken" in caplog.text


# Names -----------------------------------------------------------------------------------------------------------


def test_a_file_is_called_by_number_and_content() -> None:
    episode = factories.episode(number=12)
    rendition = main(episode)
    assert media.file_name(episode, rendition) == f"siniar-12-{rendition.sha256[:12]}.mp3"


def test_a_file_without_number_is_called_by_the_short_id(episode: Episode) -> None:
    episode.number = None
    assert media.file_name(episode, hemat(episode)).startswith(f"siniar-{episode.short_id}-")


@pytest.mark.parametrize("topic", [factories.OPEN, factories.SENSITIVE])
def test_no_word_of_the_title_is_in_the_address_or_the_headers(topic: str) -> None:
    episode = factories.episode(title="Tetangga Memukul", topics=(topic,))
    reply, _body = get_main(episode)
    told = f"{media.path(episode, main(episode))} {dict(reply.headers)}".lower()
    assert not [word for word in ("tetangga", "memukul") if word in told]


def test_the_download_is_called_like_the_address(episode: Episode) -> None:
    reply, _body = get_main(episode)
    assert reply["Content-Disposition"] == f'inline; filename="{media.file_name(episode, main(episode))}"'


def test_the_full_address_stands_below_the_configured_one(episode: Episode) -> None:
    rendition = main(episode)
    assert media.address(episode, rendition) == settings.CONFIG.public_url + media.path(episode, rendition)


def test_an_older_name_leads_to_the_present_file(episode: Episode) -> None:
    reply, _body = get(f"/media/{episode.guid}/siniar-1-000000000000.mp3")
    assert (reply.status_code, reply["Location"]) == (302, media.path(episode, main(episode)))


def test_the_way_from_an_older_name_is_not_kept_by_caches(episode: Episode) -> None:
    reply, _body = get(f"/media/{episode.guid}/siniar-1-000000000000.opus")
    assert (reply["Location"], reply["Cache-Control"]) == (media.path(episode, hemat(episode)), "no-cache")


# What is not there -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["sound.mp3", "siniar-1.wav", "siniar", "siniar-1.", "master", ".mp3", "siniar-1.MP3"])
def test_unknown_names_do_not_exist(episode: Episode, name: str) -> None:
    assert get(f"/media/{episode.guid}/{name}")[0].status_code == 404


def test_an_unknown_guid_does_not_exist(episode: Episode) -> None:
    assert get(f"/media/{uuid.uuid4()}/{media.file_name(episode, main(episode))}")[0].status_code == 404


def test_the_guid_of_another_episode_does_not_give_this_sound(episode: Episode) -> None:
    other = factories.episode()
    reply, _body = get(f"/media/{other.guid}/{media.file_name(episode, main(episode))}")
    assert (reply.status_code, reply["Location"]) == (302, media.path(other, main(other)))


def test_a_rendition_without_row_does_not_exist(episode: Episode) -> None:
    address = media.path(episode, hemat(episode))
    hemat(episode).delete()
    assert get(address)[0].status_code == 404


def test_a_file_that_is_missing_on_disk_does_not_exist(episode: Episode) -> None:
    Path(main(episode).file.path).unlink()
    assert get_main(episode)[0].status_code == 404


def test_a_withdrawn_episode_is_gone_under_its_old_names_as_well(episode: Episode) -> None:
    episode.unpublish()
    assert get(f"/media/{episode.guid}/siniar-1-000000000000.mp3")[0].status_code == 404


def test_a_draft_has_no_sound_for_the_public() -> None:
    assert get_main(factories.episode(live=False))[0].status_code == 404


def test_the_upload_itself_has_no_public_address(episode: Episode) -> None:
    paths = [f"/media/{episode.guid}/master", f"/masters/{episode.audio_id}/master", f"/{episode.audio.file.name}"]
    assert [Client().get(path, follow=True).status_code for path in paths] == [404, 404, 404]


# Covers ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def covered(cover: Callable[..., Any]) -> Show:
    return factories.show(cover=cover())


def cover_path(show: Show) -> str:
    path = artwork.cover_path(show)
    assert path is not None
    return path


def test_a_cover_comes_as_a_jpeg(covered: Show) -> None:
    reply, body = get(cover_path(covered))
    assert (reply.status_code, reply["Content-Type"], body[:3]) == (200, "image/jpeg", b"\xff\xd8\xff")


def test_a_cover_may_be_read_from_other_sites(covered: Show) -> None:
    assert get(cover_path(covered))[0]["Access-Control-Allow-Origin"] == "*"


def test_a_cover_sets_no_cookie(covered: Show) -> None:
    assert not get(cover_path(covered))[0].cookies


def test_who_has_the_cover_is_told_so(covered: Show) -> None:
    first, _body = get(cover_path(covered))
    assert get(cover_path(covered), **{"If-None-Match": first["ETag"]})[0].status_code == 304


def test_head_of_a_cover_sends_nothing(covered: Show) -> None:
    reply = Client().head(cover_path(covered))
    assert (reply.status_code, reply.getvalue()) == (200, b"")


def test_nothing_is_sent_to_a_cover(covered: Show) -> None:
    assert Client().post(cover_path(covered)).status_code == 405


def test_the_address_of_a_cover_ends_as_directories_want(covered: Show) -> None:
    assert str(artwork.cover_address(covered)).endswith(".jpg")


def test_another_picture_has_another_address(covered: Show, cover: Callable[..., Any]) -> None:
    before = cover_path(covered)
    covered.cover = cover(1500)
    assert cover_path(covered) != before


def test_an_older_name_of_a_cover_leads_to_the_present_one(covered: Show) -> None:
    reply, _body = get(f"/cover/{covered.podcast_guid}/siniar-000000000000.jpg")
    assert (reply.status_code, reply["Location"]) == (302, cover_path(covered))


@pytest.mark.parametrize("name", ["x.jpg", 'a";b.exe', "siniar-1.png", "siniar-1.svg"])
def test_unknown_names_of_covers_do_not_exist(covered: Show, name: str) -> None:
    assert get(f"/cover/{covered.podcast_guid}/{name}")[0].status_code == 404


def test_a_show_without_cover_has_no_address_of_one() -> None:
    show = factories.show()
    assert (artwork.cover_path(show), artwork.cover_address(show)) == (None, None)


def test_a_show_without_cover_has_none_to_show() -> None:
    assert get(f"/cover/{factories.show().podcast_guid}/siniar-1.jpg")[0].status_code == 404


def test_the_cover_of_an_unpublished_show_does_not_exist(covered: Show) -> None:
    path = cover_path(covered)
    covered.unpublish()
    assert get(path)[0].status_code == 404


def test_a_cover_whose_copy_for_the_public_is_missing_on_disk_does_not_exist(covered: Show) -> None:
    path = cover_path(covered)
    get(path)
    Path(covered.cover.get_rendition(artwork.COVERS[""]).file.path).unlink()
    assert get(path)[0].status_code == 404


def test_a_cover_that_is_missing_on_disk_does_not_exist(covered: Show) -> None:
    path = cover_path(covered)
    Path(covered.cover.file.path).unlink()
    assert get(path)[0].status_code == 404


def test_a_cover_that_was_never_looked_at_and_is_missing_has_no_address(covered: Show) -> None:
    Path(covered.cover.file.path).unlink()
    assert artwork.cover_path(covered) is None
