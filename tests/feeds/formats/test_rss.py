"""A feed is written from plain values: to the letter, always the same, and whatever the texts hold."""

from __future__ import annotations

import dataclasses
import locale
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import feedparser
import pytest
from lxml import etree

from feeds.formats.namespaces import ITUNES, PODCAST
from feeds.formats.rss import Channel, Enclosure, Item, write

ITEM = Item(
    guid="6f1e0c9a-0000-4000-8000-000000000001",
    title="Menjaga anak",
    url="https://siniar.example/obrolan/abc/",
    published=datetime(2026, 8, 17, 10, 0, tzinfo=timezone(timedelta(hours=7))),
    summary="Ringkas",
    notes="<p>Catatan &amp; <b>tebal</b></p>",
    enclosure=Enclosure("https://siniar.example/media/1/siniar-1.mp3", 1_234_567, "audio/mpeg", 61.4),
    number=1,
    season=2,
    kind="full",
    people=(("Ibu Ratna", "host"),),
)
CHANNEL = Channel(
    url="https://siniar.example/obrolan/",
    feed_url="https://siniar.example/obrolan/feed.xml",
    guid="6f1e0c9a-0000-4000-8000-000000000000",
    title="Obrolan",
    description="Tentang rumah",
    language="id",
    category="Society & Culture > Relationships",
    author="DP3AP2",
    owner=("DP3AP2", "studio@siniar.example"),
    copyright="CC BY",
    cover_url="https://siniar.example/cover/1/siniar-1.jpg",
    changed=datetime(2026, 8, 18, 3, 0, tzinfo=UTC),
    items=(ITEM,),
)


def channel(**values: object) -> Channel:
    return dataclasses.replace(CHANNEL, **values)  # type: ignore[arg-type]


def item(**values: object) -> Channel:
    """The channel with one item that differs from the usual one."""
    return channel(items=(dataclasses.replace(ITEM, **values),))  # type: ignore[arg-type]


def tree(values: Channel = CHANNEL) -> etree._Element:
    return etree.fromstring(write(values)).find("channel")


def texts(values: Channel, path: str) -> list[str | None]:
    names = {"itunes": ITUNES, "podcast": PODCAST, "atom": "http://www.w3.org/2005/Atom"}
    return [each.text for each in tree(values).findall(path, names)]


def test_the_same_channel_gives_the_same_bytes() -> None:
    assert write(CHANNEL) == write(CHANNEL)


def test_a_feed_is_utf_8_and_says_so() -> None:
    assert write(channel(title="Obrolan 🧕🏽")).decode().startswith("<?xml version='1.0' encoding='UTF-8'?>")


def test_the_day_of_the_last_change_is_the_one_that_was_given() -> None:
    assert texts(CHANNEL, "lastBuildDate") == ["Tue, 18 Aug 2026 03:00:00 +0000"]


def test_the_day_of_publication_keeps_its_zone() -> None:
    assert texts(CHANNEL, "item/pubDate") == ["Mon, 17 Aug 2026 10:00:00 +0700"]


def test_the_link_is_the_page_and_not_the_feed() -> None:
    assert texts(CHANNEL, "link") == [CHANNEL.url]


def test_the_feed_names_its_own_address() -> None:
    link = tree().find("{http://www.w3.org/2005/Atom}link[@rel='self']")
    assert link.get("href") == CHANNEL.feed_url


def test_category_and_subcategory_stand_inside_each_other() -> None:
    outer = tree().find(f"{{{ITUNES}}}category")
    assert (outer.get("text"), outer[0].get("text")) == ("Society & Culture", "Relationships")


def test_a_category_alone_has_no_subcategory() -> None:
    outer = tree(channel(category="Education")).find(f"{{{ITUNES}}}category")
    assert (outer.get("text"), len(outer)) == ("Education", 0)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("itunes:explicit", "false"),
        ("item/itunes:explicit", "false"),
        ("itunes:author", "DP3AP2"),
        ("itunes:type", "episodic"),
        ("itunes:owner/itunes:email", "studio@siniar.example"),
        ("podcast:guid", CHANNEL.guid),
        ("podcast:locked", "yes"),
        ("podcast:medium", "podcast"),
        ("language", "id"),
        ("copyright", "CC BY"),
        ("item/guid", ITEM.guid),
        ("item/itunes:duration", "61"),
        ("item/itunes:episode", "1"),
        ("item/itunes:season", "2"),
        ("item/itunes:episodeType", "full"),
        ("item/podcast:person", "Ibu Ratna"),
        ("item/description", "Ringkas"),
    ],
)
def test_each_element_holds_its_value_once(path: str, expected: str) -> None:
    assert texts(CHANNEL, path) == [expected]


def test_the_guid_is_no_address() -> None:
    assert tree().find("item/guid").get("isPermaLink") == "false"


def test_a_person_has_a_role() -> None:
    assert tree().find(f"item/{{{PODCAST}}}person").get("role") == "host"


def test_the_enclosure_has_address_length_and_type() -> None:
    assert dict(tree().find("item/enclosure").attrib) == {
        "url": ITEM.enclosure.url,
        "length": "1234567",
        "type": "audio/mpeg",
    }


def test_notes_are_kept_as_html() -> None:
    assert feedparser.parse(write(CHANNEL)).entries[0].content[0].value == "<p>Catatan &amp; <b>tebal</b></p>"


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"owner": None}, "itunes:owner"),
        ({"cover_url": None}, "itunes:image"),
        ({"copyright": ""}, "copyright"),
    ],
)
def test_what_a_show_does_not_have_is_left_out(values: dict[str, object], path: str) -> None:
    assert texts(channel(**values), path) == []


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"number": None}, "item/itunes:episode"),
        ({"season": None}, "item/itunes:season"),
        ({"people": ()}, "item/podcast:person"),
    ],
)
def test_what_an_episode_does_not_have_is_left_out(values: dict[str, object], path: str) -> None:
    assert texts(item(**values), path) == []


def test_without_author_the_show_itself_is_named() -> None:
    assert texts(channel(author=""), "itunes:author") == ["Obrolan"]


def test_without_description_the_title_stands_there() -> None:
    assert texts(channel(description=""), "description") == ["Obrolan"]


def test_without_summary_the_title_stands_there() -> None:
    assert texts(item(summary=""), "item/description") == ["Menjaga anak"]


def test_without_notes_the_summary_is_all() -> None:
    assert "encoded" not in write(item(notes="")).decode()


def test_a_channel_without_items_is_a_feed_as_well() -> None:
    assert feedparser.parse(write(channel(items=()))).entries == []


def test_items_keep_their_order() -> None:
    items = tuple(dataclasses.replace(ITEM, guid=str(number), number=number) for number in (3, 1, 2))
    assert texts(channel(items=items), "item/guid") == ["3", "1", "2"]


# Texts that XML cannot carry -------------------------------------------------------------------------------------

DIRTY = "Ru\x00mah\x0b aman\x1f\ufffe\ud800 🧕🏽 <&]]>"
CLEAN = "Rumah aman 🧕🏽 <&]]>"


@pytest.mark.parametrize("name", ["title", "description", "author", "copyright"])
def test_control_characters_in_a_show_are_left_out(name: str) -> None:
    path = {"author": "itunes:author"}.get(name, name)
    assert texts(channel(**{name: DIRTY}), path) == [CLEAN]


@pytest.mark.parametrize(("name", "path"), [("title", "item/title"), ("summary", "item/description")])
def test_control_characters_in_an_episode_are_left_out(name: str, path: str) -> None:
    assert texts(item(**{name: DIRTY}), path) == [CLEAN]


def test_control_characters_in_a_name_are_left_out() -> None:
    assert texts(item(people=((DIRTY, "host"),)), "item/podcast:person") == [CLEAN]


def test_control_characters_in_the_owner_are_left_out() -> None:
    assert texts(channel(owner=(DIRTY, "a@siniar.example")), "itunes:owner/itunes:name") == [CLEAN]


def test_control_characters_in_notes_are_left_out() -> None:
    (notes,) = texts(
        item(notes="<p>Sa\x00tu</p>\n<p>Dua\x0c</p>"), "item/{http://purl.org/rss/1.0/modules/content/}encoded"
    )
    assert notes == "<p>Satu</p>\n<p>Dua</p>"


def test_the_end_mark_of_cdata_in_notes_does_not_end_them() -> None:
    (notes,) = texts(item(notes="<p>a]]>b</p>"), "item/{http://purl.org/rss/1.0/modules/content/}encoded")
    assert notes == "<p>a]]>b</p>"


def test_long_notes_are_kept_whole() -> None:
    notes = "<p>" + "panjang " * 2500 + "</p>"
    (kept,) = texts(item(notes=notes), "item/{http://purl.org/rss/1.0/modules/content/}encoded")
    assert kept == notes


# Threads ---------------------------------------------------------------------------------------------------------


def test_four_threads_leave_the_locale_of_the_process_alone() -> None:
    before, seen = locale.setlocale(locale.LC_ALL), set()
    start = threading.Barrier(4)

    def make(_number: int) -> set[bytes]:
        start.wait(10)
        feeds = set()
        for _round in range(25):
            feeds.add(write(CHANNEL))
            seen.add(locale.setlocale(locale.LC_ALL))
        return feeds

    with ThreadPoolExecutor(4) as pool:
        feeds = set().union(*pool.map(make, range(4)))
    assert (seen, feeds) == ({before}, {write(CHANNEL)})
