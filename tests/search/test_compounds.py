"""Phrases of the glossary as words of their own: stored where they are said, looked for instead of neighbours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import compounds, words
from search.engines.protocol import stored
from search.language import glossary
from search.query import Kind, Way

PHRASES = sorted({words.stems(text)[: words.MOST_IN_PHRASE] for text in glossary.phrases()})
COMPOUND = [phrase for phrase in PHRASES if len(phrase) > 1]


def test_a_phrase_is_stored_where_it_is_said() -> None:
    said = words.stems("Kantor perlindungan perempuan dan anak buka.")
    (written,) = compounds.looked_for(words.stems("perlindungan perempuan dan anak"))
    assert written in compounds.among(said)
    assert written not in compounds.among(said[:-2])


@pytest.mark.parametrize("phrase", COMPOUND, ids=" ".join)
def test_each_phrase_is_looked_for_as_one_word_of_letters_and_digits(phrase: tuple[str, ...]) -> None:
    (written,) = compounds.looked_for(phrase)
    assert written.isalnum()
    assert written.isascii()


def test_no_two_phrases_are_written_alike_and_none_like_a_stem() -> None:
    written = [compounds.looked_for(phrase)[0] for phrase in COMPOUND]
    assert len(set(written)) == len(written)
    assert set(written).isdisjoint(stem for phrase in PHRASES for stem in phrase)


@given(st.lists(st.sampled_from(sorted({stem for phrase in COMPOUND[:40] for stem in phrase})), max_size=12))
def test_a_row_holds_exactly_the_phrases_that_it_says(row: list[str]) -> None:
    said = {phrase for phrase in COMPOUND for at in range(len(row)) if tuple(row[at : at + len(phrase)]) == phrase}
    assert set(compounds.among(row)) == {compounds.looked_for(phrase)[0] for phrase in said}


def test_what_the_glossary_does_not_know_is_looked_for_as_it_stands() -> None:
    for stems in [("anak",), ("kapal", "terbang"), (*words.stems("perlindungan"), "kapal")]:
        assert compounds.looked_for(stems) == stems


def test_words_as_they_are_written_are_no_compound() -> None:
    tokens = words.stems("kekerasan seksual")
    assert stored(Way(Kind.SURFACE, tokens, 3.0)) == tokens
    assert stored(Way(Kind.STEM, tokens, 1.0)) == compounds.looked_for(tokens) != tokens
