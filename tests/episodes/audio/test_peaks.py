"""The bars show where it is loud and where it is quiet, however the samples arrive."""

import numpy as np
import pytest

from episodes.audio.peaks import Bars


def samples(*levels: int, each: int = 48_000) -> bytes:
    signs = np.where(np.arange(each) % 2 == 0, 1, -1)
    return np.concatenate([signs * level for level in levels]).astype("<i2").tobytes()


def bars(data: bytes, count: int = 4, block: int = 10**6) -> tuple[int, ...]:
    collector = Bars(48_000, count)
    for start in range(0, len(data), block):
        collector.feed(data[start : start + block])
    return collector.values()


def test_the_highest_bar_is_255_and_the_others_are_in_proportion() -> None:
    assert bars(samples(1000, 2000, 500, 0)) == (128, 255, 64, 0)


@pytest.mark.parametrize("block", [1, 7, 4096, 999_983])
def test_blocks_may_end_anywhere(block: int) -> None:
    data = samples(1000, 2000, 500, 0, each=4800)
    assert bars(data, block=block) == (128, 255, 64, 0)


def test_the_deepest_sample_is_no_overflow() -> None:
    assert bars(np.full(48_000, -32_768, dtype="<i2").tobytes(), count=2) == (255, 255)


def test_silence_is_flat() -> None:
    assert bars(bytes(96_000)) == (0, 0, 0, 0)


def test_a_very_short_sound_has_fewer_bars() -> None:
    assert bars(samples(1000, each=960), count=400) == (255, 255)


def test_no_sound_has_no_bars() -> None:
    assert bars(b"") == ()


def test_one_click_does_not_make_a_high_bar() -> None:
    click = np.zeros(4 * 48_000, dtype="<i2")
    click[48_000:96_000] = 3000
    click[10] = 30_000
    assert bars(click.tobytes())[0] < 40


def test_frames_are_counted() -> None:
    collector = Bars(48_000)
    collector.feed(samples(1, each=48_001))
    collector.values()
    assert collector.frames == 48_001
