"""How far a machine's text is from what was said: errors per word and per letter.

What counts as the same is said by `normalised`; times and speakers are not compared.
"""

import re
import unicodedata
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

from transcripts.text.spelling import DIGITS


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Edits (words or letters put in, left out, or others) that make the machine's text the reference."""

    word_edits: int
    words: int
    letter_edits: int
    letters: int

    @property
    def wer(self) -> float:
        """Errors per word of the reference; may exceed 1. A reference without words gives 0, or 1 for any text."""
        return self.word_edits / self.words if self.words else float(self.word_edits > 0)

    @property
    def cer(self) -> float:
        """Errors per letter of the reference, blanks between words counted as letters."""
        return self.letter_edits / self.letters if self.letters else float(self.letter_edits > 0)

    def __add__(self, other: "Accuracy") -> "Accuracy":
        """Both texts as one: long ones weigh more."""
        return Accuracy(
            self.word_edits + other.word_edits,
            self.words + other.words,
            self.letter_edits + other.letter_edits,
            self.letters + other.letters,
        )


NOTHING = Accuracy(0, 0, 0, 0)


def accuracy(reference: str, heard: str) -> Accuracy:
    """How far `heard` is from `reference`, both normalised."""
    said, written = normalised(reference), normalised(heard)
    return Accuracy(
        word_edits=Levenshtein.distance(said, written),
        words=len(said),
        letter_edits=Levenshtein.distance(" ".join(said), " ".join(written)),
        letters=len(" ".join(said)),
    )


def normalised(text: str) -> list[str]:
    """The words of `text` in one case, without accents and signs. Hyphens part words; each digit counts as the word
    that names it, so that "129" and "satu dua sembilan" are the same. Nothing else is evened out.
    """
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    named = re.sub(r"\d", lambda digit: f" {DIGITS.get(digit[0], digit[0])} ", plain)
    return re.findall(r"[^\W_]+", re.sub(r"['’]", "", named))
