"""feedsmith and podcast-partytime read every element that our feeds carry, as it was written."""

from __future__ import annotations

from typing import Any

import pytest

from feeds.formats import json_feed, opml, rss
from feeds.formats.opml import Outline
from tests.conformance import everything, packages, readings, written

DOCUMENTS = {
    "everything.xml": rss.write(everything.channel()),
    "without-owner.xml": rss.write(everything.without_owner()),
    "everything.json": json_feed.write(everything.channel()),
    "list.opml": opml.write(
        [
            Outline("Obrolan & lain", f"{everything.SITE}/a/feed.xml", f"{everything.SITE}/a/", "Satu & dua", "id"),
            Outline("Cerita", f"{everything.SITE}/b/feed.xml", f"{everything.SITE}/b/"),
        ]
    ),
}


@pytest.fixture(scope="module")
def said(asked_packages: None, tmp_path_factory: pytest.TempPathFactory) -> Any:
    return packages.read(DOCUMENTS, tmp_path_factory.mktemp("packages"))


@pytest.mark.parametrize("name", ["everything.xml", "without-owner.xml"])
@pytest.mark.parametrize("reader", ["feedsmith", "podcast-partytime"])
def test_a_reader_gets_everything_out_that_it_has_a_word_for(reader: str, name: str, said: Any) -> None:
    feed = said[name][reader]
    assert readings.differences(reader, feed, feed["items"], written.rss(DOCUMENTS[name])) == []


def test_feedsmith_reads_every_value_of_a_json_feed(said: Any) -> None:
    document = written.json_feed(DOCUMENTS["everything.json"])
    del document["version"]  # it goes by it, and does not hand it on
    assert written.leaves(said["everything.json"]["feedsmith"]) == document


def test_feedsmith_reads_every_value_of_a_list_of_feeds(said: Any) -> None:
    assert written.leaves(said["list.opml"]["feedsmith"]) == {
        "head.title": ["Siniar"],
        "body.outlines[].text": ["Obrolan & lain", "Cerita"],
        "body.outlines[].title": ["Obrolan & lain", "Cerita"],
        "body.outlines[].type": ["rss", "rss"],
        "body.outlines[].version": ["RSS2", "RSS2"],
        "body.outlines[].xmlUrl": [f"{everything.SITE}/{show}/feed.xml" for show in "ab"],
        "body.outlines[].htmlUrl": [f"{everything.SITE}/{show}/" for show in "ab"],
        "body.outlines[].description": ["Satu & dua"],
        "body.outlines[].language": ["id"],
    }
