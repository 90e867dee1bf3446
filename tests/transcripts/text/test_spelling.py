"""How words are compared, how long they take, and where a sentence ends."""

from __future__ import annotations

import pytest

from transcripts.text.spelling import bare, ends_sentence, length, letters


def test_case_accents_and_signs_are_not_compared() -> None:
    assert bare("“Café-Mu”,") == bare("cafemu") == "cafemu"


def test_a_sign_alone_stays_what_it_is() -> None:
    assert (bare("–"), letters("…")) == ("–", "…")


def test_letters_keep_their_case() -> None:
    assert letters("Dara,") == "Dara"


@pytest.mark.parametrize("word", ["pergi.", "apa?", "pergi!”", "nanti…", "DP3AP2."])
def test_a_sentence_ends_with_its_sign(word: str) -> None:
    assert ends_sentence(word)


@pytest.mark.parametrize("word", ["dr.", "Jl.", "pergi,", "pergi"])
def test_an_abbreviation_ends_no_sentence(word: str) -> None:
    assert not ends_sentence(word)


def test_what_is_read_letter_by_letter_takes_longer() -> None:
    assert length("129") > length("KDRT") > length("kita")


def test_before_a_comma_people_rest() -> None:
    assert length("kita,") > length("kita")
