"""Reasons for a person to look twice at a machine's segment, found by rule after decoding.

It flags and never deletes: a sentence that is silently gone is worse than one that is wrong.
"""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import StrEnum
from itertools import groupby

from transcripts.engines.protocol import Segment

# no_speech_probability alone says nothing: right segments were measured at 0.95 to 0.99.
NO_SPEECH_ABOVE = 0.6
LOG_PROBABILITY_BELOW = -1.0
COMPRESSION_ABOVE = 2.4
CHARACTERS_A_SECOND_ABOVE = 25.0
CHARACTERS_A_SECOND_BELOW = 2.0
WORD_PROBABILITY_BELOW = 0.5
REPEATS = 3

LATIN_LANGUAGES = frozenset({"id", "ms", "jw", "su", "tl", "en", "nl", "de", "fr", "es", "pt", "it"})
"""Languages (Whisper codes) whose text is written in Latin letters, so that any other letter is a slip."""


class Doubt(StrEnum):
    """Why a segment is doubtful; the value is what is stored."""

    NO_SPEECH = "no_speech"
    COMPRESSED = "compressed"
    REPEATED = "repeated"
    NO_LETTERS = "no_letters"
    TOO_FAST = "too_fast"
    TOO_SLOW = "too_slow"
    IMPROBABLE = "improbable"
    OTHER_SCRIPT = "other_script"


def is_foreign_letter(character: str) -> bool:
    """Whether `character` is a letter of another script than Latin; signs, digits and accents are none."""
    if not character.isalpha() or unicodedata.category(character) == "Lm":
        return False
    return not unicodedata.name(character, "").startswith(("LATIN", "FEMININE ORDINAL", "MASCULINE ORDINAL"))


def doubts_about(segment: Segment, language: str) -> tuple[str, ...]:
    """The doubts that one segment raises by itself, in the order of `Doubt`."""
    rate = len(segment.text) / max(segment.end - segment.start, 0.01)
    likely = [word.probability for word in segment.words]
    signs = {
        Doubt.NO_SPEECH: segment.no_speech_probability > NO_SPEECH_ABOVE
        and segment.average_log_probability < LOG_PROBABILITY_BELOW,
        Doubt.COMPRESSED: segment.compression_ratio > COMPRESSION_ABOVE,
        Doubt.NO_LETTERS: not any(character.isalnum() for character in segment.text),
        Doubt.TOO_FAST: rate > CHARACTERS_A_SECOND_ABOVE,
        Doubt.TOO_SLOW: rate < CHARACTERS_A_SECOND_BELOW,
        Doubt.IMPROBABLE: bool(likely) and sum(likely) / len(likely) < WORD_PROBABILITY_BELOW,
        Doubt.OTHER_SCRIPT: language in LATIN_LANGUAGES and any(map(is_foreign_letter, segment.text)),
    }
    return tuple(doubt.value for doubt, found in signs.items() if found)


def marked(segments: Iterable[Segment], language: str) -> Iterator[Segment]:
    """Yield `segments` with their doubts; a run of the same text is held back until it ends.

    Every member of a run of REPEATS or more is flagged, the first one too: which of them was said is unknown.
    """
    for _, same in groupby(segments, key=lambda segment: _spoken(segment.text)):
        run = list(same)
        repeated = (Doubt.REPEATED.value,) if len(run) >= REPEATS else ()
        for segment in run:
            yield replace(segment, doubts=doubts_about(segment, language) + repeated)


def _spoken(text: str) -> str:
    """`text` without case, signs and blanks, so that "Ya." and "ya" count as the same."""
    return "".join(character for character in text.casefold() if character.isalnum())
