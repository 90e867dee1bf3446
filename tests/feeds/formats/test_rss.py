"""A feed is written from plain values: to the letter, always the same, and whatever the texts hold."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import io
import locale
import logging
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import feedparser
import podcastparser
import pytest
from lxml import etree

from feeds.formats.namespaces import ALL, tag
from feeds.formats.rss import write
from feeds.formats.values import (
    Channel,
    Chapter,
    Credit,
    Enclosure,
    Frequency,
    Item,
    Pages,
    RemoteItem,
    Soundbite,
    Trailer,
    Transcript,
)

SITE = "https://siniar.example"
SHA256 = hashlib.sha256(b"opus").hexdigest()
SMALL = Enclosure(f"{SITE}/media/1/siniar-1.opus", 300_000, "audio/ogg", 61.4, 32_000, SHA256)
ITEM = Item(
    guid="6f1e0c9a-0000-4000-8000-000000000001",
    title="Menjaga anak",
    url=f"{SITE}/obrolan/abc/",
    published=datetime(2026, 8, 17, 10, 0, tzinfo=timezone(timedelta(hours=7))),
    description="Ringkas",
    notes="",
    enclosure=Enclosure(f"{SITE}/media/1/siniar-1.mp3", 1_234_567, "audio/mpeg", 61.4),
    number=1,
    season=2,
    explicit=True,
    image_url=f"{SITE}/cover/1/siniar-2.jpg",
    alternates=(SMALL,),
    people=(Credit("Ibu Ratna", "host", "cast"), Credit("Budi", "editor", "writing")),
    transcripts=(
        Transcript(f"{SITE}/transcript/1.vtt", "text/vtt", "id", timed=True),
        Transcript(f"{SITE}/transcript/1.html", "text/html", "id", timed=False),
    ),
    chapters=(Chapter(61.5, "Dua"), Chapter(0.0, "Satu"), Chapter(3725.0, "Tiga")),
    chapters_url=f"{SITE}/chapters/1.json",
    soundbites=(Soundbite(73.5, 60.0, "Cuplikan"),),
)
CHANNEL = Channel(
    url=f"{SITE}/obrolan/",
    feed_url=f"{SITE}/obrolan/feed.xml",
    guid="6f1e0c9a-0000-4000-8000-000000000000",
    title="Obrolan",
    description="Tentang rumah",
    language="id",
    category="Society & Culture > Relationships",
    author="DP3AP2",
    changed=datetime(2026, 8, 18, 3, 0, tzinfo=UTC),
    items=(ITEM,),
    owner=("DP3AP2", "studio@siniar.example"),
    copyright="CC BY",
    cover_url=f"{SITE}/cover/1/siniar-1.jpg",
    kind="serial",
    complete=True,
    blocked=True,
    license="CC-BY-4.0",
    moved_to=f"{SITE}/baru/feed.xml",
    hub="https://hub.example/",
    podping=True,
    pages=Pages("first.xml", "last.xml", "previous.xml", "next.xml"),
    frequency=Frequency("FREQ=WEEKLY", "Setiap minggu"),
    texts=(("applepodcastsverify", "abc"), ("ai-content", "Suara mesin")),
    podroll=(RemoteItem("917393e3-1b1e-5cef-ace4-edaa54e1f810", "https://lain.example/feed", "Lain"),),
    trailers=(Trailer("Segera", f"{SITE}/media/2/t.mp3", 99, "audio/mpeg", ITEM.published, 2),),
)
PLAIN = Channel(
    url=CHANNEL.url,
    feed_url=CHANNEL.feed_url,
    guid=CHANNEL.guid,
    title="Obrolan",
    description="",
    language="id",
    category="Education",
    author="",
    changed=CHANNEL.changed,
    items=(Item("1", "Judul", ITEM.url, ITEM.published, "", "", ITEM.enclosure, explicit=None),),
)


def channel(**values: object) -> Channel:
    return dataclasses.replace(CHANNEL, **values)  # type: ignore[arg-type]


def item(**values: object) -> Channel:
    """The channel with one item that differs from the usual one."""
    return channel(items=(dataclasses.replace(ITEM, **values),))  # type: ignore[arg-type]


def tree(values: Channel = CHANNEL) -> Any:
    return etree.fromstring(write(values)).find("channel")


def texts(values: Channel, path: str) -> list[str | None]:
    return [each.text for each in tree(values).findall(path, ALL)]


def attributes(path: str, values: Channel = CHANNEL) -> list[dict[str, str]]:
    return [dict(each.attrib) for each in tree(values).findall(path, ALL)]


# The same for everybody ------------------------------------------------------------------------------------------


def test_the_same_channel_gives_the_same_bytes() -> None:
    assert write(CHANNEL) == write(CHANNEL)


def test_a_feed_is_utf_8_and_says_so() -> None:
    assert write(channel(title="Obrolan 🧕🏽")).decode().startswith("<?xml version='1.0' encoding='UTF-8'?>")


def test_namespaces_are_declared_once_and_on_the_root() -> None:
    written = write(CHANNEL).decode()
    assert [written.count(f'"{uri}"') for uri in ALL.values()] == [1] * len(ALL)
    assert "ns0" not in written


def test_the_day_of_the_last_change_is_the_one_that_was_given() -> None:
    assert texts(CHANNEL, "lastBuildDate") == ["Tue, 18 Aug 2026 03:00:00 +0000"]


def test_the_day_of_publication_keeps_its_zone() -> None:
    assert texts(CHANNEL, "item/pubDate") == ["Mon, 17 Aug 2026 10:00:00 +0700"]


def test_the_link_is_the_page_and_not_the_feed() -> None:
    assert texts(CHANNEL, "link") == [CHANNEL.url]


def test_the_feed_names_its_own_address_once_and_its_neighbours() -> None:
    links = [(each["rel"], each["href"]) for each in attributes("atom:link")]
    assert links == [
        ("self", CHANNEL.feed_url),
        ("hub", "https://hub.example/"),
        ("first", "first.xml"),
        ("last", "last.xml"),
        ("previous", "previous.xml"),
        ("next", "next.xml"),
    ]


def test_a_feed_in_one_piece_has_no_neighbours() -> None:
    assert [each["rel"] for each in attributes("atom:link", PLAIN)] == ["self"]


def test_category_and_subcategory_stand_inside_each_other() -> None:
    outer = tree().find(tag("itunes:category"))
    assert (outer.get("text"), outer[0].get("text")) == ("Society & Culture", "Relationships")


def test_a_category_alone_has_no_subcategory() -> None:
    outer = tree(PLAIN).find(tag("itunes:category"))
    assert (outer.get("text"), len(outer)) == ("Education", 0)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("itunes:explicit", "false"),
        ("itunes:author", "DP3AP2"),
        ("itunes:type", "serial"),
        ("itunes:owner/itunes:email", "studio@siniar.example"),
        ("itunes:complete", "Yes"),
        ("itunes:block", "Yes"),
        ("itunes:new-feed-url", f"{SITE}/baru/feed.xml"),
        ("podcast:guid", CHANNEL.guid),
        ("podcast:locked", "yes"),
        ("podcast:medium", "podcast"),
        ("podcast:license", "cc-by-4.0"),
        ("podcast:block", "yes"),
        ("podcast:updateFrequency", "Setiap minggu"),
        ("podcast:trailer", "Segera"),
        ("language", "id"),
        ("copyright", "CC BY"),
        ("generator", "Siniar"),
        ("item/guid", ITEM.guid),
        ("item/itunes:duration", "61"),
        ("item/itunes:episode", "1"),
        ("item/itunes:season", "2"),
        ("item/itunes:explicit", "true"),
        ("item/podcast:episode", "1"),
        ("item/podcast:season", "2"),
        ("item/podcast:soundbite", "Cuplikan"),
        ("item/description", "Ringkas"),
    ],
)
def test_each_element_holds_its_value_once(path: str, expected: str) -> None:
    assert texts(CHANNEL, path) == [expected]


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("itunes:image", {"href": CHANNEL.cover_url}),
        (
            "podcast:image",
            {"href": CHANNEL.cover_url, "alt": "Obrolan", "aspect-ratio": "1/1", "purpose": "artwork"},
        ),
        ("podcast:locked", {"owner": "studio@siniar.example"}),
        ("podcast:podping", {"usesPodping": "true"}),
        ("podcast:updateFrequency", {"complete": "true", "rrule": "FREQ=WEEKLY"}),
        (
            "podcast:podroll/podcast:remoteItem",
            {"feedGuid": CHANNEL.podroll[0].guid, "feedUrl": "https://lain.example/feed", "title": "Lain"},
        ),
        (
            "podcast:trailer",
            {
                "pubdate": "Mon, 17 Aug 2026 10:00:00 +0700",
                "url": f"{SITE}/media/2/t.mp3",
                "length": "99",
                "type": "audio/mpeg",
                "season": "2",
            },
        ),
        ("item/guid", {"isPermaLink": "false"}),
        ("item/enclosure", {"url": ITEM.enclosure.url, "length": "1234567", "type": "audio/mpeg"}),
        ("item/itunes:image", {"href": ITEM.image_url}),
        ("item/podcast:chapters", {"url": ITEM.chapters_url, "type": "application/json+chapters"}),
        ("item/psc:chapters", {"version": "1.2"}),
        ("item/podcast:soundbite", {"startTime": "73.5", "duration": "60"}),
        (
            "item/podcast:alternateEnclosure",
            {"type": "audio/ogg", "length": "300000", "bitrate": "32000"},
        ),
        ("item/podcast:alternateEnclosure/podcast:source", {"uri": SMALL.url}),
    ],
)
def test_each_element_has_its_attributes(path: str, expected: dict[str, str]) -> None:
    assert attributes(path) == [expected]


def test_the_texts_for_services_say_for_which() -> None:
    told = [(each.get("purpose"), each.text) for each in tree().findall(tag("podcast:txt"))]
    assert told == [("applepodcastsverify", "abc"), ("ai-content", "Suara mesin")]


def test_a_person_has_a_role_and_a_group_unless_it_is_the_usual_one() -> None:
    assert attributes("item/podcast:person") == [{"role": "host"}, {"role": "editor", "group": "writing"}]


def test_texts_that_run_with_the_sound_are_captions() -> None:
    assert attributes("item/podcast:transcript") == [
        {"url": ITEM.transcripts[0].url, "type": "text/vtt", "language": "id", "rel": "captions"},
        {"url": ITEM.transcripts[1].url, "type": "text/html", "language": "id"},
    ]


def test_chapters_stand_in_order_with_their_times() -> None:
    assert [(each["start"], each["title"]) for each in attributes("item/psc:chapters/psc:chapter")] == [
        ("00:00:00", "Satu"),
        ("00:01:01.500", "Dua"),
        ("01:02:05", "Tiga"),
    ]


def test_the_integrity_of_the_other_file_is_its_hash() -> None:
    (integrity,) = attributes("item/podcast:alternateEnclosure/podcast:integrity")
    kind, _dash, value = integrity["value"].partition("-")
    assert (integrity["type"], kind, base64.b64decode(value).hex()) == ("sri", "sha256", SHA256)


@pytest.mark.parametrize(
    "path",
    [
        "copyright",
        "itunes:owner",
        "itunes:image",
        "itunes:complete",
        "itunes:block",
        "itunes:new-feed-url",
        "podcast:image",
        "podcast:license",
        "podcast:block",
        "podcast:podping",
        "podcast:txt",
        "podcast:updateFrequency",
        "podcast:podroll",
        "podcast:trailer",
        "item/itunes:image",
        "item/itunes:episode",
        "item/itunes:season",
        "item/itunes:explicit",
        "item/itunes:episodeType",
        "item/podcast:person",
        "item/podcast:transcript",
        "item/podcast:chapters",
        "item/psc:chapters",
        "item/podcast:soundbite",
        "item/podcast:alternateEnclosure",
        "item/{http://purl.org/rss/1.0/modules/content/}encoded",
    ],
)
def test_what_is_not_there_is_left_out(path: str) -> None:
    assert texts(PLAIN, path) == []


def test_a_show_that_may_be_imported_says_so() -> None:
    assert texts(channel(locked=False), "podcast:locked") == ["no"]


def test_a_trailer_or_bonus_says_what_it_is() -> None:
    assert texts(item(kind="bonus"), "item/itunes:episodeType") == ["bonus"]


@pytest.mark.parametrize("number", [0, -3])
def test_only_positive_numbers_are_told(number: int) -> None:
    assert texts(item(number=number), "item/itunes:episode") == []


def test_without_author_the_show_itself_is_named() -> None:
    assert texts(PLAIN, "itunes:author") == ["Obrolan"]


@pytest.mark.parametrize(("path", "expected"), [("description", "Obrolan"), ("item/description", "Judul")])
def test_without_description_the_title_stands_there(path: str, expected: str) -> None:
    assert texts(PLAIN, path) == [expected]


def test_a_show_without_a_name_has_a_feed_all_the_same() -> None:
    assert len(texts(channel(title="", description=""), "item/guid")) == 1


# Descriptions ----------------------------------------------------------------------------------------------------

ENCODED = "item/content:encoded"


def test_notes_are_the_description_as_html() -> None:
    notes = "<p>Catatan &amp; <b>tebal</b></p>"
    feed = item(notes=notes)
    assert (texts(feed, "item/description"), texts(feed, ENCODED)) == ([notes], [])


def test_notes_that_are_too_long_for_directories_stand_beside_a_short_description() -> None:
    notes = "<p>" + "panjang " * 2500 + "</p>"
    feed = item(notes=notes)
    assert (texts(feed, "item/description"), texts(feed, ENCODED)) == (["Ringkas"], [notes])


def test_the_end_mark_of_cdata_in_notes_does_not_end_them() -> None:
    assert texts(item(notes="<p>a]]>b</p>"), "item/description") == ["<p>a]]>b</p>"]


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


@pytest.mark.parametrize("sign", ["\x00", "\x08", "\x0b", "\x0c", "\x1f", "\ud800", "\udfff", "\ufffe", "\uffff"])
def test_each_sign_that_xml_forbids_is_left_out_of_an_episode(sign: str) -> None:
    assert texts(item(title=f"Ru{sign}mah"), "item/title") == ["Rumah"]


@pytest.mark.parametrize(
    ("values", "path"),
    [
        ({"description": DIRTY}, "item/description"),
        ({"notes": DIRTY}, "item/description"),
        ({"people": (Credit(DIRTY, "host", "cast"),)}, "item/podcast:person"),
        ({"soundbites": (Soundbite(1, 20, DIRTY),)}, "item/podcast:soundbite"),
    ],
)
def test_control_characters_deep_in_an_episode_are_left_out(values: dict[str, object], path: str) -> None:
    assert texts(item(**values), path) == [CLEAN]


def test_control_characters_in_a_chapter_are_left_out() -> None:
    (chapter,) = attributes("item/psc:chapters/psc:chapter", item(chapters=(Chapter(0, DIRTY),)))
    assert chapter["title"] == CLEAN


def test_line_breaks_in_notes_stay() -> None:
    assert texts(item(notes="<p>Satu</p>\n<p>Dua</p>"), "item/description") == ["<p>Satu</p>\n<p>Dua</p>"]


# One bad episode -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "values",
    [
        {"published": datetime(2026, 1, 1)},
        {"enclosure": dataclasses.replace(ITEM.enclosure, duration=float("nan"))},
        {"enclosure": None},
        {"alternates": (dataclasses.replace(SMALL, sha256="no hash"),)},
        {"chapters": (Chapter(0, None),), "title": 7},  # type: ignore[arg-type]
    ],
)
def test_an_episode_that_cannot_be_written_is_left_out_and_the_rest_stands(
    values: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    bad = dataclasses.replace(ITEM, guid="bad", **values)  # type: ignore[arg-type]
    with caplog.at_level(logging.CRITICAL):
        written = texts(channel(items=(ITEM, bad, dataclasses.replace(ITEM, guid="other"))), "item/guid")
    assert written == [ITEM.guid, "other"]


def test_what_is_left_out_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    write(item(enclosure=None))
    assert ITEM.guid in caplog.text


# Independent readers ---------------------------------------------------------------------------------------------


def test_two_readers_agree_on_an_episode() -> None:
    data = write(item(notes="<p>Catatan</p>"))
    (one,) = feedparser.parse(data).entries
    (other,) = podcastparser.parse(CHANNEL.feed_url, io.BytesIO(data))["episodes"]
    assert [one.id, one.title, one.link] == [other["guid"], other["title"], other["link"]]
    assert one.enclosures[0].href == other["enclosures"][0]["url"] == ITEM.enclosure.url
    assert int(one.enclosures[0].length) == other["enclosures"][0]["file_size"] == 1_234_567
    assert (int(one.itunes_duration), int(one.itunes_episode)) == (other["total_time"], other["number"])
    assert one.description == other["description_html"] == "<p>Catatan</p>"
    assert other["published"] == ITEM.published.timestamp()


def test_two_readers_agree_on_a_show() -> None:
    data = write(CHANNEL)
    one, other = feedparser.parse(data), podcastparser.parse(CHANNEL.feed_url, io.BytesIO(data))
    assert not one.bozo
    assert [one.feed.title, one.feed.link] == [other["title"], other["link"]]
    assert [one.feed.image.href, other["cover_url"]] == [CHANNEL.cover_url] * 2
    assert [chapter["title"] for chapter in other["episodes"][0]["chapters"]] == ["Satu", "Dua", "Tiga"]


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
