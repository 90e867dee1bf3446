"""The words of a text and the stems by which they are found."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search import indonesian
from search.indonesian import LONGEST, passive, stem, terms, uncached, words
from search.language.lexicon import stemmer

ANY = st.text(max_size=80)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("pemukulan", "dipukuli"),
        ("kekerasan", "mengeraskan"),
        ("perundungan", "dirundung"),
        ("pernikahan", "menikah"),
        ("korban", "mengorbankan"),
        ("penipuan", "ditipu"),
        ("pemerkosaan", "diperkosa"),
        ("perlindungan", "terlindungi"),
        ("kepercayaan", "memercayai"),
    ],
)
def test_forms_of_one_word_have_one_stem(asked: str, said: str) -> None:
    assert stem(asked) == stem(said)


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ("dipukulin", "dipukul"),
        ("ngelaporin", "melaporkan"),
        ("nyebarin", "menyebarkan"),
        ("ngancem", "mengancam"),
        ("nolak", "menolak"),
        ("ndak", "tidak"),
        ("gak", "tidak"),
        ("udah", "sudah"),
        ("anak2nya", "anaknya"),
        ("tolooong", "tolong"),
        ("sholat", "salat"),
    ],
)
def test_spoken_and_short_spellings_are_found_with_the_written_word(spoken: str, written: str) -> None:
    assert stem(spoken) == stem(written)


@pytest.mark.parametrize(
    ("jambi", "indonesian_word"), [("dak", "tidak"), ("kito", "kita"), ("apo", "apa"), ("galo", "semua")]
)
def test_jambi_malay_spellings_are_found_with_the_indonesian_word(jambi: str, indonesian_word: str) -> None:
    assert stem(jambi) == stem(indonesian_word)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("rujukan", "rujuk"),
        ("pelaku", "berlaku"),
        ("persetujuan", "tujuan"),
        ("siniar", "sinar"),
        ("Bungo", "bunga"),
        ("Silayang", "layang"),
        ("perempuan", "empu"),
        ("mereka", "reka"),
        ("beruang", "uang"),
        ("menteri", "teri"),
        ("mengalami", "alam"),
        ("perbudakan", "budak"),
        ("anakan", "anak"),
    ],
)
def test_words_that_only_look_alike_stay_apart(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("mem-bully", "bully"),
        ("nge-chat", "chat"),
        ("di-screenshot", "screenshot"),
        ("di-bully-in", "bully"),
        ("KDRT-nya", "kdrt"),
        ("HP-ku", "hp"),
        ("di-PHK", "phk"),
        ("se-Jambi", "jambi"),
        ("di-perkosa", "diperkosa"),
    ],
)
def test_affixes_behind_a_hyphen_belong_to_the_word(written: str, plain: str) -> None:
    assert stem(written) == stem(plain)
    assert terms(f"Dia {written}.") == terms(f"Dia {plain}.")


@pytest.mark.parametrize(
    ("written", "apart"),
    [
        ("PPA-PPO", ["ppa", "ppo"]),
        ("anti-kekerasan", ["anti", "keras"]),
        ("ke-5", ["ke", "5"]),
        ("di-nya", ["di", "nya"]),
        ("pe-er", ["pe", "er"]),
        ("di-", ["di"]),
        ("-nya", ["nya"]),
    ],
)
def test_other_hyphens_stand_between_words(written: str, apart: list[str]) -> None:
    assert terms(written) == apart


@pytest.mark.parametrize(
    "twice",
    [
        "anak-anak",
        "menakut-nakuti",
        "sayur-mayur",
        "gerak-gerik",
        "tolong-menolong",
        "rumah-rumahnya",
        "bertahun-tahun",
    ],
)
def test_a_word_said_twice_is_one_term(twice: str) -> None:
    assert terms(twice) == [stem(twice.partition("-")[0])]


def test_what_a_hyphen_joins_otherwise_is_several_terms() -> None:
    assert terms("PPA-PPO") == ["ppa", "ppo"]


def test_digits_of_names_are_left_alone() -> None:
    assert terms("SAPA 129, DP3AP2, P2TP2A") == ["sapa", "129", "dp3ap2", "p2tp2a"]


def test_every_word_counts_and_keeps_its_place() -> None:
    assert terms("Bukan salah korban.") == ["bukan", "salah", "korban"]


def test_a_word_knows_where_it_stands_in_the_text() -> None:
    text = "Ibu-bapak, ke\u200bkerasan; jum’at!"
    assert [text[word.start : word.end] for word in words(text)] == ["Ibu", "bapak", "ke\u200bkerasan", "jum’at"]


@given(ANY)
@example("-")
@example("'")
@example("\x00")
@example("\ud800")
@example("di")
@example("meng")
@example("kan-kan")
def test_any_text_has_a_stem_and_only_the_empty_one_has_none(text: str) -> None:
    assert bool(stem(text)) == bool(text)


@given(ANY)
def test_terms_of_any_text_are_not_empty(text: str) -> None:
    assert all(terms(text))


@given(ANY)
def test_words_stand_in_order_and_do_not_overlap(text: str) -> None:
    places = [place for word in words(text) for place in (word.start, word.end)]
    assert places == sorted(places)


@given(ANY)
def test_a_form_has_the_stem_of_the_word_as_it_was_written(text: str) -> None:
    assert all(stem(word.form) == word.stem for word in words(text))


@given(ANY)
def test_what_is_kept_in_memory_is_what_would_be_worked_out_anew(text: str) -> None:
    assert stem(text) == uncached(text)


@pytest.mark.parametrize(
    ("first", "second", "whole"),
    [
        ("di", "pukul", "dipukul"),
        ("Di", "Perkosa", "diperkosa"),
        ("d", "bully", "dibully"),
        ("di", "jauhi", "dijauhi"),
        ("di", "kucilin", "dikucilin"),
        ("di", "permalukan", "dipermalukan"),
    ],
)
def test_what_is_done_to_somebody_is_one_word_with_its_prefix(first: str, second: str, whole: str) -> None:
    assert passive(first, second) == whole


@pytest.mark.parametrize(
    "place",
    [
        "rumah",
        "sekolah",
        "jambi",
        "kerinci",
        "bekasi",
        "depan",
        "dalam",
        "kandungan",
        "pukulan",
        "kota",
        "sini",
        "mana",
        "sd",
    ],
)
def test_a_place_is_not_done_to_anybody(place: str) -> None:
    assert passive("di", place) == ""


@pytest.mark.parametrize("word", ["gurunyo", "budaknyo", "sayo", "idak", "bapake"])
def test_jambi_malay_endings_and_vowels_are_those_of_indonesian(word: str) -> None:
    assert stem(word) in {"guru", "budak", "saya", "tidak", "bapak"}


def test_a_root_is_its_own_stem() -> None:
    assert [word for word in set(stemmer().roots.values()) if stem(word) != word] == []


def test_a_word_too_long_to_be_one_is_not_taken_apart() -> None:
    assert stem("di" + "pukul" * LONGEST) == "di" + "pukul" * LONGEST


def test_no_more_is_kept_in_memory_than_was_meant() -> None:
    assert indonesian._stem.cache_info().maxsize == 100_000
