"""The chapters' address: chapters of what is public now."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client

from episodes import chapter_files
from episodes.models import Chapter, ContentWarning, Episode, EpisodeWarning
from siniar.addresses import absolute
from tests import factories

pytestmark = pytest.mark.django_db


def chaptered(*titles: str, **values: Any) -> Episode:
    episode = factories.episode(live=False, **values)
    episode.chapters.set([Chapter(start=60 * place, title=title) for place, title in enumerate(titles)])
    episode.save_revision().publish()
    return Episode.objects.get(pk=episode.pk)


def get(episode: Episode, **headers: str) -> HttpResponse:
    return Client().get(f"/chapters/{episode.guid}.json", headers=headers)


def test_they_come_as_json() -> None:
    reply = get(chaptered("Buka", "Lanjut"))
    assert reply["Content-Type"] == "application/json+chapters"
    assert [row["title"] for row in json.loads(reply.content)["chapters"]] == ["Buka", "Lanjut"]


def test_the_address_stands_below_the_configured_one() -> None:
    episode = chaptered("Buka")
    assert chapter_files.address(episode) == f"{settings.CONFIG.public_url}/chapters/{episode.slug}.json"


def test_players_elsewhere_may_read_them() -> None:
    assert get(chaptered("Buka"))["Access-Control-Allow-Origin"] == "*"


def test_who_has_them_is_told_so() -> None:
    episode = chaptered("Buka")
    assert get(episode, **{"If-None-Match": get(episode)["ETag"]}).status_code == 304


def test_other_chapters_are_another_version() -> None:
    episode = chaptered("Buka")
    etag = get(episode)["ETag"]
    episode.chapters.set([Chapter(start=0, title="Salam")])
    episode.save_revision().publish()
    assert get(episode, **{"If-None-Match": etag}).status_code == 200


def test_an_episode_without_chapters_has_no_such_file() -> None:
    assert get(factories.episode()).status_code == 404


def test_chapters_of_a_draft_are_nobodys_business() -> None:
    episode = chaptered("Buka")
    episode.chapters.set([Chapter(start=0, title="Rahasia")])
    episode.save_revision()
    assert "Rahasia" not in get(episode).content.decode()


def test_one_query_is_enough(django_assert_num_queries: Any) -> None:
    episode = chaptered(*"abcdefgh")
    with django_assert_num_queries(1):
        get(episode)


# Sensitive parts -------------------------------------------------------------------------------------------------


def parted(episode: Episode, start: str, end: str) -> Episode:
    warning = ContentWarning.objects.all()[0]
    EpisodeWarning.objects.create(episode=episode, warning=warning, start=start, end=end)
    return episode


def starts(episode: Episode) -> list[float]:
    return [row["startTime"] for row in json.loads(get(episode).content)["chapters"]]


def test_a_sensitive_part_stands_among_the_chapters() -> None:
    assert starts(parted(chaptered("Buka", "Lanjut"), "20.5", "30")) == [0, 20.5, 30, 60]


def test_where_it_begins_apps_show_the_way_to_help_by_an_address_that_tells_nothing() -> None:
    rows = json.loads(get(parted(chaptered("Buka", "Lanjut"), "20.5", "30")).content)["chapters"]
    assert {row["startTime"]: row["url"] for row in rows if "url" in row} == {20.5: absolute("/b/")}


def test_its_chapter_names_neither_warning_nor_topic() -> None:
    episode = parted(chaptered("Buka", language="en"), "20", "30")
    assert [row["title"] for row in json.loads(get(episode).content)["chapters"]] == ["Buka", "Sensitive part", "Buka"]


def test_an_episode_with_nothing_but_a_sensitive_part_has_the_file() -> None:
    assert starts(parted(factories.episode(), "20", "30")) == [0, 20, 30]


def test_a_warning_about_the_whole_episode_is_no_chapter() -> None:
    episode = chaptered("Buka", "Lanjut")
    EpisodeWarning.objects.create(episode=episode, warning=ContentWarning.objects.all()[0])
    assert starts(episode) == [0, 60]


def test_one_query_is_enough_for_parts_too(django_assert_num_queries: Any) -> None:
    episode = parted(chaptered(*"abcdefgh"), "20", "30")
    with django_assert_num_queries(1):
        get(episode)
