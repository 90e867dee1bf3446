"""What is withdrawn is gone from every address with the next request, whatever a client says it has already."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from wagtail.models import PageViewRestriction

from episodes import artwork, media
from episodes.models import Chapter, Episode, Rendition
from siniar.addresses import absolute
from tests import factories
from transcripts import actions as transcripts
from transcripts.files import FORMATS

pytestmark = pytest.mark.django_db
#: Old names of files that the episode once had.
OLD = ("siniar-1-000000000000.mp3", "siniar-1-000000000000.opus")


@pytest.fixture
def episode(cover: Callable[..., Any]) -> Episode:
    """One with everything that an episode can have, of a show that has a cover."""
    episode = factories.episode(factories.show(cover=cover(1400), neutral_cover=cover(1401)), cover=cover(1402))
    episode.chapters.set([Chapter(start=0, title="Buka")])
    episode.save_revision().publish()
    transcripts.approve(factories.transcript(episode), by=None)
    return Episode.objects.get(pk=episode.pk)


def paths(episode: Episode) -> dict[str, str]:
    renditions = Rendition.objects.filter(audio_file=episode.audio_id)
    return {
        "page": episode.get_url() or "",
        **{f"sound {each.kind}": media.path(episode, each) for each in renditions},
        **{f"old name {name[-4:]}": f"/media/{episode.guid}/{name}" for name in OLD},
        **{f"transcript {suffix}": f"/transcript/{episode.guid}.{suffix}" for suffix in FORMATS},
        "chapters": f"/chapters/{episode.guid}.json",
        "cover": str(artwork.episode_cover_address(episode)).removeprefix(absolute("")),
        "old cover": f"/cover/{episode.guid}/siniar-{'0' * 12}.jpg",
    }


def paths_of_show(episode: Episode) -> dict[str, str]:
    show = episode.show
    return {
        "show": show.get_url() or "",
        "show's cover": artwork.cover_path(show) or "",
        "show's small cover": artwork.cover_path(show, artwork.SMALL) or "",
        "neutral cover": str(artwork.neutral_cover_address(show)).removeprefix(absolute("")),
        "show's old cover": f"/cover/{show.podcast_guid}/siniar-{'0' * 12}.jpg",
    }


def ask(path: str, method: str = "GET", headers: dict[str, str] | None = None) -> HttpResponse:
    reply = Client().generic(method, path, headers=headers or {})
    reply.getvalue()
    return reply


def known(reply: HttpResponse) -> list[dict[str, str]]:
    """Everything that a client may say of what it has already."""
    etag, changed = (
        reply.headers.get("ETag", '"x"'),
        reply.headers.get("Last-Modified", "Sun, 08 Mar 2026 07:30:15 GMT"),
    )
    part = {"Range": "bytes=0-1"}
    return [
        {},
        part,
        {"Range": "bytes=9999999-"},
        {"If-None-Match": etag},
        {"If-None-Match": "*"},
        {"If-Modified-Since": changed},
        {"If-Range": etag, **part},
        {"If-Range": changed, **part},
        {"If-Match": etag},
        {"If-Match": '"another"'},
    ]


def unpublish(episode: Episode) -> None:
    episode.unpublish()


def unpublish_show(episode: Episode) -> None:
    episode.show.unpublish()


def let_time_run_out(episode: Episode) -> None:
    Episode.objects.filter(pk=episode.pk).update(expire_at=timezone.now() - timedelta(seconds=1))


def let_time_of_show_run_out(episode: Episode) -> None:
    type(episode.show).objects.filter(pk=episode.show.pk).update(expire_at=timezone.now() - timedelta(seconds=1))


def restrict(episode: Episode) -> None:
    PageViewRestriction.objects.create(page=episode, restriction_type=PageViewRestriction.LOGIN)


def restrict_show(episode: Episode) -> None:
    PageViewRestriction.objects.create(page=episode.show, restriction_type=PageViewRestriction.PASSWORD, password="x")


def delete(episode: Episode) -> None:
    episode.delete()


OF_EPISODE = (unpublish, let_time_run_out, restrict, delete)
#: What a client may have a copy of, and ask for with a condition.
KEPT = ("sound main", "transcript vtt", "chapters", "cover", "show's cover")
OF_SHOW = (unpublish_show, let_time_of_show_run_out, restrict_show)


def test_before_it_everything_is_there(episode: Episode) -> None:
    replies = {name: ask(path).status_code for name, path in (paths(episode) | paths_of_show(episode)).items()}
    assert {name: status for name, status in replies.items() if status != (302 if "old" in name else 200)} == {}


def still_told(episode: Episode, withdraw: Callable[[Episode], None], wanted: dict[str, str]) -> list[str]:
    """What is not answered with 404 after the withdrawal, or tells anything of a file."""
    before = {name: ask(path) for name, path in wanted.items()}
    withdraw(episode)
    asked = [(name, method, {}) for name in wanted for method in ("GET", "HEAD")]
    asked += [(name, "GET", headers) for name in KEPT if name in wanted for headers in known(before[name])]
    asked += [("sound main", "HEAD", headers) for headers in known(before["sound main"])]
    replies = [(*each, ask(wanted[each[0]], each[1], each[2])) for each in asked]
    return [
        f"{method} {name} {headers}: {reply.status_code}"
        for name, method, headers, reply in replies
        if reply.status_code != 404 or {"ETag", "Content-Range", "Last-Modified"} & set(reply.headers)
    ]


@pytest.mark.parametrize("withdraw", OF_EPISODE)
def test_nothing_of_the_episode_is_there(withdraw: Callable[[Episode], None], episode: Episode) -> None:
    assert still_told(episode, withdraw, paths(episode)) == []


@pytest.mark.parametrize("withdraw", OF_SHOW)
def test_nothing_of_the_show_is_there(withdraw: Callable[[Episode], None], episode: Episode) -> None:
    assert still_told(episode, withdraw, paths(episode) | paths_of_show(episode)) == []


@pytest.mark.parametrize("withdraw", OF_EPISODE)
def test_the_covers_of_the_show_stay(withdraw: Callable[[Episode], None], episode: Episode) -> None:
    wanted = paths_of_show(episode)
    withdraw(episode)
    assert {name: ask(path).status_code for name, path in wanted.items() if "old" not in name} == dict.fromkeys(
        (name for name in wanted if "old" not in name), 200
    )


def test_a_cache_that_keeps_a_copy_must_ask_before_each_use(episode: Episode) -> None:
    told = {name: ask(path).headers.get("Cache-Control", "") for name, path in paths(episode).items()}
    assert {name: value for name, value in told.items() if "no-cache" not in value and "no-store" not in value} == {}


def test_no_reply_says_that_it_never_changes(episode: Episode) -> None:
    told = " ".join(ask(path).headers.get("Cache-Control", "") for path in paths(episode).values())
    assert "immutable" not in told
    assert "max-age" not in told


def test_who_asks_beforehand_does_not_learn_what_there_was(episode: Episode) -> None:
    wanted = paths(episode)
    before = {name: dict(ask(path, "OPTIONS").headers) for name, path in wanted.items() if name != "page"}
    episode.unpublish()
    assert {name: dict(ask(path, "OPTIONS").headers) for name, path in wanted.items() if name != "page"} == before


def test_published_again_it_is_all_there_again(episode: Episode) -> None:
    wanted = paths(episode)
    episode.unpublish()
    episode.save_revision().publish()
    assert {ask(path).status_code for name, path in wanted.items() if "old" not in name} == {200}
