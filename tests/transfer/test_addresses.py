"""Which addresses may be called: the ones that anybody in the world could call, however they are written."""

from __future__ import annotations

import pytest

from transfer.addresses import is_public, joined, target
from transfer.refused import Code, Refused

PRIVATE = """
127.0.0.1 127.255.255.254 0.0.0.0 0.1.2.3 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 169.254.0.1
100.64.0.1 100.100.100.200 192.0.0.192 192.0.2.1 198.51.100.1 203.0.113.9 198.18.0.1 224.0.0.1 239.255.255.250
240.0.0.1 255.255.255.255 192.88.99.1 168.63.129.16
:: ::1 ::ffff:127.0.0.1 ::ffff:8.8.8.8 ::ffff:0:8.8.8.8 ::7f00:1 ::8.8.8.8 64:ff9b::7f00:1 64:ff9b::808:808
64:ff9b:1::1 2002:7f00:1:: 2002:808:808:: 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:db8::1 fc00::1 fd00:ec2::254
fe80::1 fe80::1%eth0 fec0::1 ff02::1 ff0e::1 100::1 5f00::1 3fff::1
127.1 2130706433 0x7f000001 0177.0.0.1 localhost example.org
""".split()  # noqa: SIM905 - a table that people read


@pytest.mark.parametrize("address", [*PRIVATE, ""])
def test_what_is_not_open_to_the_world_is_not_called(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "93.184.215.14", "2606:4700:4700::1111", "2a00:1450::1"])
def test_what_is_open_to_the_world_may_be_called(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "feed.xml",
        "//example.org/feed.xml",
        "file:///etc/passwd",
        "ftp://example.org/",
        "gopher://example.org:80/",
        "data:text/xml,<rss/>",
        "javascript:alert(1)",
        "http://",
        "http:///feed.xml",
        "http://user:secret@example.org/",
        "http://user@example.org/",
        "http://example.org@127.0.0.1/",
        "http://example.org:99999/",
        "http://example.org:25/",
        "http://example.org:22/",
        "http://example.org:x/",
        "http://[fe80::1%25eth0]/",
        "http://[::1/",
        "http://exa mple.org/",
        "http://example.org/\r\nHost: other",
        "http://example.org\\@127.0.0.1/",
        "http://" + "a" * 300 + ".org/",
        "http://example.org/" + "a" * 2000,
        "http://\x00example.org/",
    ],
)
def test_what_is_no_plain_web_address_is_refused(address: str) -> None:
    with pytest.raises(Refused) as error:
        target(address)
    assert error.value.code == Code.BAD_ADDRESS


def test_a_web_address_is_taken_apart() -> None:
    found = target("https://Contoh.ID:8443/umpan?x=1#bagian")
    assert (found.scheme, found.host, found.port, found.path) == ("https", "contoh.id", 8443, "/umpan?x=1")


def test_a_host_and_a_path_of_other_letters_are_written_in_ascii() -> None:
    found = target("http://bücher.example/jalan/ä%20b")
    assert (found.host, found.path) == ("xn--bcher-kva.example", "/jalan/%C3%A4%20b")


@pytest.mark.parametrize(
    ("address", "whole"),
    [
        ("/a b.mp3", "https://example.org/a%20b.mp3"),
        ("satu.mp3#t=1", "https://example.org/acara/satu.mp3"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("http://other.example/", "http://other.example/"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("  ", ""),
        ("http://[", ""),
    ],
)
def test_an_address_is_meant_from_where_it_stands(address: str, whole: str) -> None:
    assert joined("https://example.org/acara/feed.xml", address) == whole


def test_without_a_base_a_relative_address_is_none() -> None:
    assert joined("", "satu.mp3") == ""
