"""Both waveforms show where it is loud and where it is quiet, however the samples arrive."""

from pathlib import Path

import numpy as np
import pytest

from episodes.audio.ffmpeg import find_ffmpeg
from episodes.audio.peaks import PER_SECOND, Bars, listen
from tests import factories


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


def fine(data: bytes, block: int = 10**6) -> list[int]:
    collector = Bars(48_000)
    for start in range(0, len(data), block):
        collector.feed(data[start : start + block])
    return list(collector.fine())


@pytest.mark.parametrize("block", [7, 10**6])
def test_the_fine_waveform_has_a_byte_for_each_twentieth_of_a_second(block: int) -> None:
    data = samples(1000, 2000, 500, 0, each=48_000 // PER_SECOND)
    assert fine(data, block) == [128, 255, 64, 0]


def test_its_last_byte_stands_for_what_is_left() -> None:
    assert fine(samples(1000, each=2400) + samples(2000, each=100)) == [128, 255]


def test_it_shows_the_first_sound_after_a_pause() -> None:
    click = np.zeros(48_000, dtype="<i2")
    click[24_000] = 30_000
    assert fine(click.tobytes()) == [0] * 10 + [255] + [0] * 9


def test_the_fine_waveform_of_silence_is_flat() -> None:
    assert fine(bytes(9600)) == [0, 0]


def test_no_sound_has_no_fine_waveform() -> None:
    assert fine(b"") == []


def test_both_waveforms_can_be_asked_for_in_any_order() -> None:
    collector = Bars(48_000, 2)
    collector.feed(samples(1000, 2000, each=2500))
    assert (len(collector.fine()), collector.values(), len(collector.fine())) == (3, (128, 255), 3)


def test_a_file_that_is_listened_to_gives_its_fine_waveform(tmp_path: Path) -> None:
    found = listen(factories.wav(tmp_path / "a.wav", 2.0), ffmpeg=find_ffmpeg(), seconds=2.0)
    assert (len(found), max(found)) == (2 * PER_SECOND, 255)
