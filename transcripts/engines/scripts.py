"""Which tokens of a Whisper model write in a script other than Latin.

Whisper base slips into Cyrillic or Greek in the middle of Indonesian words; without these tokens it cannot,
and no loss was measured.
"""

from collections.abc import Iterable
from typing import Any

from transcripts.engines.doubts import is_foreign_letter

# First bytes of UTF-8 that begin only letters of other scripts (Greek to Thaana, Indic, kana to Hangul).
# A token may end in the middle of a letter; such a half is told by its first byte.
FOREIGN_FIRST_BYTES = frozenset([*range(0xCE, 0xE1), *range(0xE3, 0xEE)])


def foreign_tokens(tokenizer: Any) -> tuple[int, ...]:
    """The ids of all text tokens of `tokenizer` (byte-level) that write foreign letters, in order."""
    byte_of = _byte_alphabet()
    first_special = tokenizer.token_to_id("<|endoftext|>")
    found = []
    for token in range(first_special):
        written = bytes(byte_of[sign] for sign in tokenizer.id_to_token(token))
        if _is_foreign(written):
            found.append(token)
    return tuple(found)


def _is_foreign(written: bytes) -> bool:
    """Whether the bytes of a token hold a foreign letter or the beginning of one."""
    try:
        return any(map(is_foreign_letter, written.decode("utf-8")))
    except UnicodeDecodeError:
        whole = written.decode("utf-8", "ignore")
        return any(map(is_foreign_letter, whole)) or any(byte in FOREIGN_FIRST_BYTES for byte in written)


def _byte_alphabet() -> dict[str, int]:
    """The byte behind each sign of a byte-level vocabulary: itself where it prints, else one from U+0100."""
    prints: Iterable[int] = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    signs = {chr(byte): byte for byte in prints}
    rest = (byte for byte in range(256) if byte not in signs.values())
    return signs | {chr(0x100 + number): byte for number, byte in enumerate(rest)}
