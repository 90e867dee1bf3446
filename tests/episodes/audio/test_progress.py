"""Several stages make one progress that only rises."""

from episodes.audio.progress import Stages


def test_a_stage_gets_its_share_of_what_is_left() -> None:
    told: list[float] = []
    stages = Stages(told.append)
    stages.take(0.5)(1.0)
    stages.take(0.5)(1.0)
    assert told == [0.5, 0.75]


def test_a_stage_that_falls_back_is_not_told() -> None:
    told: list[float] = []
    stage = Stages(told.append).take(1.0)
    stage(0.6)
    stage(0.2)
    assert told == [0.6, 0.6]


def test_a_stage_never_reports_more_than_its_share() -> None:
    told: list[float] = []
    Stages(told.append).take(0.5)(7.0)
    assert told == [0.5]


def test_the_end_is_one() -> None:
    told: list[float] = []
    Stages(told.append).done()
    assert told == [1.0]


def test_nobody_has_to_listen() -> None:
    stages = Stages(None)
    assert stages.take(0.5)(0.5) is None
