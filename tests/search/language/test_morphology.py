"""Which root a word is made from, over a small list of roots."""

from __future__ import annotations

import pytest

from search.language.morphology import Stemmer

ROOTS = "pukul lapor kerja tahu temu atur percaya satu tangan menang cek masak pasak proses adil daya"
STEMMER = Stemmer({root: root for root in ROOTS.split()} | {"cape": "lelah"}, {"gak": "tidak"})


@pytest.mark.parametrize(
    ("word", "root"),
    [
        ("memukul", "pukul"),
        ("pemukulan", "pukul"),
        ("dipukuli", "pukul"),
        ("melaporkannya", "lapor"),
        ("bekerja", "kerja"),
        ("mengerjakan", "kerja"),
        ("mengetahui", "tahu"),
        ("ketahuan", "tahu"),
        ("dipertemukan", "temu"),
        ("keteraturan", "atur"),
        ("memercayai", "percaya"),
        ("mempercayai", "percaya"),
        ("menyatukan", "satu"),
        ("mengecek", "cek"),
        ("pemrosesan", "proses"),
        ("memproses", "proses"),
        ("pengadilannyalah", "adil"),
        ("pemberdayaan", "daya"),
        ("kupukul", "pukul"),
        ("mukulin", "pukul"),
    ],
)
def test_affixes_are_taken_off_until_a_root_is_left(word: str, root: str) -> None:
    assert STEMMER.known(word) == root


def test_the_reading_with_fewer_swallowed_letters_wins() -> None:
    assert STEMMER.known("memasak") == "masak"


def test_both_halves_of_a_confix_win_over_a_root_that_ends_like_one() -> None:
    assert STEMMER.known("kemenangan") == "menang"


def test_prefixes_that_never_go_with_an_ending_are_no_reading() -> None:
    assert Stemmer({"dik": "dik", "didik": "didik"}).known("didikan") == "didik"


def test_a_spoken_spelling_takes_affixes_and_has_the_stem_of_the_written_word() -> None:
    assert STEMMER.known("kecapean") == "lelah"


def test_a_short_word_that_stands_alone_takes_no_affixes() -> None:
    assert (STEMMER.known("gak"), STEMMER.known("digak")) == ("tidak", "")


def test_a_word_with_no_known_root_is_not_known() -> None:
    assert STEMMER.known("memviralkan") == ""


def test_a_word_with_no_known_root_still_has_a_stem() -> None:
    assert STEMMER.stem("memviralkan") == "viral"
