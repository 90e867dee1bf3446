"""Texts are cleaned and chapters put in order before they reach any file."""

import pytest

from episodes.audio.description import Chapter, clean, spans


@pytest.mark.parametrize(
    ("text", "kept"),
    [("a\tb", "a b"), ("  a \r\n b ", "a b"), ("\x9b1mé", "1mé"), ("a\u200db", "a\u200db"), ("\ufffe", "")],
)
def test_cleaning_keeps_words_and_drops_controls(text: str, kept: str) -> None:
    assert clean(text) == kept


def test_chapters_are_put_in_order_and_end_where_the_next_begins() -> None:
    assert spans((Chapter(5, "b"), Chapter(0, "a"), Chapter(9, "c", end=9.5)), 20.0) == [
        (0, 5000, "a"), (5000, 9000, "b"), (9000, 9500, "c"),
    ]  # fmt: skip


def test_a_chapter_behind_the_end_is_left_out() -> None:
    assert spans((Chapter(0, "a"), Chapter(30, "b"), Chapter(-1, "c")), 20.0) == [(0, 20_000, "a")]
