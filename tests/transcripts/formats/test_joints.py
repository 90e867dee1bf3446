"""Words that stand together, and what a break between the others costs."""

from __future__ import annotations

import pytest

from transcripts.formats.joints import (
    AFTER_CLAUSE,
    AFTER_SENTENCE,
    ANYWHERE,
    BEFORE_CONJUNCTION,
    BETWEEN_CAPITALS,
    cost,
    held,
    known,
)


def together(text: str, *names: str) -> list[str]:
    """The words of `text`, those that are held together as one."""
    words = text.split()
    found: list[str] = []
    for word, joined in zip(words, held(words, known(names)), strict=True):
        if joined:
            found[-1] += f" {word}"
        else:
            found.append(word)
    return [words for words in found if " " in words]


def test_names_that_are_given_are_held_whatever_their_case_and_what_follows() -> None:
    text = "kami dan sri wahyuni, dari UPTD PPA. Ke (Muaro Jambi) lagi"
    assert together(text, "Sri Wahyuni", "UPTD PPA", "Muaro Jambi") == ["sri wahyuni,", "UPTD PPA.", "(Muaro Jambi)"]


def test_a_name_does_not_go_on_over_a_comma() -> None:
    assert together("ada Sri, Wahyuni ada", "Sri Wahyuni") == []


def test_the_longer_of_two_names_is_held_as_a_whole() -> None:
    assert together("ibu sri wahyuni dewi hadir", "Sri Wahyuni", "Sri Wahyuni Dewi") == ["sri wahyuni dewi"]


@pytest.mark.parametrize(
    "text",
    [
        "12 persen",
        "3 Mei 2026",
        "Rp 50.000 rupiah",
        "pasal 5",
        "pukul 10.00 WIB",
        "0811 7451 129",
        "usia 15 tahun,",
    ],
)
def test_numbers_are_held_with_what_they_count(text: str) -> None:
    assert together(f"lalu {text} begitu") == [text]


@pytest.mark.parametrize("text", ["sampai 12. Orang itu", "satu, 2, 3, dan", "Desember lalu", "jam itu"])
def test_a_number_that_ends_something_holds_nothing(text: str) -> None:
    assert together(text) == []


@pytest.mark.parametrize("text", ["Ibu Rini", "dr. Sari", "Hj. Aminah", "R. Kartini", "Jl. Sudirman"])
def test_titles_are_held_with_the_name(text: str) -> None:
    assert together(f"kata {text} kemarin") == [text]


def test_a_title_before_no_name_holds_nothing() -> None:
    assert together("seorang ibu datang") == []


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ("selesai.", "Lalu", AFTER_SENTENCE),
        ("selesai.”", "Lalu", AFTER_SENTENCE),
        ("Jambi,", "Lalu", AFTER_CLAUSE),
        ("Muaro", "Jambi", BETWEEN_CAPITALS),
        ("Muaro", "(Jambi)", BETWEEN_CAPITALS),
        ("pulang", "karena", BEFORE_CONJUNCTION),
        ("pulang", "malam", ANYWHERE),
    ],
)
def test_a_break_costs_the_less_the_more_ends_there(before: str, after: str, told: float) -> None:
    assert cost(before, after) == told
