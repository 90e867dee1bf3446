"""Tells a speaker's name before a colon from the first words of a sentence, where a file has no other sign."""

import re

LONGEST = 64  # characters
MOST_WORDS = 6  # without titles after a comma

# What people put before a colon that is nobody's name; also with -nya: alamatnya.
NO_NAMES = frozenset(
    re.findall(
        r"\w+",
        """
        adalah alamat antara arti berikut catatan contoh email faks informasi ingat inti isi jadi jam jawab
        jawaban judul kata kedua keempat kesimpulan ketiga kontak langkah lokasi maksud misal nomor note
        pasal penting peringatan pertama pertanyaan pesan pukul saran singkat situs surel syarat tanggal
        tanya telepon telpon tempat tips topik tujuan waktu whatsapp yaitu yakni
        """,
    )
)

WITHIN = frozenset({"&", "bin", "binti", "dan"})
"""What stands in names with a small letter."""

NAME = re.compile(r"([^:;?!<>\[\]{}\"“”\n]{1,64}):(?:[ \n]+|$)")


def before_colon(text: str) -> tuple[str | None, str]:
    """The name that `text` begins with, and what is said after it; no name and `text` as it is, if there is none."""
    match = NAME.match(text)
    if not match or not is_name(match[1]):
        return None, text
    return match[1].strip(), text[match.end() :]


def is_name(text: str) -> bool:
    """Whether `text` looks like somebody's name or number: Ibu Rini, dr. Sari, S.H., Penutur 2.

    All words begin with a capital or a digit, or are short for something; after a comma stand titles only.
    """
    name, *titles = text.split(",")
    words = name.split()
    if not 0 < len(words) <= MOST_WORDS or len(text) > LONGEST or text.isdecimal():
        return False
    if words[0].casefold().removesuffix("nya") in NO_NAMES:
        return False
    if not all("." in word for title in titles for word in title.split()):
        return False
    return all(_begins_big(word) or word in WITHIN or word.endswith(".") for word in words)


def _begins_big(word: str) -> bool:
    """Whether `word` begins as names do, also in scripts that know no capitals."""
    letter = word.lstrip("'’(")[:1]
    return letter.isdecimal() or (letter.isalpha() and not letter.islower())
