"""What sounds alike."""

from __future__ import annotations

import pytest

from transcripts.text.sounds import key


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Djuhana", "Juhana"),
        ("Soekarno", "Sukarno"),
        ("Tjipto", "Cipto"),
        ("Syarif", "Sarip"),
        ("Khadijah", "Hadija"),
        ("Fifi", "Vivi"),
        ("Rizky", "Riski"),
        ("Muhammad", "Muhamad"),
        ("Si Layang", "silayang"),
        ("Bapak", "bapa"),
    ],
)
def test_spellings_of_one_sound_have_one_key(one: str, other: str) -> None:
    assert key(one) == key(other)


def test_other_sounds_have_other_keys() -> None:
    assert key("Dara") != key("Nara")
