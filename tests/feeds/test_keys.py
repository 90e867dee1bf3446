"""Keys for reviewers: long, written so that a person can type them, read from an Authorization header."""

from __future__ import annotations

import base64
import re

import pytest

from feeds import keys


def basic(credentials: str) -> str:
    return f"Basic {base64.b64encode(credentials.encode()).decode()}"


def test_a_key_has_160_bits_in_groups_of_four() -> None:
    assert re.fullmatch(r"([a-z2-7]{4}-){7}[a-z2-7]{4}", keys.new())


def test_no_two_keys_are_the_same() -> None:
    assert len({keys.new() for _time in range(100)}) == 100


@pytest.mark.parametrize("change", [str.upper, lambda key: key.replace("-", ""), lambda key: f" {key} "])
def test_a_key_may_be_typed_as_people_type(change: object) -> None:
    key = keys.new()
    assert keys.is_the(change(key), keys.hashed(key))  # type: ignore[operator]


def test_another_key_is_not_the_same() -> None:
    assert not keys.is_the(keys.new(), keys.hashed(keys.new()))


def test_the_hash_does_not_tell_the_key() -> None:
    key = keys.new()
    assert len(keys.hashed(key)) == 64
    assert key.replace("-", "") not in keys.hashed(key)


@pytest.mark.parametrize(
    ("header", "password"),
    [
        (basic("sari:kunci"), "kunci"),
        (basic(":kunci"), "kunci"),
        (basic("sari:kun:ci"), "kun:ci"),
        (basic("sarí:kuncí"), "kuncí"),
        (basic("sari:kunci").replace("Basic", "bAsIc"), "kunci"),
        (basic("sari"), None),
        ("Bearer kunci", None),
        ("Basic", None),
        ("Basic ???", None),
        ("Basic /w==", None),
        ("Basic kün", None),
        ("", None),
    ],
)
def test_the_password_is_what_stands_behind_the_first_colon(header: str, password: str | None) -> None:
    assert keys.password(header) == password
