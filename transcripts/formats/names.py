"""Tells a speaker's name before a colon from the first words of a sentence, where a file has no other sign."""

import re

LONGEST = 48  # characters

# What people put before a colon that is nobody's name.
NO_NAMES = frozenset(
    re.findall(
        r"\w+",
        """
        adalah alamat antaranya artinya berikut catatan contoh contohnya email faks informasi ingat
        intinya isinya jadi jam jawab jawaban judul katanya kedua keempat kesimpulan kesimpulannya
        ketiga kontak langkah lokasi maksudnya misalnya nomor note pasal penting peringatan pertama
        pertanyaan pesan pesannya pukul saran singkatnya situs surel syarat syaratnya tanggal tanya
        telepon telpon tempat tips topik waktu whatsapp yaitu yakni
        """,
    )
)

NAME = re.compile(r"(?P<name>[^\s:,;?!<>\[\](){}\"“”][^:,;?!<>\[\]{}\"“”]{0,46}):(?:[ \n]|$)")


def before_colon(text: str) -> tuple[str | None, str]:
    """The name that `text` begins with, and what is said after it; no name and `text` as it is, if there is none.

    A name has at most five words, and each begins with a capital letter or a digit.
    """
    match = NAME.match(text[: LONGEST + 1])
    if not match:
        return None, text
    name = match["name"].strip()
    return (name, text[match.end() :].lstrip()) if is_name(name) else (None, text)


def is_name(text: str) -> bool:
    """Whether `text` looks like somebody's name or number: Ibu Rini, dr. Sari, Penutur 2."""
    words = text.split()
    if not 0 < len(words) <= 5 or words[0].casefold() in NO_NAMES or text.isdecimal():
        return False
    return all(word[0].isupper() or word[0].isdecimal() or word.endswith(".") for word in words)
