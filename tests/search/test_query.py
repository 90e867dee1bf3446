"""What was typed, as it is meant."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search import query, ranking, words
from search.language import glossary
from search.query import Kind, Way
from tests.search.making import Other


def terms(text: str) -> list[tuple[str, ...]]:
    return [term.ways[0].tokens for term in query.parse(text).terms]


def excluded(text: str) -> list[tuple[str, ...]]:
    return [term.ways[0].tokens for term in query.parse(text).excluded]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("anak melapor", [("anak",), ("melapor",)]),
        ('"bukan salah korban" anak', [("bukan", "salah", "korban"), ("anak",)]),
        ("“bukan salah” korban", [("bukan", "salah"), ("korban",)]),
        ('"anak"', [("anak",)]),
        ('"anak kecil', [("anak",), ("kecil",)]),
        ("anti-kekerasan", [("anti",), ("kekerasan",)]),
        ("anak anak ANAK", [("anak",)]),
        ("AND OR NOT", [("and",), ("or",), ("not",)]),
        ("", []),
        ("\x00 - \" ' * %", []),
    ],
)
def test_words_and_phrases_are_terms(text: str, expected: list[tuple[str, ...]]) -> None:
    assert terms(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("anak -kecil", [("kecil",)]), ('anak -"di rumah"', [("di", "rumah")]), ("anak–kecil", []), ("a - b", [])],
)
def test_minus_excludes(text: str, expected: list[tuple[str, ...]]) -> None:
    assert excluded(text) == expected


def test_a_query_that_only_excludes_asks_for_nothing() -> None:
    assert not query.parse("-anak")


def test_a_word_may_be_said_as_typed_or_in_another_form() -> None:
    (term,) = query.parse("laporan").terms
    assert [(way.kind, way.weight) for way in term.ways] == [(Kind.SURFACE, 3.0), (Kind.STEM, 1.0)]


def test_other_words_for_the_same_are_ways_of_lower_weight() -> None:
    (term, rest) = query.parse(
        "rumah tangga aman", lambda words: [Other(0, 2, "keluarga inti", 0.4), Other(0, 1, "griya")]
    ).terms
    assert term.text == "rumah tangga"
    assert term.of(Kind.SYNONYM) == (Way(Kind.SYNONYM, words.stems("keluarga inti"), 0.4),)
    assert rest.text == "aman"


def test_a_role_is_looked_for_as_it_is_written() -> None:
    (term,) = query.parse("saksi", lambda words: [Other(0, 1, "pelapor", written=True)]).terms
    others = term.of(Kind.SYNONYM)
    assert [way[:2] for way in others] == [(Kind.SURFACE, ("pelapor",)), (Kind.SURFACE, ("pelapornya",))]
    assert term.of(Kind.SURFACE) == (Way(Kind.SURFACE, ("saksi",), 3.0),)


@pytest.mark.parametrize(
    ("asked", "said", "marked"),
    [
        ("saksi", "laporan itu dilaporkan pelapornya", ["pelapornya"]),
        ("pengadu", "itu dilaporkan seorang pelapor", ["pelapor"]),
        ("di pukul", "di rumah dia dipukuli", ["dipukuli"]),
        ('"salah korban"', "menyalahkan korban bukan salah korban", ["salah korban"]),
        ("vcs", "kekerasan berbasis gender online", ["kekerasan berbasis gender online"]),
    ],
)
def test_what_is_marked_is_what_was_asked_for(asked: str, said: str, marked: list[str]) -> None:
    marks = ranking.marks(said, query.parse(asked, glossary.expansions).terms)
    assert [" ".join(said[start:end].split()) for start, end in marks] == marked


@pytest.mark.parametrize("text", ['"menyalahkan korban"', '"melapor"'])
def test_a_phrase_counts_only_as_it_stands(text: str) -> None:
    (term,) = query.parse(text, lambda words: [Other(0, 1, "lapor")]).terms
    assert not {token for way in term.ways for token in way.tokens} & {"salah", "lapor"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("di pukul suami", [("dipukul",), ("suami",)]),
        ("d bully teman", [("dibully",), ("teman",)]),
        ("dpukul suami", [("dipukul",), ("suami",)]),
        ("anak di rumah", [("anak",), ("di",), ("rumah",)]),
    ],
)
def test_a_passive_typed_in_two_words_is_one(text: str, expected: list[tuple[str, ...]]) -> None:
    assert terms(text) == expected


def test_a_passive_typed_in_two_words_is_shown_as_typed_and_widened_as_one() -> None:
    (term,) = query.parse("di bully", lambda words: [Other(0, 1, " ".join(["ya", *words]))]).terms
    assert (term.text, term.ways[-1].tokens) == ("di bully", words.stems("ya dibully"))


def test_no_term_has_more_synonyms_than_are_read() -> None:
    (term,) = query.parse("anak", lambda words: [Other(0, 1, f"kata{number}") for number in range(50)]).terms
    assert len(term.of(Kind.SYNONYM)) == query.MOST_SYNONYMS


def test_what_is_too_long_is_shortened_and_says_so() -> None:
    found = query.parse(" ".join(f"kata{number}" for number in range(100)))
    assert (len(found.terms), found.shortened) == (query.MOST_TERMS, True)
    assert not query.parse("anak").shortened


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    found = query.parse(text)
    assert len(found.terms) <= query.MOST_TERMS
    assert len(found.excluded) <= query.MOST_EXCLUDED
    assert all(len(way.tokens) <= words.MOST_IN_PHRASE for term in found.terms for way in term.ways)


@pytest.mark.parametrize(
    "text", ['"' * 10_000, "-" * 10_000, '-"' * 5_000, "a" * 10_000, " " * 10_000, "\u0301" * 10_000]
)
def test_reading_takes_no_longer_for_a_long_text(text: str) -> None:
    begun = time.process_time()
    query.parse(text)
    long = time.process_time() - begun
    begun = time.process_time()
    query.parse(text[: query.LONGEST])
    assert long < 0.05 + 10 * (time.process_time() - begun)
