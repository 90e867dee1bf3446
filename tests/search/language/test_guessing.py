"""What is left of a word whose root is on no list."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language.guessing import guess


@pytest.mark.parametrize(
    ("word", "rest"),
    [
        ("memviralkan", "viral"),
        ("diviralkan", "viral"),
        ("memframing", "framing"),
        ("ngeprank", "ngeprank"),
        ("digrooming", "grooming"),
        ("pendoksingan", "doksing"),
    ],
)
def test_prefixes_and_their_endings_are_taken_off(word: str, rest: str) -> None:
    assert guess(word) == rest


@pytest.mark.parametrize("name", ["sani", "kerinci", "dian", "budi", "wawan", "diana", "abdullah"])
def test_short_names_stay_whole(name: str) -> None:
    assert guess(name) == name


def test_an_i_after_s_is_part_of_a_loan() -> None:
    assert guess("mendelegitimasi") == "delegitimasi"


@given(st.text(alphabet="abdegiklmnoprstu", min_size=1, max_size=20))
def test_something_is_always_left(word: str) -> None:
    assert guess(word)
