"""Bytes become a tree, as tolerant as apps are; no bomb goes off and no other file is opened."""

from __future__ import annotations

import pytest

from transfer.document import MOST_BYTES, decoded, parsed
from transfer.refused import Code, Refused


def refusal(data: bytes) -> Code:
    with pytest.raises(Refused) as error:
        parsed(data)
    return error.value.code


def title(data: bytes) -> str | None:
    return parsed(data)[0].findtext("title")


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize(
    "head",
    [
        f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rss SYSTEM "http://169.254.169.254/x.dtd">',
        "<!doctype html>",
        '<!-- a --><!DOCTYPE rss [<!ENTITY % p SYSTEM "http://10.0.0.1/">%p;]>',
        "<![CDATA[ --> ]]><!DOCTYPE rss>",
        '<?x <!-- ?><!DOCTYPE rss [<!ENTITY a "b">]>',
    ],
)
def test_a_document_type_is_refused(head: str) -> None:
    data = f"{head}<rss><title>&l9;&x;</title></rss>"
    assert refusal(data.encode()) == Code.DOCTYPE
    assert refusal(data.encode("utf-16")) == Code.DOCTYPE


def test_a_document_type_that_a_text_only_talks_of_is_a_text() -> None:
    assert title(b"<rss><title><![CDATA[<!DOCTYPE html>]]></title></rss>") == "<!DOCTYPE html>"


def test_an_entity_hidden_from_the_first_look_stays_unresolved() -> None:
    data = b"""<rss a='<!--'><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><title>&a;</title><!-- --></rss>"""
    try:
        assert "root:" not in "".join(parsed(data)[0].itertext())
    except Refused as error:
        assert error.code in (Code.DOCTYPE, Code.NOT_A_FEED)


def test_xinclude_is_no_more_than_an_element() -> None:
    data = b'<rss xmlns:x="http://www.w3.org/2001/XInclude"><x:include href="file:///etc/passwd" parse="text"/></rss>'
    assert "".join(parsed(data)[0].itertext()) == ""


@pytest.mark.parametrize("data", [b"", b"   \n", b"\xef\xbb\xbf", b'<?xml version="1.0"?>'])
def test_nothing_is_no_feed(data: bytes) -> None:
    assert refusal(data) in (Code.EMPTY, Code.NOT_A_FEED)


def test_a_document_above_the_limit_is_refused_unread() -> None:
    assert refusal(b" " * (MOST_BYTES + 1)) == Code.TOO_LARGE


def test_elements_without_end_are_survived() -> None:
    try:
        parsed(b"<a>" * 1_000_000)
    except Refused as error:
        assert error.code == Code.NOT_A_FEED


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Ibu & Anak", "Ibu & Anak"),
        ("Ibu &amp; Anak", "Ibu & Anak"),
        ("Ibu&nbsp;Anak", "Ibu\xa0Anak"),
        ("Caf&eacute;", "Café"),
        ("a &lt; b", "a < b"),
        ("a&foo;b", "a&foo;b"),
        ("&#233;", "é"),
        ("x\x00\x07y", "xy"),
        ("<![CDATA[Ibu & Anak &nbsp;]]>", "Ibu & Anak &nbsp;"),
    ],
)
def test_what_feeds_get_wrong_is_read_as_it_was_meant(written: str, read: str) -> None:
    assert title(f"<rss><title>{written}</title></rss>".encode()) == read


def test_a_feed_that_breaks_off_gives_what_came_and_says_so() -> None:
    root, damaged = parsed(b"<rss><title>Satu</title><item><title>Dua")
    assert (root.findtext("title"), damaged) == ("Satu", True)


def test_a_good_feed_is_not_called_damaged() -> None:
    assert parsed(b"<rss><title>Satu</title></rss>")[1] is False


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("", "utf-8"),
        ("\ufeff", "utf-8"),
        ("\ufeff", "utf-16-le"),
        ("\ufeff", "utf-16-be"),
        ("", "utf-16-le"),
        ('<?xml version="1.0" encoding="ISO-8859-1"?>', "latin-1"),
        ('<?xml version="1.0" encoding="windows-1252"?>', "cp1252"),
        ('<?xml version="1.0" encoding="UTF-8"?>', "cp1252"),
        ('<?xml version="1.0" encoding="utf-16"?>', "utf-8"),
        ('<?xml version="1.0" encoding="tidak-ada"?>', "utf-8"),
        ('<?xml version="1.0" encoding="unicode_escape"?>', "utf-8"),
        ("", "cp1252"),
    ],
)
def test_the_encoding_is_found_whatever_is_declared(head: str, encoding: str) -> None:
    assert title(f"{head}<rss><title>Café</title></rss>".encode(encoding)) == "Café"


def test_a_byte_that_fits_nowhere_costs_one_sign() -> None:
    assert decoded(b"\xef\xbb\xbfa\xffb") == "a\ufffdb"
