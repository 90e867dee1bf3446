"""What stands for a listener, and what nobody can see in it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downloads.listeners import network, place_of, token

KEY = b"k" * 32


@pytest.mark.parametrize(
    ("address", "counted_as"),
    [
        ("103.10.20.30", "103.10.20.30"),
        (" 103.10.20.30 ", "103.10.20.30"),
        ("::ffff:103.10.20.30", "103.10.20.30"),
        ("2001:db8:1:2:aaaa:bbbb:cccc:dddd", "2001:db8:1:2::"),
        ("fe80::1%eth0", "fe80::"),
        ("", ""),
        ("unknown", ""),
        ("<script>", ""),
    ],
)
def test_what_of_an_address_counts(address: str, counted_as: str) -> None:
    assert network(address) == counted_as


def test_the_same_listener_has_the_same_token_all_day() -> None:
    assert token(KEY, "103.10.20.30", "AntennaPod/3.4.0", "e") == token(KEY, "103.10.20.30", "AntennaPod/3.4.0", "e")


@pytest.mark.parametrize(
    "other",
    [
        ("103.10.20.31", "AntennaPod/3.4.0", "e"),
        ("103.10.20.30", "AntennaPod/3.5.0", "e"),
        ("103.10.20.30", "AntennaPod/3.4.0", "f"),
        ("103.10.20.30", "AntennaPod/3.4.0e", ""),  # the same letters, divided otherwise
    ],
)
def test_another_listener_or_episode_has_another_token(other: tuple[str, str, str]) -> None:
    assert token(KEY, *other) != token(KEY, "103.10.20.30", "AntennaPod/3.4.0", "e")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("103.10.20.30", "103.10.20.30"),
        ("2001:db8:1:2::1", "2001:db8:1:2::9"),
        ("2001:db8:1:2::1", "2001:db8:1:ff::1"),  # another network of the same customer
    ],
)
def test_behind_one_address_is_one_place(one: str, other: str) -> None:
    assert place_of(token(KEY, one, "AntennaPod/3.4.0", "e")) == place_of(token(KEY, other, "Pocket Casts", "e"))


@pytest.mark.parametrize(
    ("address", "episode"), [("103.10.20.31", "e"), ("2001:db8:1:200::1", "e"), ("2001:db8:1:2::1", "f")]
)
def test_elsewhere_and_for_another_episode_it_is_another_place(address: str, episode: str) -> None:
    here = place_of(token(KEY, "2001:db8:1:2::1", "AntennaPod/3.4.0", "e"))
    assert place_of(token(KEY, address, "AntennaPod/3.4.0", episode)) != here


def test_a_phone_is_told_from_its_neighbours_though_they_share_a_place() -> None:
    assert token(KEY, "2001:db8:1:2::1", "Pocket Casts", "e") != token(KEY, "2001:db8:1:3::1", "Pocket Casts", "e")


parts = st.text(st.characters(codec="utf-8"), max_size=30)


@given(st.binary(min_size=32, max_size=32), st.binary(min_size=32, max_size=32), parts, parts)
def test_tokens_of_two_days_never_match(today: bytes, tomorrow: bytes, agent: str, episode: str) -> None:
    same = token(today, "103.10.20.30", agent, episode) == token(tomorrow, "103.10.20.30", agent, episode)
    assert same == (today == tomorrow)


@given(st.text(st.characters(codec="utf-8"), min_size=4, max_size=40))
def test_a_token_is_always_of_the_same_kind(agent: str) -> None:
    assert set(token(KEY, agent, agent, agent)) <= set("0123456789abcdef")
    assert len(token(KEY, agent, agent, agent)) == 32
