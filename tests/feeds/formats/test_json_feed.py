"""A feed as JSON Feed 1.1 says the same as the RSS feed."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

import pytest

from feeds.formats import json_feed
from feeds.formats.values import Channel, Pages
from tests.feeds.formats.test_rss import CHANNEL, DIRTY, ITEM, PLAIN, SMALL


def read(channel: Channel = CHANNEL) -> dict[str, Any]:
    return json.loads(json_feed.write(channel))


def test_the_same_channel_gives_the_same_bytes() -> None:
    assert json_feed.write(CHANNEL) == json_feed.write(CHANNEL)


def test_a_feed_names_its_version_its_page_and_itself() -> None:
    feed = read(dataclasses.replace(CHANNEL, json_url="https://siniar.example/obrolan/feed.json"))
    assert [feed[key] for key in ("version", "home_page_url", "feed_url", "title", "language")] == [
        "https://jsonfeed.org/version/1.1",
        CHANNEL.url,
        "https://siniar.example/obrolan/feed.json",
        "Obrolan",
        "id",
    ]


def test_a_feed_names_author_picture_and_its_end_but_no_hub() -> None:
    feed = read()
    assert (feed["authors"], feed["icon"], feed["expired"]) == ([{"name": "DP3AP2"}], CHANNEL.cover_url, True)
    assert "hubs" not in feed


def test_an_episode_has_its_sound_in_both_sizes() -> None:
    (item,) = read()["items"]
    assert item["attachments"] == [
        {
            "url": ITEM.enclosure.url,
            "mime_type": "audio/mpeg",
            "size_in_bytes": 1_234_567,
            "duration_in_seconds": 61,
        },
        {"url": SMALL.url, "mime_type": "audio/ogg", "size_in_bytes": 300_000, "duration_in_seconds": 61},
    ]


def test_an_episode_has_id_page_date_and_people() -> None:
    (item,) = read()["items"]
    assert (item["id"], item["url"], item["date_published"], item["authors"]) == (
        ITEM.guid,
        ITEM.url,
        "2026-08-17T10:00:00+07:00",
        [{"name": "Ibu Ratna"}, {"name": "Budi"}],
    )


def test_notes_are_html_and_a_description_alone_is_text() -> None:
    (item,) = read(dataclasses.replace(CHANNEL, items=(dataclasses.replace(ITEM, notes="<p>a</p>"),)))["items"]
    assert (item["content_html"], item["summary"]) == ("<p>a</p>", "Ringkas")
    (item,) = read()["items"]
    assert (item["content_text"], "summary" in item) == ("Ringkas", False)


def test_a_page_leads_to_the_next() -> None:
    assert read(dataclasses.replace(CHANNEL, pages=Pages("1", "2", next="2")))["next_url"] == "2"


def test_what_is_not_there_is_left_out_but_for_the_list_of_items() -> None:
    feed = read(dataclasses.replace(PLAIN, items=()))
    assert feed["items"] == []
    assert not {"expired", "icon", "next_url", "description"} & set(feed)


def test_control_characters_are_left_out() -> None:
    assert read(dataclasses.replace(CHANNEL, title=DIRTY))["title"] == "Rumah aman 🧕🏽 <&]]>"


@pytest.mark.parametrize("sign", ["\x00", "\x08", "\x0b", "\x0c", "\x1f", "\ud800", "\udfff", "\ufffe", "\uffff"])
def test_each_sign_that_xml_forbids_is_left_out_here_too(sign: str) -> None:
    (item,) = read(dataclasses.replace(CHANNEL, items=(dataclasses.replace(ITEM, title=f"Ru{sign}mah"),)))["items"]
    assert item["title"] == "Rumah"


def test_other_signs_stay() -> None:
    title = 'Satu\tdua\n"tiga" \\u0001 🧕🏽'
    assert read(dataclasses.replace(CHANNEL, title=title))["title"] == title
