"""The show that is measured is one as it could be."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from wagtail.models import Page

from episodes.models import Episode, Rendition, Show
from feeds.benchmarks import content
from transcripts.visibility import public_version

pytestmark = pytest.mark.django_db
EPISODES = 4


@pytest.fixture
def show() -> Show:
    return content.build(EPISODES, "terukur")


def test_every_episode_is_public(show: Show) -> None:
    assert Episode.objects.public().child_of(show).count() == EPISODES


def test_the_pages_stand_in_the_tree_as_pages_do(show: Show) -> None:
    assert Page.find_problems() == ([], [], [], [], [])
    assert show.get_children().count() == show.numchild == EPISODES


def test_an_episode_has_a_page(show: Show) -> None:
    assert {Client().get(episode.get_url()).status_code for episode in Episode.objects.child_of(show)} == {200}


def test_an_episode_has_its_parts_and_an_approved_text(show: Show) -> None:
    for episode in Episode.objects.child_of(show):
        assert (episode.chapters.count(), len(episode.public_people()), episode.topics.count()) == (5, 2, 1)
        assert public_version(episode)
        assert len(episode.summary) > content.SUMMARY * 0.9


def test_both_files_of_an_episode_lie_on_the_disk(show: Show) -> None:
    renditions = Rendition.objects.filter(audio_file__episodes__in=Episode.objects.child_of(show))
    assert [Path(each.file.path).stat().st_size for each in renditions] == [each.size for each in renditions]
    assert len(renditions) == 2 * EPISODES


def test_the_same_show_has_the_same_texts(show: Show) -> None:
    titles = list(Episode.objects.child_of(show).order_by("number").values_list("title", flat=True))
    show.delete()
    again = content.build(EPISODES, "terukur")
    assert list(Episode.objects.child_of(again).order_by("number").values_list("title", flat=True)) == titles
