"""The mark of an episode, drawn from its sound."""

from __future__ import annotations

import re

from siniar.pages.templatetags.drawing import BARS, SIDE, TONES, ripple


def lengths(peaks: list[int]) -> list[float]:
    return [float(length) for length in re.findall(r"h([\d.]+)", ripple(peaks))]


def test_a_recording_without_bars_has_the_plain_lozenge() -> None:
    half = lengths([])[: BARS // 2 + 1]
    assert half == sorted(half)
    assert lengths([]) == half + half[-2::-1]


def test_loud_parts_are_longer_than_quiet_ones() -> None:
    loud_first, loud_last = [200] * 400 + [20] * 400, [20] * 400 + [200] * 400
    assert lengths(loud_first)[3] > lengths(loud_last)[3]


def test_every_bar_is_seen_and_lies_within_the_square() -> None:
    assert all(0 < length < SIDE for length in lengths([0] * 100 + [255] * 700))


def test_the_same_sound_looks_the_same() -> None:
    assert ripple([1, 2, 3] * 100) == ripple([1, 2, 3] * 100)


def test_silence_divides_by_nothing() -> None:
    assert lengths([0] * 800) == lengths([])


def test_the_ground_is_one_that_the_style_knows() -> None:
    grounds = {re.findall(r"ripple-(\d)", ripple([number]))[0] for number in range(20)}
    assert grounds == {str(number) for number in range(TONES)}


def test_it_says_nothing_to_screen_readers() -> None:
    assert 'aria-hidden="true"' in ripple([])
