"""What the field's glossary adds to a query."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.indonesian import stem
from search.language.glossary import WEIGHTS, Kind, Replaced, expansions, named, replaced, topics


def others(query: str, kind: Kind = Kind.SAME) -> set[str]:
    return {each.text for each in expansions(query.split()) if each.kind is kind}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("KDRT", "kekerasan dalam rumah tangga"),
        ("kekerasan dalam rumah tangga", "KDRT"),
        ("bullying", "perundungan"),
        ("perundungan", "bullying"),
        ("nikah dini", "perkawinan anak"),
        ("Muaro Sabak", ""),
        ("ka de er te", "KDRT"),
        ("tanjabtim", "Tanjung Jabung Timur"),
    ],
)
def test_other_words_for_the_same_are_found_both_ways(asked: str, found: str) -> None:
    assert found in others(asked) or not found


def test_any_form_of_a_term_is_the_term() -> None:
    assert others("dibully") == others("bully")


def test_what_is_near_is_found_one_way_and_counts_less() -> None:
    assert "penelantaran" in others("KDRT", Kind.RELATED)
    assert "kdrt" not in {other.lower() for other in others("visum", Kind.RELATED)}
    assert WEIGHTS[Kind.RELATED] < WEIGHTS[Kind.SAME] < 1


@pytest.mark.parametrize("asked", ["revenge porn", "vcs"])
def test_what_is_near_is_found_by_its_written_out_name_too(asked: str) -> None:
    assert "KBGO" in others(asked, Kind.RELATED)
    assert any(name.startswith("kekerasan berbasis gender") for name in others(asked, Kind.FARTHER))
    assert WEIGHTS[Kind.FARTHER] < WEIGHTS[Kind.RELATED]


def test_what_is_called_like_a_role_that_is_near_is_somebody_else() -> None:
    assert "advokat" not in others("visum", Kind.FARTHER)


def test_one_query_is_not_widened_without_end() -> None:
    assert (
        len(expansions(["kekerasan", "seksual", "kdrt", "tppo", "revenge", "porn", "kbgo", "perundungan", "sekstorsi"]))
        <= 24
    )


@pytest.mark.parametrize(("asked", "found"), [("kawan", "teman"), ("hp", "gawai"), ("bokap", "ayah"), ("mak", "mama")])
def test_words_of_every_day_are_found_both_ways(asked: str, found: str) -> None:
    assert stem(found) in {stem(each.text) for each in expansions([asked])}
    assert stem(asked) in {stem(each.text) for each in expansions([found])}


def test_a_small_child_is_a_child_in_jambi_too() -> None:
    assert "anak" in others("budak kecik", Kind.RELATED)


def test_only_a_role_counts_as_it_is_written() -> None:
    told = {each.text: each.written for each in expansions(["pengadu"])}
    assert (told["pelapor"], told["saksi"], told["yang melapor"]) == (True, True, False)


def test_its_words_are_known_but_not_how_they_are_misheard() -> None:
    assert {"posesif", "kbgo", "kawan"} <= named()
    assert "bulying" not in named()


def test_the_longest_phrase_counts() -> None:
    only = expansions(["kekerasan", "seksual", "terhadap", "anak"])
    assert {(each.start, each.end) for each in only} == {(0, 4)}


def test_an_expansion_knows_its_words_and_their_stems() -> None:
    each = next(each for each in expansions(["cerita", "KDRT"]) if each.text == "kekerasan domestik")
    assert (each.start, each.end, each.stems) == (1, 2, (stem("kekerasan"), "domestik"))


def test_a_term_that_was_replaced_leads_to_the_one_in_use() -> None:
    assert replaced(["kantor", "P2TP2A"]) == (Replaced("P2TP2A", "UPTD PPA"),)
    assert "UPTD PPA" in others("P2TP2A", Kind.CURRENT)


@pytest.mark.parametrize("word", ["KTP", "genre", "lapor", "dinas", "damai"])
def test_a_name_that_means_something_else_alone_widens_nothing(word: str) -> None:
    assert expansions([word]) == ()


def test_jambi_malay_is_widened_both_ways() -> None:
    assert "kerja" in others("gawe", Kind.DIALECT)
    assert "gawe" in others("kerja", Kind.DIALECT)


def test_a_jambi_child_is_no_slave() -> None:
    assert others("budak", Kind.DIALECT) == {"anak"}
    assert "TPPO" not in topics(["budak"])


def test_a_query_names_topics() -> None:
    assert topics(["korban", "trafficking"])[-1] == "TPPO"
    assert "KBGO" in topics(["vcs"])


@settings(deadline=None)  # the first query reads the glossary
@given(st.lists(st.text(max_size=12), max_size=12))
def test_any_words_may_be_asked(words: list[str]) -> None:
    assert all(0 <= each.start < each.end <= len(words) for each in expansions(words))


def test_who_looks_for_a_deed_is_not_taken_for_one_who_looks_for_a_role() -> None:
    assert "pengadu" in others("pelapornya")
    assert "pengadu" not in others("melapor")
