"""Speakers before a colon, told from sentences."""

from __future__ import annotations

import pytest

from transcripts.formats.names import before_colon

NAMES = [
    "Rini",
    "Ibu Rini",
    "Penutur 2",
    "SPEAKER_00",
    "dr. Sari, Sp.A.",
    "Hj. Sri Wahyuni, S.H., M.H.",
    "Siti binti Abdullah",
    "Ayah dan Ibu",
    "O'Brien",
    "王芳",
]
SENTENCES = [
    "Catatan: penting sekali",
    "Alamatnya begini: jalan lurus",
    "Pukul 10: mulai",
    "12: 30",
    "Yang perlu diingat: simpan nomornya",
    "Baik, Ibu Rini: silakan",
    "Satu Dua Tiga Empat Lima Enam Tujuh: terlalu panjang",
    "Jam 10:30 kami mulai",
    ": tanpa nama",
    "Rini, lalu\nBudi: ya",
    "<b>Rini</b>: ya",
]


@pytest.mark.parametrize("name", NAMES)
def test_what_looks_like_a_name_is_one(name: str) -> None:
    assert before_colon(f"{name}: Selamat pagi: semua") == (name, "Selamat pagi: semua")


@pytest.mark.parametrize("text", SENTENCES)
def test_a_sentence_with_a_colon_is_nobody(text: str) -> None:
    assert before_colon(text) == (None, text)


def test_a_name_may_stand_on_a_line_of_its_own() -> None:
    assert before_colon("Ibu Rini:\nSelamat pagi") == ("Ibu Rini", "Selamat pagi")


def test_a_very_long_beginning_is_not_searched() -> None:
    text = "A " * 1_000_000 + ": b"
    assert before_colon(text) == (None, text)
