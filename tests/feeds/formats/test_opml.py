"""The list of feeds can be imported by apps."""

from __future__ import annotations

from lxml import etree

from feeds.formats.opml import Outline, write
from tests.feeds.formats.test_rss import CLEAN, DIRTY

OUTLINE = Outline("Obrolan & anak", "https://siniar.example/o/feed.xml", "https://siniar.example/o/", "Tentang", "id")


def test_each_feed_is_an_outline() -> None:
    (outline,) = etree.fromstring(write([OUTLINE])).findall("body/outline")
    assert dict(outline.attrib) == {
        "type": "rss",
        "version": "RSS2",
        "text": "Obrolan & anak",
        "title": "Obrolan & anak",
        "xmlUrl": OUTLINE.feed_url,
        "htmlUrl": OUTLINE.page_url,
        "description": "Tentang",
        "language": "id",
    }


def test_the_list_is_opml_2_with_a_title() -> None:
    root = etree.fromstring(write([], title="Siniar"))
    assert (root.tag, root.get("version"), root.findtext("head/title")) == ("opml", "2.0", "Siniar")


def test_the_same_list_gives_the_same_bytes() -> None:
    assert write([OUTLINE, OUTLINE]) == write([OUTLINE, OUTLINE])


def test_control_characters_are_left_out() -> None:
    (outline,) = etree.fromstring(write([Outline(DIRTY, "a", "b")])).findall("body/outline")
    assert outline.get("text") == CLEAN
