"""Absolute addresses: always below the configured one."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytest_django import Settings

from siniar.addresses import absolute


@pytest.fixture(autouse=True)
def public(settings: Settings) -> None:
    settings.CONFIG = replace(settings.CONFIG, base_url="https://siniar.example/")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("/", "https://siniar.example/"),
        ("/obrolan/feed.xml", "https://siniar.example/obrolan/feed.xml"),
        ("http://127.0.0.1:8000/obrolan/", "https://siniar.example/obrolan/"),
        ("http://evil.example/obrolan/", "https://siniar.example/obrolan/"),
        ("https://127.0.0.1/a?b=c#d", "https://siniar.example/a?b=c#d"),
        ("http://127.0.0.1:8000", "https://siniar.example/"),
        ("http://127.0.0.1:8000/", "https://siniar.example/"),
        ("http://127.0.0.1/a//b", "https://siniar.example/a//b"),
    ],
)
def test_an_address_stands_below_the_configured_one(asked: str, told: str) -> None:
    assert absolute(asked) == told
