"""What a feed says is read as it was meant; what it lacks makes an item poorer, never the feed unreadable."""

from __future__ import annotations

from datetime import UTC, datetime

import feedparser
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.transfer.feeds import SPACES, feed, item
from transfer import reading
from transfer.reading import read
from transfer.refused import Code, Refused
from transfer.values import Bite, Channel, Doubt, Item, Mark, Text

HERE = "https://example.org/acara/feed.xml"


def only(*inside: str, **values: str) -> Item:
    """The one item of a feed."""
    return read(feed(item("satu", "https://example.org/1.mp3", *inside, **values)), HERE).items[0]


def channel(inside: str, **values: str) -> Channel:
    return read(feed(inside=inside, **values), HERE).channel


def test_an_item_tells_what_it_is() -> None:
    found = only(
        "<itunes:episode>7</itunes:episode><itunes:season>2</itunes:season>",
        "<itunes:episodeType>Bonus</itunes:episodeType><itunes:subtitle>Singkat</itunes:subtitle>",
        "<description>Pendek</description><content:encoded><![CDATA[<p>Panjang</p>]]></content:encoded>",
    )
    assert (found.guid, found.title, found.enclosure) == ("satu", "Obrolan", "https://example.org/1.mp3")
    assert found.published == datetime(2025, 3, 1, tzinfo=UTC)
    assert (found.number, found.season, found.kind) == (7, 2, "bonus")
    assert (found.summary, found.notes, found.doubts) == ("Singkat", "<p>Panjang</p>", ())


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "x", "", "٧", "99999999999", "9" * 5000])
def test_a_number_that_is_none_is_left_out(text: str) -> None:
    assert only(f"<itunes:episode>{text}</itunes:episode>").number is None


def test_a_description_alone_is_the_notes_and_no_summary() -> None:
    found = only("<description>Halo</description>")
    assert (found.notes, found.summary) == ("<p>Halo</p>", "")


def test_without_an_id_the_address_of_the_sound_stands_in_to_the_letter() -> None:
    found = read(feed(item("", "http://EXAMPLE.org/a b.mp3"))).items[0]
    assert (found.guid, found.doubts) == ("http://EXAMPLE.org/a b.mp3", (Doubt.NO_GUID,))


def test_an_id_keeps_its_letters_but_not_the_blanks_around_it() -> None:
    assert read(feed(item(" \nABC-Def?x=1&y \n"))).items[0].guid == "ABC-Def?x=1&y"


def test_of_two_items_with_one_id_the_first_is_taken() -> None:
    found = read(feed(item("a", title="Satu"), item("a", title="Dua"), item("b")))
    assert ([each.title for each in found.items], found.again) == (["Satu", "Obrolan"], 1)


def test_items_without_id_and_sound_are_told_one_by_one() -> None:
    assert len(read(feed(item("", ""), item("", ""))).items) == 2


@pytest.mark.parametrize("date", ["", "besok", "Thu, 01 Jan 1970 00:00:00 GMT"])
def test_an_item_without_a_usable_date_says_so(date: str) -> None:
    assert Doubt.NO_DATE in only(date=date).doubts


def test_relative_addresses_are_meant_from_where_the_feed_was_found() -> None:
    found = read(feed(item("a", "../1.mp3", '<podcast:transcript url="1.srt" type="application/x-subrip"/>')), HERE)
    assert (found.items[0].enclosure, found.items[0].texts[0].address) == (
        "https://example.org/1.mp3",
        "https://example.org/acara/1.srt",
    )


def test_a_file_tells_by_its_own_link_where_it_was_found() -> None:
    inside = '<atom:link rel="self" href="https://example.org/umpan/feed.xml"/>'
    assert read(feed(item("a", "1.mp3"), inside=inside)).items[0].enclosure == "https://example.org/umpan/1.mp3"


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:x", "", "ftp://example.org/1.mp3"])
def test_sound_that_has_no_web_address_is_no_sound(address: str) -> None:
    assert read(feed(item("a", address)), "").items[0].enclosure == ""


@pytest.mark.parametrize(
    "space",
    [
        "https://podcastindex.org/namespace/1.0",
        "http://podcastindex.org/namespace/1.0/",
        "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
    ],
)
def test_the_podcast_namespace_is_known_by_all_its_addresses(space: str) -> None:
    data = feed(item("a", "https://x.org/1.mp3", '<podcast:chapters url="https://x.org/c.json"/>'))
    found = read(data.replace(b"https://podcastindex.org/namespace/1.0", space.encode()))
    assert found.items[0].chapters_address == "https://x.org/c.json"


def test_a_prefix_that_nobody_declared_is_known_all_the_same() -> None:
    data = feed(item("a", "https://x.org/1.mp3", "<itunes:episode>3</itunes:episode>")).replace(SPACES.encode(), b"")
    assert read(data).items[0].number == 3


def test_simple_chapters_are_read() -> None:
    rows = '<psc:chapter start="00:01:00" title="Dua"/><psc:chapter start="0" title="Satu"/><psc:chapter title="x"/>'
    assert only(f"<psc:chapters>{rows}</psc:chapters>").chapters == (Mark(0.0, "Satu"), Mark(60.0, "Dua"))


def test_of_several_transcripts_ours_come_first_then_those_that_tell_most() -> None:
    rows = [
        ("a.html", "text/html", "id"),
        ("a.srt", "", "id"),
        ("a.vtt", "text/vtt", "id"),
        ("en.vtt", "text/vtt", "en"),
    ]
    inside = [f'<podcast:transcript url="/{name}" type="{kind}" language="{code}"/>' for name, kind, code in rows]
    data = feed(item("a", "/1.mp3", *inside, '<podcast:transcript url="/a.pdf"/>'), inside="<language>id-ID</language>")
    assert read(data, "https://x.org/").items[0].texts == (
        Text("https://x.org/a.vtt", "vtt"),
        Text("https://x.org/a.srt", "srt"),
        Text("https://x.org/a.html", "html"),
        Text("https://x.org/en.vtt", "vtt"),
    )


def test_soundbites_are_read_if_apps_would_play_them() -> None:
    times = [("10", "30"), ("10", "5"), ("-1", "30"), ("x", "30"), ("nan", "30"), ("inf", "30"), ("10", "nan")]
    rows = [
        f'<podcast:soundbite startTime="{start}" duration="{length}">Kutipan</podcast:soundbite>'
        for start, length in times
    ]
    assert only(*rows).bites == (Bite(10.0, 30.0, "Kutipan"),)


def test_people_are_counted_and_their_names_are_not_taken() -> None:
    found = only("<podcast:person>Sari Wulandari</podcast:person><itunes:author>Sari Wulandari</itunes:author>")
    assert found.people == 1
    assert "Sari" not in str(found)


def test_a_channel_tells_what_the_show_is() -> None:
    found = channel(
        "<description><![CDATA[<p>Tentang <b>kami</b></p>]]></description><itunes:author>Studio</itunes:author>"
        "<itunes:owner><itunes:name>Dinas</itunes:name><itunes:email>a@b.id</itunes:email></itunes:owner>"
        "<copyright>© Studio</copyright><language>id</language><itunes:type>Serial</itunes:type>"
        '<itunes:category text="Society &amp; Culture"><itunes:category text="Relationships"/></itunes:category>'
        '<itunes:category text="Education"/><itunes:image href="/sampul.jpg"/><podcast:locked>yes</podcast:locked>'
        "<podcast:guid>917393e3-1b1e-5cef-ace4-edaa54e1f810</podcast:guid><itunes:complete>Yes</itunes:complete>"
        "<podcast:license>CC-BY-4.0</podcast:license>"
    )
    assert found == Channel(
        title="Suara Ibu",
        description="Tentang kami",
        author="Studio",
        owner_name="Dinas",
        owner_email="a@b.id",
        copyright="© Studio",
        language="id",
        categories=("Society & Culture > Relationships", "Education"),
        kind="serial",
        license="cc-by-4.0",
        guid="917393e3-1b1e-5cef-ace4-edaa54e1f810",
        cover="https://example.org/sampul.jpg",
        complete=True,
        locked=True,
    )


@pytest.mark.parametrize(
    "data",
    [
        b"Halo",
        b"{}",
        b"<html><body/></html>",
        b"<feed xmlns='http://www.w3.org/2005/Atom'/>",
        b"<rss/>",
        b"<opml/>",
        b"\x89PNG\r\n",
        b"ID3\x03",
    ],
)
def test_what_is_no_podcast_feed_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as error:
        read(data)
    assert error.value.code == Code.NOT_A_FEED


def test_a_feed_with_more_items_than_anybody_has_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_ITEMS", 2)
    assert len(read(feed(item("a"), item("b"))).items) == 2
    with pytest.raises(Refused) as error:
        read(feed(item("a"), item("b"), item("c")))
    assert error.value.code == Code.TOO_MANY_ITEMS


def test_values_are_the_same_after_they_were_stored() -> None:
    found = only(
        '<psc:chapters><psc:chapter start="0" title="x"/></psc:chapters><podcast:transcript url="/a.vtt"/>',
        '<podcast:soundbite startTime="1" duration="20">x</podcast:soundbite>',
    )
    assert Item.from_json(found.as_json()) == found
    shown = channel('<itunes:category text="Education"/>')
    assert Channel.from_json(shown.as_json()) == shown


def test_independent_software_reads_the_same() -> None:
    data = feed(
        item("a", "https://x.org/1.mp3", "<itunes:episode>3</itunes:episode>", title="Ibu & Anak"),
        item("b", "https://x.org/2.mp3", title="<b>Dua</b>", date="Sat, 08 Mar 2025 07:00:00 +0700"),
    )
    theirs = feedparser.parse(data).entries
    for mine, other in zip(read(data).items, theirs, strict=True):
        assert (mine.guid, mine.title, mine.enclosure) == (other.id, _unescaped(other.title), other.enclosures[0].href)
        assert mine.published
        assert mine.published.timetuple()[:6] == other.published_parsed[:6]


def _unescaped(title: str) -> str:
    """feedparser gives titles as HTML."""
    return title.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")


PIECES = st.sampled_from(
    [
        *"<>/&;'\"=![]-? \n\0\x80\xff",
        "<item>",
        "</item>",
        "<guid>",
        "<title>",
        "<enclosure url='",
        "<itunes:owner>",
        "<psc:chapters><psc:chapter start='1' title='",
        "<podcast:transcript url='",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "<!DOCTYPE",
        "&#0;",
        "&#xD800;",
        "&nbsp;",
        "http://[",
        "xmlns:a='",
        "<?xml version='1.0' encoding='utf-7'?>",
        "\ud800",
        "<pubDate>1 Jan 99999 99:99:99 +9999",
    ]
)


ANYTHING = st.binary(max_size=200) | st.lists(PIECES, max_size=40).map(
    lambda parts: "".join(parts).encode("utf-8", "surrogatepass")
)


@settings(max_examples=400, deadline=None)
@given(ANYTHING, st.booleans())
@example(b"\xff\xfe<", False)
@example(b"\x00", True)
def test_whatever_bytes_come_there_is_a_feed_or_a_code(data: bytes, inside: bool) -> None:
    if inside:
        data = f"<rss {SPACES}><channel><item>".encode() + data
    try:
        found = read(data, HERE)
    except Refused as error:
        assert error.code in Code
    else:
        for each in found.items:
            assert Item.from_json(each.as_json()) == each


@pytest.mark.parametrize("lost", [b"</item>", b"</title>"])
def test_an_element_that_is_not_closed_hides_none_of_the_other_episodes(lost: bytes) -> None:
    found = read(feed(item("a"), item("b"), item("c")).replace(lost, b"", 1))
    assert ([each.guid for each in found.items], found.damaged) == (["a", "b", "c"], True)
