"""What building costs, as one process tells it."""

from __future__ import annotations

import json

import pytest

from episodes.models import Show
from feeds.benchmarks import content, rebuilding

pytestmark = pytest.mark.django_db
EPISODES = 4


@pytest.fixture
def show() -> Show:
    content.build(1, rebuilding.WARMING)
    return content.build(EPISODES, "terukur")


def test_it_tells_what_each_part_took(show: Show, capsys: pytest.CaptureFixture[str]) -> None:
    rebuilding.main(show.slug)
    figures = json.loads(capsys.readouterr().out)
    assert {part: set(values) >= {"cpu", "queries", "growth"} for part, values in figures.items()} == {
        "feed": True,
        "asked_for": True,
        "gather": True,
        "all": True,
    }
    assert figures["feed"]["episodes"] == EPISODES
    assert figures["feed"]["packed"] < figures["feed"]["plain"]
    assert figures["all"]["documents"] == len(rebuilding.SEVERAL)


def test_the_whole_feed_takes_more_queries_than_reading_alone(show: Show, capsys: pytest.CaptureFixture[str]) -> None:
    rebuilding.main(show.slug)
    figures = json.loads(capsys.readouterr().out)
    assert figures["feed"]["queries"] > figures["gather"]["queries"] > 0
