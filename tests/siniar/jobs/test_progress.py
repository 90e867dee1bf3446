"""What a running step holds."""

from __future__ import annotations

import pytest

from siniar.jobs import progress as module
from siniar.jobs.errors import Stopped
from siniar.jobs.progress import Progress


class Clock:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = 100.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(module, "time", made)
    return made


@pytest.fixture
def written() -> list[int]:
    return []


def writer(written: list[int], *, answer: bool = True) -> Progress:
    def write(percent: int) -> bool:
        written.append(percent)
        return answer

    return Progress(write)


def test_a_share_is_written_as_percent(clock: Clock, written: list[int]) -> None:
    writer(written)(0.42)
    assert written == [42]


@pytest.mark.parametrize(("share", "percent"), [(-1.0, 0), (0.0, 0), (0.999, 99), (1.0, 99), (7.0, 99)])
def test_percent_stay_between_0_and_99_because_100_means_done(
    clock: Clock, written: list[int], share: float, percent: int
) -> None:
    writer(written)(share)
    assert written == [percent]


def test_two_reports_within_a_second_are_written_once(clock: Clock, written: list[int]) -> None:
    progress = writer(written)
    progress(0.1)
    clock.now += module.INTERVAL / 2
    progress(0.2)
    assert written == [10]


def test_a_report_after_a_second_is_written(clock: Clock, written: list[int]) -> None:
    progress = writer(written)
    progress(0.1)
    clock.now += module.INTERVAL
    progress(0.2)
    assert written == [10, 20]


def test_the_same_percent_is_not_written_again(clock: Clock, written: list[int]) -> None:
    progress = writer(written)
    progress(0.1)
    clock.now += 60
    progress(0.1)
    assert written == [10]


def test_a_part_of_the_work_is_a_part_of_the_whole(clock: Clock, written: list[int]) -> None:
    part = writer(written).part(0.5, 0.7)
    for share in (0.0, 0.5, 1.0):
        part(share)
        clock.now += module.INTERVAL
    assert written == [50, 60, 70]


def test_a_step_whose_lease_is_gone_is_stopped(clock: Clock, written: list[int]) -> None:
    with pytest.raises(Stopped):
        writer(written, answer=False)(0.5)


def test_a_step_is_stopped_when_the_worker_is_asked_to_stop() -> None:
    with pytest.raises(Stopped):
        Progress(lambda percent: True, stopping=lambda: True)(0.5)


def test_a_step_that_is_stopped_writes_nothing_more(written: list[int]) -> None:
    with pytest.raises(Stopped):
        Progress(lambda percent: not written.append(percent), stopping=lambda: True)(0.5)
    assert written == []


@pytest.mark.parametrize("crowded", [True, False])
def test_a_step_makes_room_when_others_wait(crowded: bool) -> None:
    assert Progress(lambda percent: True, crowded=lambda: crowded).should_make_room() is crowded


def test_a_step_by_itself_is_neither_stopped_nor_asked_to_make_room(written: list[int]) -> None:
    progress = writer(written)
    progress(0.5)
    assert progress.should_make_room() is False


def test_a_result_is_confirmed_whenever_it_was_last_reported(clock: Clock, written: list[int]) -> None:
    progress = writer(written)
    progress(0.9)
    progress.confirm()
    assert written == [90, 90]


def test_a_result_that_nobody_wants_any_more_is_not_confirmed(clock: Clock, written: list[int]) -> None:
    with pytest.raises(Stopped):
        writer(written, answer=False).confirm()


def test_a_result_is_not_confirmed_when_the_worker_is_asked_to_stop() -> None:
    with pytest.raises(Stopped):
        Progress(lambda percent: True, stopping=lambda: True).confirm()
