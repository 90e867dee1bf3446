"""Which requests make a download."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downloads.counting import MINUTE, Sound, Stretch, joined, length

#: Ten minutes at 96 kbit/s, with 50,000 bytes of tags before the sound.
SOUND = Sound(size=7_250_000, duration=600.0, bitrate=96_000)
SECOND = 12_000  # bytes of it
TAGS = 50_000

stretches = st.lists(
    st.tuples(st.integers(0, 600_000), st.integers(1_000, 90_000)).map(lambda pair: (pair[0], pair[0] + pair[1])),
    max_size=12,
)


def asked(*requests: tuple[int, int]) -> int:
    """How many ms of SOUND those requests ask for."""
    return length(stretch for first, last in requests if (stretch := SOUND.stretch(first, last)))


def test_a_minute_of_sound_is_needed() -> None:
    assert SOUND.needed == MINUTE


def test_a_shorter_file_is_needed_whole() -> None:
    short = Sound(size=120_000, duration=10.0, bitrate=96_000)
    assert short.stretch(0, 119_999) == (0, short.needed) == (0, 10_000)


def test_the_whole_file_is_the_whole_sound() -> None:
    assert SOUND.stretch(0, SOUND.size - 1) == (0, 600_000)


def test_tags_are_no_sound() -> None:
    assert SOUND.tags == TAGS
    assert asked((0, TAGS + 60 * SECOND - 1)) == MINUTE
    assert asked((0, 60 * SECOND - 1)) < MINUTE


def test_one_byte_less_than_a_minute_is_not_enough() -> None:
    assert asked((TAGS, TAGS + 60 * SECOND - 2)) < MINUTE


@pytest.mark.parametrize("last", [0, 1, TAGS, TAGS + SECOND - 100])
def test_a_probe_is_no_sound(last: int) -> None:
    assert SOUND.stretch(0, last) is None


def test_requests_that_follow_each_other_join_without_a_gap() -> None:
    pieces = [(place, place + 65_535) for place in range(0, 1_000_000, 65_536)]
    assert asked(*pieces) == asked((0, pieces[-1][1]))


def test_what_is_asked_for_twice_counts_once() -> None:
    half = (TAGS, TAGS + 30 * SECOND)
    assert asked(half, half, half) == asked(half)


def test_two_files_of_one_episode_join_by_time() -> None:
    hemat = Sound(size=2_400_000, duration=600.0, bitrate=32_000)
    first, second = SOUND.stretch(TAGS, TAGS + 30 * SECOND - 1), hemat.stretch(30 * 4_000, 60 * 4_000 - 1)
    assert first and second
    assert joined([second, first]) == ((0, MINUTE),)


def test_what_lies_behind_the_end_is_no_sound() -> None:
    assert SOUND.stretch(SOUND.size - 10 * SECOND, SOUND.size * 2) == (590_000, 600_000)


@pytest.mark.parametrize("sound", [Sound(0, 60.0, 96_000), Sound(1000, 0.0, 96_000)])
def test_a_file_without_sound_has_none(sound: Sound) -> None:
    assert sound.stretch(0, 999) is None


@given(stretches, st.randoms(use_true_random=False))
def test_the_order_of_requests_makes_no_difference(some: list[Stretch], chance: object) -> None:
    mixed = list(some)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert joined(mixed) == joined(some)


@given(stretches, st.integers(0, 12))
def test_joining_in_two_goes_is_the_same_as_in_one(some: list[Stretch], cut: int) -> None:
    assert joined([*joined(some[:cut]), *some[cut:]]) == joined(some)


@given(stretches)
def test_nothing_is_gained_or_lost_by_joining(some: list[Stretch]) -> None:
    covered = {second for begin, end in some for second in range(begin, end, 500)}
    parts = joined(some)
    assert all(any(begin <= second < end for begin, end in parts) for second in covered)
    assert length(some) == length(parts) == sum(end - begin for begin, end in parts)


@given(st.lists(st.integers(0, 7_000_000), max_size=200))
def test_less_than_a_minute_takes_little_room(places: list[int]) -> None:
    asked_for = [stretch for place in places if (stretch := SOUND.stretch(place, place + SECOND + 30))]
    if length(asked_for) < MINUTE:
        assert len(joined(asked_for)) <= 60
