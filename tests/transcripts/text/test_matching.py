"""What two texts have in common."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transcripts.text import matching
from transcripts.text.matching import Match, matches

texts = st.lists(st.sampled_from("abcdefgh"), max_size=30)


def test_stretches_that_are_the_same_are_found_and_the_last_stands_behind_both() -> None:
    assert list(matches(["satu", "dua", "tiga", "empat"], ["satu", "tiga", "empat", "lima"])) == [
        Match(0, 0, 1),
        Match(2, 1, 2),
        Match(4, 4, 0),
    ]


@given(texts, texts, st.integers(1, 60))
def test_whatever_is_compared_in_pieces_is_in_order_and_the_same(old: list[str], new: list[str], most: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(matching, "MOST_PAIRS", most)
        found = list(matches(old, new))
    assert all(old[a : a + size] == new[b : b + size] for a, b, size in found)
    assert all(a.old + a.size <= b.old and a.new + a.size <= b.new for a, b in pairwise(found))
    assert found[-1] == Match(len(old), len(new), 0)


def test_long_texts_are_cut_where_both_have_a_word_that_stands_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    words = [f"kata{at}" for at in range(1_000)]
    monkeypatch.setattr(matching, "MOST_PAIRS", 100_000)
    assert sum(match.size for match in matches(words, ["baru"] * 300 + words)) == 1_000


@pytest.mark.parametrize("new", [["lain"] * 1_000, ["kata", "lain"] * 500, ["kata"] * 1_000, ["x", *["kata"] * 999]])
def test_no_two_texts_are_compared_word_by_word_without_end(monkeypatch: pytest.MonkeyPatch, new: list[str]) -> None:
    compared: list[int] = []
    monkeypatch.setattr(matching, "MOST_PAIRS", 10_000)
    whole = matching.Levenshtein.opcodes

    class Counting:
        @staticmethod
        def opcodes(old: list[str], new: list[str]) -> object:
            compared.append(len(old) * len(new))
            return whole(old, new)

    monkeypatch.setattr(matching, "Levenshtein", Counting)
    list(matches(["kata"] * 1_000, new))
    assert sum(compared) <= 20_000
