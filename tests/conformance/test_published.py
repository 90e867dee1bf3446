"""What four readers make of a show as it is published: all its feeds, fetched from their addresses."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conformance import readings, written
from tests.conformance.conftest import EPISODES, Published
from tests.conformance.oddities import READERS
from tests.conformance.readings import IN_PROCESS

pytestmark = [
    pytest.mark.xdist_group("conformance"),  # what they share is made once
    pytest.mark.django_db,  # by this mark pytest-django knows that a database is wanted
]

#: A reader, and what it makes of a document: the show, and the episodes.
Reader = Any


@pytest.fixture(params=READERS)
def reader(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def read(reader: str, published: Published, request: pytest.FixtureRequest) -> Reader:
    """Has the reader read the document of a name."""
    if reader in IN_PROCESS:
        return lambda name: IN_PROCESS[reader](published.documents[name])
    said = request.getfixturevalue("said_by_packages")
    return lambda name: (said[name][reader], said[name][reader].get("items", []))


def test_every_feed_says_to_a_reader_what_was_written(reader: str, read: Reader, published: Published) -> None:
    found = {
        name: different
        for name in published.episodes
        if (different := readings.differences(reader, *read(name), written.rss(published.documents[name])))
    }
    assert found == {}


def test_a_reader_agrees_on_the_number_of_episodes(read: Reader, published: Published) -> None:
    assert {name: len(read(name)[1]) for name in published.episodes} == published.episodes


def test_the_pages_together_have_every_episode_once(reader: str, read: Reader, published: Published) -> None:
    guids = [
        guid
        for name in published.episodes
        if name.startswith("hemat")
        for item in read(name)[1]
        for guid in readings.at(item, readings.GUIDS[reader])
    ]
    assert (len(guids), len(set(guids))) == (EPISODES, EPISODES)


def test_feedsmith_reads_the_whole_json_feed(published: Published, said_by_packages: Any) -> None:
    document = written.json_feed(published.documents["feed.json"])
    del document["version"]  # it goes by it, and does not hand it on
    assert written.leaves(said_by_packages["feed.json"]["feedsmith"]) == document
    assert len(document["items[].id"]) == EPISODES


def test_feedsmith_reads_the_list_of_all_feeds(published: Published, said_by_packages: Any) -> None:
    document = written.opml(published.documents["umpan.opml"])
    outlines = said_by_packages["umpan.opml"]["feedsmith"]["body"]["outlines"]
    for attribute in ("text", "xmlUrl", "htmlUrl"):
        assert [outline[attribute] for outline in outlines] == document[f"opml/body/outline@{attribute}"]
    assert {outline["xmlUrl"].rpartition("/")[2] for outline in outlines} == {"feed.xml"}
