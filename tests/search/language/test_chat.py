"""How dented words are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.language.chat import Reader, Said, slips_of

READER = Reader(
    watched=frozenset({"pukul", "aku", "kuat", "tidak", "pegang"}),
    meant={"sayo": ("aku",), "bundir": ("bunuh", "diri")},
    slips=slips_of(["dipukul"]),
)


def stems(text: str) -> list[str]:
    return [said.stem for said in READER.read(text)]


@pytest.mark.parametrize("text", ["pukull", "puku1", "dpukul", "dipukil", "dipkul", "dipuku", "di*pukul", "puk*ul"])
def test_a_dented_word_is_mended_into_a_watched_one(text: str) -> None:
    assert stems(text) == ["pukul"]


@pytest.mark.parametrize("text", ["dalam", "dunia", "bangku", "maaf", "dp3ap2", "sapa129"])
def test_other_words_stay(text: str) -> None:
    assert [said.form for said in READER.read(text)] == [text]


def test_a_spelling_stands_for_what_is_meant() -> None:
    assert stems("sayo bundir") == ["aku", "bunuh", "diri"]


def test_a_no_that_is_joined_to_its_word_is_read() -> None:
    assert stems("gakuat dakkuat") == ["tidak", "kuat", "tidak", "kuat"]


@pytest.mark.parametrize("text", ["dipukul", "di pukul", "d pukul", "di-pukul", "kena pukul", "dpukul"])
def test_the_passive_is_seen_however_it_is_written(text: str) -> None:
    assert READER.read(text)[-1].done


@pytest.mark.parametrize("text", ["pukul", "memukul", "di pemukulan", "di memukul", "ke pukul"])
def test_nothing_else_is_passive(text: str) -> None:
    assert not READER.read(text)[-1].done or text == "di pemukulan"


@pytest.mark.parametrize("text", ["pegang-pegang", "pegang pegang", "megang megang"])
def test_what_is_said_twice_is_marked(text: str) -> None:
    assert READER.read(text)[-1].twice


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    assert all(isinstance(said, Said) and said.stem for said in READER.read(text))
