"""Which words are one family, and which ones everybody says."""

from __future__ import annotations

import pytest

from transcripts.text.roots import everyday_words, function_words, is_everyday, is_function, root


@pytest.mark.parametrize(
    ("one", "other"),
    [("kekerasan", "kekerasannya"), ("didampingi", "dampingan"), ("diperiksa", "periksalah")],
)
def test_words_of_one_family_have_one_root(one: str, other: str) -> None:
    assert root(one) == root(other)


@pytest.mark.parametrize("word", ["ibu", "anak", "kita"])
def test_nothing_is_taken_off_a_short_word(word: str) -> None:
    assert root(word) == word


def test_function_words_are_everyday_words() -> None:
    assert function_words() < everyday_words()


def test_signs_and_case_do_not_matter() -> None:
    assert is_function("Yang,")
    assert is_everyday("Rumah-rumah.")


def test_a_name_is_no_everyday_word() -> None:
    assert not is_everyday("Dara")
