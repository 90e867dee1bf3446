"""Chapters as a file: numbers, in order, whole ones where they are."""

from __future__ import annotations

import json

from feeds.formats.chapters_json import write
from feeds.formats.values import Chapter
from tests.feeds.formats.test_rss import CLEAN, DIRTY


def test_chapters_are_in_order_and_their_times_are_numbers() -> None:
    written = write([Chapter(61.5, "Dua"), Chapter(0.0, "Satu")])
    assert written.decode() == (
        '{"version":"1.2.0","chapters":[{"startTime":0,"title":"Satu"},{"startTime":61.5,"title":"Dua"}]}'
    )


def test_episode_and_show_may_be_named() -> None:
    document = json.loads(write([], title="Menjaga anak", podcast="Obrolan", author="DP3AP2"))
    assert (document["title"], document["podcastName"], document["author"]) == ("Menjaga anak", "Obrolan", "DP3AP2")


def test_hundreds_of_chapters_are_all_there() -> None:
    assert len(json.loads(write([Chapter(place, "x") for place in range(700)]))["chapters"]) == 700


def test_control_characters_are_left_out() -> None:
    assert json.loads(write([Chapter(0, DIRTY)], title=DIRTY))["chapters"][0]["title"] == CLEAN
