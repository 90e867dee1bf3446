"""When an import steps aside, and what it tells meanwhile."""

from __future__ import annotations

import pytest

from siniar.jobs.errors import Stopped
from siniar.jobs.models import Job
from siniar.jobs.progress import Progress
from transfer.turns import LENGTH, LONG, Turn


def turn(*moments: float, crowded: bool = True, told: list[int] | None = None) -> Turn:
    """A turn of which the clock shows these moments, seconds; it is the second half of its import."""
    written = told if told is not None else []
    progress = Progress(lambda percent: written.append(percent) or True, crowded=lambda: crowded)  # type: ignore[func-returns-value]
    shown = iter(moments)
    return Turn(progress, 0.5, 1.0, lambda: next(shown))


def test_it_is_over_when_a_minute_has_passed_and_others_wait() -> None:
    assert turn(0, LENGTH).is_over()


def test_it_is_not_over_before() -> None:
    assert not turn(0, LENGTH - 1).is_over()


def test_it_is_not_over_while_nobody_waits() -> None:
    assert not turn(0, LENGTH, crowded=False).is_over()


@pytest.mark.django_db
@pytest.mark.parametrize(("since", "over"), [(LONG, True), (LENGTH, False)])
def test_after_ten_minutes_a_transcription_has_its_turn_too(since: float, over: bool) -> None:
    Job.objects.create(step="transcribe", subject="a", input_hash="")
    Job.objects.create(step="measure", subject="a", input_hash="", state=Job.State.DONE)
    assert turn(0, since, crowded=False).is_over() is over


@pytest.mark.django_db
def test_what_could_not_begin_anyway_is_not_waited_for() -> None:
    Job.objects.create(step="transcribe", subject="a", input_hash="")
    assert not turn(0, LONG, crowded=False).is_over()


def test_it_asks_once_a_minute() -> None:
    """A question to the database for each block would be many."""
    long = turn(0, LENGTH, LENGTH + 1)
    assert [long.is_over() for _time in range(2)] == [True, False]


def test_its_share_is_its_part_of_the_whole() -> None:
    told: list[int] = []
    turn(0, told=told)(0.5)
    assert told == [75]


def test_it_notices_that_it_must_stop_though_no_share_can_be_told() -> None:
    stopping = Turn(Progress(lambda percent: True, stopping=lambda: True), 0.0, 1.0)
    with pytest.raises(Stopped):
        stopping.goes_on()
