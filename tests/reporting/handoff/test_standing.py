"""One bad answer changes nothing; a bad time ends only after several good ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.handoff import standing
from reporting.handoff.standing import Standing, State

WELL = Standing(State.NORMAL, 0, good=standing.WELL_AFTER)


def after(answers: str, known: Standing = WELL) -> State:
    """The state after these answers: + is a good one."""
    for place, answer in enumerate(answers, start=1):
        known = known.after(answer == "+", 60 * place)
    return known.state


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ("-", State.NORMAL),
        ("--", State.DISTURBED),
        ("-+-+-+-", State.NORMAL),
        ("----", State.DISTURBED),
        ("-----", State.DOWN),
        ("-----+", State.DISTURBED),
        ("-----+-", State.DISTURBED),
        ("-----++", State.DISTURBED),
        ("-----+++", State.NORMAL),
        ("--++", State.DISTURBED),
        ("--+++", State.NORMAL),
        ("-----+-----", State.DOWN),
    ],
)
def test_states_change_slowly(answers: str, state: State) -> None:
    assert after(answers) == state


def test_the_first_answer_counts_alone() -> None:
    assert [standing.first(answered, 0).state for answered in (True, False)] == [State.NORMAL, State.DISTURBED]


def test_what_is_old_or_from_the_future_says_no_more_than_disturbed() -> None:
    known = Standing(State.NORMAL, at=10_000)
    said = [known.says(10_000 + late) for late in (0, standing.STALE, standing.STALE + 1, -standing.STALE - 1)]
    assert said == [State.NORMAL, State.NORMAL, State.DISTURBED, State.DISTURBED]


@given(st.text(alphabet="+-", max_size=40))
def test_what_is_written_can_be_read(answers: str) -> None:
    known = standing.first(True, 0)
    for answer in answers:
        known = known.after(answer == "+", known.at + 60)
    assert standing.read(known.written()) == known


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", "7", '{"state": "?"}', '{"state": "normal", "at": 1e999}', "[" * 100_000]
)
def test_what_is_no_standing_is_refused_in_one_way(text: str) -> None:
    with pytest.raises(ValueError):
        standing.read(text)
