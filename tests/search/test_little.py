"""Which words carry the question and not its matter."""

from __future__ import annotations

import pytest

from search import little, query
from search.words import tokens
from tests.search.making import Other


@pytest.mark.parametrize(
    ("typed", "about"),
    [
        ("apa itu sekstorsi", ["sekstorsi"]),
        ("sekstorsi itu apa sih?", ["sekstorsi"]),
        ("Gimana cara melapor KDRT ke polisi", ["melapor", "KDRT", "polisi"]),
        ("aku gak salah", ["gak", "salah"]),
        ("keadaan mendesak", ["keadaan", "mendesak"]),
        ("perbuatan cabul", ["perbuatan", "cabul"]),
        ("apa itu", ["apa", "itu"]),
        ('"apa itu" cinta', ["apa itu", "cinta"]),
    ],
)
def test_a_query_is_about_its_other_words(typed: str, about: list[str]) -> None:
    assert [term.text for term in little.content(query.parse(typed).terms)] == about


def test_words_that_are_a_name_together_are_never_little() -> None:
    wanted = query.parse("ada apa", lambda words: [Other(0, 2, "masalah")])
    assert [term.text for term in little.content(wanted.terms)] == ["ada apa"]
    assert not little.is_little(wanted.terms[0])


def test_the_list_holds_words_as_engines_know_them() -> None:
    assert all([token.surface for token in tokens(word)] == [word] for word in little.LITTLE)
